from visavis.media.key_frames import KEY_FRAME_EVERY_S, KeyFrames


def test_the_first_frame_is_a_key_frame() -> None:
    assert KeyFrames().due(0.0)


def test_a_request_is_answered_at_once_when_the_last_key_frame_is_old() -> None:
    frames = KeyFrames()
    frames.sent(0.0)
    assert not frames.due(10.0)
    frames.ask()
    assert frames.due(10.0)


def test_a_storm_of_requests_makes_one_key_frame_per_half_second() -> None:
    frames = KeyFrames()
    sent = 0
    for millisecond in range(0, 5_000, 10):
        now_s = millisecond / 1000
        frames.ask()
        if frames.due(now_s):
            frames.sent(now_s)
            sent += 1
    assert sent == 5.0 / KEY_FRAME_EVERY_S


def test_a_request_that_comes_too_early_is_remembered() -> None:
    frames = KeyFrames()
    frames.sent(0.0)
    frames.ask()
    assert not frames.due(0.1)
    assert frames.due(KEY_FRAME_EVERY_S)

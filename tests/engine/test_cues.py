from visavis.engine.cues import MOST_WAITING, Cues
from visavis.wire.datachannel import DirectorCue


def test_a_cue_without_a_time_is_due_at_once():
    cues = Cues()
    cues.add(DirectorCue("happy"), 3.0)
    assert cues.due(3.0, None) == ["happy"]
    assert cues.due(3.02, None) == []


def test_a_delay_counts_from_when_the_cue_came_whether_she_speaks_or_not():
    cues = Cues()
    cues.add(DirectorCue("sad", in_seconds=2.0), 3.0)
    assert cues.due(4.98, 0.4) == []
    assert cues.due(5.0, None) == ["sad"]


def test_an_offset_counts_from_the_start_of_speech():
    cues = Cues()
    cues.add(DirectorCue("surprised", at_seconds=1.25), 0.0)
    assert cues.due(9.0, None) == []
    assert cues.due(10.0, 0.02) == []
    assert cues.due(11.2, 1.24) == []
    assert cues.due(11.22, 1.26) == ["surprised"]


def test_an_offset_that_has_passed_is_due_at_once():
    cues = Cues()
    cues.due(10.0, 2.0)
    cues.add(DirectorCue("warm", at_seconds=1.0), 10.0)
    assert cues.due(10.02, 2.02) == ["warm"]


def test_several_offsets_come_in_their_order():
    cues = Cues()
    cues.add(DirectorCue("sad", at_seconds=0.5), 0.0)
    cues.add(DirectorCue("warm", at_seconds=0.0), 0.0)
    assert cues.due(1.0, 0.6) == ["warm", "sad"]


def test_what_a_reply_never_reached_is_not_played_in_the_next_one():
    for gap in (None, 0.02):
        cues = Cues()
        cues.add(DirectorCue("happy", at_seconds=5.0), 0.0)
        cues.due(1.0, 0.5)
        cues.add(DirectorCue("sad", at_seconds=6.0), 1.0)
        cues.due(1.5, gap)
        cues.add(DirectorCue("warm", at_seconds=7.0), 1.6)
        assert cues.due(9.0, 8.0) == ["warm"]


def test_no_client_can_make_us_keep_more_than_a_turn_needs():
    cues = Cues()
    assert all(cues.add(DirectorCue("happy", at_seconds=1.0), 0.0) for _ in range(MOST_WAITING))
    assert not cues.add(DirectorCue("happy", at_seconds=1.0), 0.0)

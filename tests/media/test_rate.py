import pytest

from visavis.media.rate import Limits, Rate, SentRate, follow, limits

WITHIN = Limits(floor_bps=120_000, top_bps=600_000)


def after(reports: list[tuple[float, int]], rate: Rate, sent_bps: float) -> Rate:
    """The rate after reports of (time in seconds, received bits per second)."""
    for now_s, received_bps in reports:
        rate = follow(rate, WITHIN, received_bps=received_bps, sent_bps=sent_bps, now_s=now_s)
    return rate


def test_a_narrow_path_lowers_the_rate_once_it_has_lasted_a_second() -> None:
    reports = [(0.0, 300_000), (0.5, 300_000)]
    assert after(reports, Rate(600_000), 590_000).bps == 600_000
    assert after([*reports, (1.0, 300_000)], Rate(600_000), 590_000).bps == 255_000


def test_one_bad_report_among_good_ones_changes_nothing() -> None:
    reports = [(0.0, 300_000), (0.5, 700_000), (1.2, 300_000), (1.9, 700_000), (2.5, 300_000)]
    assert after(reports, Rate(600_000), 590_000).bps == 600_000


def test_a_still_face_that_costs_little_is_not_taken_for_a_narrow_path() -> None:
    # a receiver's estimate is bounded by what it gets: 100 kbps sent makes a report of some 150
    reports = [(float(second), 150_000) for second in range(30)]
    assert after(reports, Rate(600_000), 100_000).bps == 600_000


def test_a_small_step_is_not_worth_a_key_frame() -> None:
    reports = [(float(second), 570_000) for second in range(30)]
    assert after(reports, Rate(600_000), 610_000).bps == 600_000


def test_the_rate_never_falls_below_the_floor() -> None:
    reports = [(float(second), 10_000) for second in range(30)]
    assert after(reports, Rate(600_000), 590_000).bps == WITHIN.floor_bps


def test_room_to_spare_is_used_after_eight_seconds_and_only_up_to_the_top() -> None:
    rate = Rate(200_000)
    seconds = [(float(second), 310_000) for second in range(8)]
    assert after(seconds, rate, 200_000).bps == 200_000
    assert after([*seconds, (8.0, 310_000)], rate, 200_000).bps == 310_000
    plenty = [(float(second), 2_000_000) for second in range(60)]
    assert after(plenty, rate, 200_000).bps == WITHIN.top_bps


def test_on_a_varying_path_the_rate_changes_a_few_times_a_minute_at_most() -> None:
    rate, changes = Rate(600_000), 0
    for step in range(120):
        received = 350_000 if step // 9 % 2 else 650_000
        before = rate.bps
        rate = follow(rate, WITHIN, received_bps=received, sent_bps=rate.bps, now_s=step * 0.5)
        changes += rate.bps != before
    assert changes <= 6


@pytest.mark.parametrize(
    ("width", "height", "top_bps"),
    [(512, 512, 600_000), (720, 480, 770_000), (1152, 768, 1_790_000), (768, 1152, 1_790_000)],
)
def test_larger_pictures_may_cost_more(width: int, height: int, top_bps: int) -> None:
    assert limits(width, height).top_bps == pytest.approx(top_bps, rel=0.01)


def test_what_was_sent_is_measured_over_whole_seconds() -> None:
    sent = SentRate(10.0)
    for frame in range(1, 26):
        sent.add(2_500, 10.0 + frame / 25)
    assert sent.bps == pytest.approx(500_000)

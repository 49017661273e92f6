import pytest

from visavis.engine.pace import Pace


def test_a_burst_passes_and_then_only_the_rate():
    now = 0.0
    pace = Pace(10, 5, lambda: now)
    assert [pace.allows() for _ in range(6)] == [True] * 5 + [False]
    now = 0.1
    assert [pace.allows() for _ in range(2)] == [True, False]
    now = 100.0
    assert [pace.allows() for _ in range(6)] == [True] * 5 + [False], "a pause saves up no more than a burst"


def test_who_waits_keeps_to_the_rate():
    now = 0.0
    pace = Pace(10, 2, lambda: now)
    assert [pace.wait_s() for _ in range(4)] == pytest.approx([0, 0, 0.1, 0.2])
    now = 0.3
    assert pace.wait_s() == 0

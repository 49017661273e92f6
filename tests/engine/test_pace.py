from visavis.engine.pace import Pace


def test_a_burst_passes_and_then_only_the_rate():
    now = 0.0
    pace = Pace(10, 5, lambda: now)
    assert [pace.allows() for _ in range(6)] == [True] * 5 + [False]
    now = 0.1
    assert [pace.allows() for _ in range(2)] == [True, False]
    now = 100.0
    assert [pace.allows() for _ in range(6)] == [True] * 5 + [False], "a pause saves up no more than a burst"

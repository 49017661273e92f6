"""A turn that was heard once is ended by every sensitivity, on the conversation's own clock."""

import pytest
from bench.conversation.endpointing import Listening, Window, wait_s

from visavis.engine.turn_options import TurnOptions

WINDOW_S = 0.02
VOICE, SILENCE = Window(0.9, "what does it cost"), Window(0.01, "what does it cost")


def turn(*, pause_s: float = 0.0) -> Listening:
    """One second of voice, a pause, another second, then silence."""
    windows = [VOICE] * 50 + [SILENCE] * round(pause_s / WINDOW_S) + [VOICE] * 50
    return Listening((*windows, *[SILENCE] * 200), WINDOW_S, WINDOW_S * len(windows))


def at(sensitivity: float) -> TurnOptions:
    return TurnOptions(end_of_speech_sensitivity=sensitivity)


def test_the_wait_is_counted_from_the_true_end() -> None:
    """Detectors let go late."""
    late = Listening(turn().windows, WINDOW_S, turn().ended_s - 0.1)
    expected = wait_s(turn(), at(0.5))
    assert expected is not None
    assert wait_s(late, at(0.5)) == pytest.approx(expected + 0.1)


def test_the_eager_wait_less_than_the_patient() -> None:
    waits = [wait_s(turn(), at(sensitivity)) for sensitivity in (0, 0.5, 1)]
    assert all(waits)
    assert waits == sorted(waits, reverse=True)  # type: ignore[type-var]


def test_who_takes_a_pause_for_the_end_cuts_off() -> None:
    assert wait_s(turn(pause_s=0.6), at(1)) is None
    assert wait_s(turn(pause_s=0.6), at(0)) is not None

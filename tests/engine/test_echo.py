"""Echo guard scenes: levels only, the voice detector is sure of speech all the time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle, islice

import pytest

from visavis.engine.echo import EchoGuard

STEP_S = 0.032
SYLLABLES_DB = (-22.0, -18.0, -26.0, -20.0, -34.0, -19.0, -24.0, -40.0)
"""The persona's playback level from chunk to chunk while she speaks."""

Level = float | None


def speaking(seconds: float) -> list[Level]:
    return list(islice(cycle(SYLLABLES_DB), round(seconds / STEP_S)))


def silent(seconds: float) -> list[Level]:
    return [None] * round(seconds / STEP_S)


def louder(a_db: float, b_db: float) -> float:
    return max(a_db, b_db)


def echo_of(playback: list[Level], coupling_db: float, late_s: float = 0.1) -> list[float]:
    """What comes back: later and fainter, over a quiet room."""
    late = round(late_s / STEP_S)
    levels = ([None] * late + playback)[: len(playback)]
    return [-75.0 if level is None else louder(level + coupling_db, -75.0) for level in levels]


def weigh(guard: EchoGuard, microphone: Iterable[float], playback: Iterable[Level]) -> list[float]:
    return [guard.weigh(1.0, mic, play, STEP_S) for mic, play in zip(microphone, playback, strict=True)]


@pytest.mark.parametrize("coupling_db", [-18, -20, -25, -30, -35])
@pytest.mark.parametrize("late_s", [0.03, 0.1, 0.3])
def test_her_own_voice_never_sounds_like_the_user(coupling_db: float, late_s: float):
    playback = speaking(3) + silent(0.4) + speaking(3) + silent(0.5)
    assert max(weigh(EchoGuard(), echo_of(playback, coupling_db, late_s), playback)) < 0.5


@pytest.mark.parametrize("coupling_db", [-20, -25, -30, -35])
def test_the_user_is_heard_over_her(coupling_db: float):
    guard = EchoGuard()
    playback = speaking(4)
    weigh(guard, echo_of(playback, coupling_db), playback)
    user_db = max(SYLLABLES_DB) + coupling_db + 12
    assert min(weigh(guard, [user_db] * 10, speaking(10 * STEP_S))) == 1.0


def test_it_learns_a_faint_echo_and_then_hears_a_faint_user():
    guard = EchoGuard()
    faint_user_db = -40.0
    assert max(weigh(guard, [faint_user_db] * 3, [-18.0] * 3)) < 0.5
    playback = speaking(8)
    weigh(guard, echo_of(playback, -35), playback)
    assert guard.coupling_db == pytest.approx(-35, abs=4)
    assert min(weigh(guard, [faint_user_db] * 3, [-18.0] * 3)) == 1.0


def test_it_learns_an_echo_that_is_louder_than_expected():
    guard = EchoGuard()
    playback = speaking(4)
    weigh(guard, echo_of(playback, -13), playback)
    assert guard.coupling_db == pytest.approx(-13, abs=4)


def test_the_user_does_not_teach_it():
    guard = EchoGuard()
    playback = speaking(4)
    weigh(guard, echo_of(playback, -30), playback)
    before_db = guard.coupling_db
    weigh(guard, [-25.0] * 60, speaking(60 * STEP_S))
    assert guard.coupling_db == pytest.approx(before_db, abs=1)


def test_a_silent_persona_lets_everything_through():
    assert weigh(EchoGuard(), [-60.0] * 5, [None] * 5) == [1.0] * 5


def test_soon_after_her_last_word_a_faint_user_is_heard_again():
    guard = EchoGuard()
    playback = speaking(4)
    weigh(guard, echo_of(playback, -25), playback)
    heard = weigh(guard, [-45.0] * 40, silent(40 * STEP_S))
    assert heard[round(0.8 / STEP_S)] == 1.0


def test_it_never_raises_a_probability():
    guard = EchoGuard()
    playback = speaking(3)
    heard = [
        guard.weigh(0.3, mic, play, STEP_S)
        for mic, play in zip(echo_of(playback, -20), playback, strict=True)
    ]
    assert max(heard) <= 0.3

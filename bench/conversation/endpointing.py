"""Eagerness against patience: `endOfSpeechSensitivity` on the pause set, on the conversation's own clock.

Detector and recogniser hear each turn once, in step with its sound; the turn logic is then played with every
sensitivity. Nothing of it depends on how busy the machine is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.serving import MODELS
from tests.spoken import room

from bench.conversation.user import Said, pause_set
from bench.figures import Figure
from bench.scenarios import Bench
from visavis.engine.ears import PRE_ROLL_S
from visavis.engine.turn_events import TurnEnded
from visavis.engine.turn_options import TurnOptions
from visavis.engine.turns import Turns
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt import sphinx

SENSITIVITIES = (0.0, 0.25, 0.5, 0.75, 1.0)
DEFAULT, CUT_OFF_PERCENT = 0.5, 16
BEFORE_S, AFTER_S = 0.5, 3.5


@dataclass(frozen=True, slots=True)
class Window:
    """What is known once a window of the microphone has been heard."""

    voice: float
    text: str


@dataclass(frozen=True, slots=True)
class Listening:
    """A turn as it was heard: its windows, and when it truly ended."""

    windows: tuple[Window, ...]
    window_s: float
    ended_s: float


async def endpointing(bench: Bench) -> list[Figure]:
    ears = sphinx.transcriber()
    turns = [await _listen(said, ears) for said in (await pause_set())[: bench.limit]]
    await ears.close()
    await registry.close()
    return [figure for sensitivity in SENSITIVITIES for figure in _row(sensitivity, turns)]


def _row(sensitivity: float, turns: Sequence[Listening]) -> list[Figure]:
    waits_s = [wait_s(turn, TurnOptions(end_of_speech_sensitivity=sensitivity)) for turn in turns]
    whole = tuple(1000 * wait for wait in waits_s if wait is not None)
    cut_off = 100 * sum(wait is None for wait in waits_s) / len(waits_s)
    bound = CUT_OFF_PERCENT if sensitivity == DEFAULT else None
    waits = [Figure(f"sensitivity {sensitivity:g}: wait until a turn is over", whole, "ms")] if whole else []
    return [*waits, Figure("  cut off", (cut_off,), f"% of {len(turns)} turns", bound)]


def wait_s(turn: Listening, options: TurnOptions) -> float | None:
    """From the true end until the turn is believed to be over; None: that was believed before it was."""
    turns = Turns(options)
    for window in turn.windows:
        for event in turns.push(window.voice, turn.window_s, text=window.text or None):
            if isinstance(event, TurnEnded):
                return None if event.at_s < turn.ended_s else event.at_s - turn.ended_s
    raise AssertionError(f"the turn did not end in {AFTER_S:g} s")


async def _listen(said: Said, ears: sphinx.SphinxTranscriber) -> Listening:
    detector = registry.voice_detector(_models())
    window_s = detector.window / MICROPHONE_HZ
    pcm = np.concatenate((room(BEFORE_S), said.pcm, room(AFTER_S)))
    heard: list[Window] = []
    hearing = ears.open()
    for first in range(0, len(pcm) - detector.window, detector.window):
        window = pcm[first : first + detector.window]
        if first >= (BEFORE_S - PRE_ROLL_S) * MICROPHONE_HZ:
            hearing.feed(window)
            await hearing.caught_up()
        heard.append(Window(detector.probability(window), hearing.partial))
    hearing.cancel()
    return Listening(tuple(heard), window_s, BEFORE_S + said.seconds)


def _models() -> Path:
    """Where the tests have theirs, unless the operator's are named."""
    named = os.environ.get("VISAVIS_DATA_DIR")
    return Path(named) / "models" if named else MODELS

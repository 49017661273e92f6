"""Answers -> mouths: looks by likelihood, lips sealed where a closure is heard, rest in silence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visavis.face.hearing.network import Answers
from visavis.face.hearing.spectrum import Floats
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme

SHUT = 0.5
"""A closure is heard when it is this likely."""
SHUT_STEPS = 3
"""Lips that met stay so for 60 ms: a frame lasts 40 ms, so one always shows it."""
PARTING = 0.6
"""From this share of SHUT on lips draw together."""
CRISP = 0.5
"""Share of the likeliest looks in the mouth; the rest is the curve that the network draws itself."""

SILENCE_BELOW_PEAK = -8.75
"""38 dB, in nats."""
SILENT_STEPS = 8
"""Silence must last 160 ms before the mouth is quite at rest: a stop's gap must not shut it."""

_LOOKS = np.array([LOOKS[viseme].mouth for viseme in Viseme], np.float32)
_SEALED = np.array(LOOKS[Viseme.BILABIAL].mouth, np.float32)
_REST = np.array(LOOKS[Viseme.REST].mouth, np.float32)


class Lips:
    """One stream of answers."""

    def __init__(self) -> None:
        self._since_shut = SHUT_STEPS
        self._was_likely = False
        self._silent_steps = 0

    def move(self, answers: Answers, levels: Floats) -> list[Mouth]:
        """Answers of n steps, and their level in nats below the running peak (n,)."""
        crisp = likely_looks(answers.visemes)
        mouths = answers.mouths + CRISP * (crisp - answers.mouths)
        mouths += self._seals(answers.closures)[:, None] * (_SEALED - mouths)
        mouths += self._silences(levels)[:, None] * (_REST - mouths)
        return [Mouth._make(row) for row in mouths.tolist()]

    def _seals(self, closures: Floats) -> Floats:
        """How firmly lips are held shut, 0 to 1, at each step."""
        seals: Floats = np.clip((closures / SHUT - PARTING) / (1 - PARTING), 0, 1)
        for step, held in enumerate(self.shut(closures)):
            if held:
                seals[step] = 1.0
        return seals

    def shut(self, closures: Floats) -> NDArray[np.bool_]:
        """Where a closure is heard, each long enough to be seen: (n,)."""
        held = np.zeros(len(closures), bool)
        for step, likely in enumerate((closures > SHUT).tolist()):
            began = likely and not self._was_likely
            self._since_shut = 0 if began else self._since_shut + 1
            held[step] = likely or self._since_shut < SHUT_STEPS
            self._was_likely = likely
        return held

    def _silences(self, levels: Floats) -> Floats:
        """How silent it has become, 0 to 1, at each step."""
        silences = np.zeros(len(levels), np.float32)
        for step, silent in enumerate((levels < SILENCE_BELOW_PEAK).tolist()):
            self._silent_steps = self._silent_steps + 1 if silent else 0
            silences[step] = min(self._silent_steps / SILENT_STEPS, 1.0)
        return silences


def likely_looks(visemes: Floats) -> Floats:
    """The mean of all visemes' looks by likelihood: (n, VISEMES) -> (n, 8)."""
    looks: Floats = visemes @ _LOOKS
    return looks

"""What tells one voice of the formant engine from another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator


@dataclass(frozen=True, slots=True)
class Manners:
    """One voice's."""

    size: float
    """Factor of all formants."""
    pitch_hz: float
    slowness: float
    width: float
    """Factor of all formants' bandwidths."""
    bright_hz: float
    """Up to here the voice is strong."""
    breath: float
    glide_s: float
    """How long it takes from one phone to the next."""
    noise: float
    hum: float
    """Voicing behind closed lips."""
    nasal: float


def manners_of(chance: Generator) -> Manners:
    return Manners(
        size=float(np.exp(chance.uniform(np.log(0.92), np.log(1.22)))),
        pitch_hz=float(np.exp(chance.uniform(np.log(80), np.log(240)))),
        slowness=float(chance.uniform(0.75, 1.3)),
        width=float(np.exp(chance.uniform(np.log(0.6), np.log(2.0)))),
        bright_hz=float(chance.uniform(300, 2500)),
        breath=float(chance.uniform(0.0, 0.08)),
        glide_s=float(chance.uniform(0.03, 0.08)),
        noise=float(np.exp(chance.normal(0, 0.5))),
        hum=float(np.exp(chance.uniform(np.log(0.03), np.log(0.4)))),
        nasal=float(np.exp(chance.uniform(np.log(0.2), np.log(0.6)))),
    )

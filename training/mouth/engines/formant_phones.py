"""How the formant engine says each phone: formants, how firmly they are held, and what sounds.

Vowels: Peterson and Barney 1952. Consonants: tables II and III of Klatt 1980, rounded; durations after
Klatt 1979. For a man's voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

Formants = tuple[float, float, float]


class Manner(Enum):
    VOWEL = auto()
    GLIDE = auto()
    NASAL = auto()
    STOP = auto()
    FRICATIVE = auto()
    BREATH = auto()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phone. Formants in Hz; `firm` is the share of its own formants against its neighbours'."""

    manner: Manner
    lasts_s: float
    formants: tuple[Formants, ...]
    firm: float = 1.0
    voiced: bool = True
    noise_hz: float = 0.0
    """Middle and, `wide_hz`, width of what hisses or bursts; `noise` how loud."""
    wide_hz: float = 0.0
    noise: float = 0.0


def _vowel(lasts_s: float, *formants: Formants) -> Spoken:
    return Spoken(Manner.VOWEL, lasts_s, formants)


def _stop(
    lasts_s: float, formants: Formants, firm: float, hz: float, wide: float, noise: float, voiced: bool
) -> Spoken:
    return Spoken(Manner.STOP, lasts_s, (formants,), firm, voiced, hz, wide, noise)


def _fricative(
    lasts_s: float, formants: Formants, hz: float, wide: float, noise: float, voiced: bool
) -> Spoken:
    return Spoken(Manner.FRICATIVE, lasts_s, (formants,), 0.7, voiced, hz, wide, noise)


def _other(manner: Manner, lasts_s: float, formants: Formants, firm: float) -> Spoken:
    return Spoken(manner, lasts_s, (formants,), firm)


_LABIAL, _ALVEOLAR, _VELAR = (200.0, 900.0, 2150.0), (200.0, 1700.0, 2650.0), (200.0, 2000.0, 2450.0)

PHONES: dict[str, Spoken] = {
    "iy": _vowel(0.13, (270, 2290, 3010)),
    "ih": _vowel(0.09, (390, 1990, 2550)),
    "eh": _vowel(0.11, (530, 1840, 2480)),
    "ae": _vowel(0.15, (660, 1720, 2410)),
    "ah": _vowel(0.10, (640, 1190, 2390)),
    "aa": _vowel(0.16, (730, 1090, 2440)),
    "ao": _vowel(0.16, (570, 840, 2410)),
    "uh": _vowel(0.10, (440, 1020, 2240)),
    "uw": _vowel(0.13, (300, 870, 2240)),
    "er": _vowel(0.14, (490, 1350, 1690)),
    "ax": _vowel(0.07, (500, 1400, 2500)),
    "ey": _vowel(0.15, (480, 1950, 2550), (330, 2250, 2850)),
    "ay": _vowel(0.18, (730, 1200, 2450), (400, 2050, 2600)),
    "aw": _vowel(0.18, (730, 1250, 2450), (420, 950, 2300)),
    "ow": _vowel(0.16, (500, 980, 2400), (350, 850, 2300)),
    "oy": _vowel(0.20, (530, 850, 2400), (380, 2000, 2500)),
    "w": _other(Manner.GLIDE, 0.07, (290, 610, 2150), 0.9),
    "y": _other(Manner.GLIDE, 0.06, (260, 2070, 3020), 0.9),
    "r": _other(Manner.GLIDE, 0.07, (310, 1060, 1380), 0.9),
    "l": _other(Manner.GLIDE, 0.07, (330, 1050, 2880), 0.8),
    "m": _other(Manner.NASAL, 0.075, (250, 950, 2150), 0.55),
    "n": _other(Manner.NASAL, 0.065, (250, 1650, 2600), 0.65),
    "ng": _other(Manner.NASAL, 0.08, (250, 2100, 2500), 0.4),
    "b": _stop(0.075, _LABIAL, 0.55, 500, 900, 0.25, True),
    "d": _stop(0.065, _ALVEOLAR, 0.65, 3800, 2000, 0.5, True),
    "g": _stop(0.075, _VELAR, 0.35, 1900, 700, 0.5, True),
    "p": _stop(0.11, _LABIAL, 0.55, 700, 1500, 0.35, False),
    "t": _stop(0.10, _ALVEOLAR, 0.65, 4300, 2200, 0.9, False),
    "k": _stop(0.11, _VELAR, 0.35, 1900, 800, 0.8, False),
    "ch": _stop(0.13, (300, 1840, 2750), 0.8, 3000, 1600, 0.9, False),
    "jh": _stop(0.10, (260, 1800, 2820), 0.8, 2900, 1600, 0.6, True),
    "f": _fricative(0.10, (340, 1100, 2080), 5500, 5000, 0.15, False),
    "v": _fricative(0.065, (240, 1100, 2080), 5000, 5000, 0.07, True),
    "th": _fricative(0.09, (320, 1290, 2540), 5800, 4000, 0.12, False),
    "dh": _fricative(0.05, (270, 1290, 2540), 5500, 4000, 0.05, True),
    "s": _fricative(0.11, (320, 1390, 2530), 5600, 1600, 0.8, False),
    "z": _fricative(0.08, (250, 1390, 2530), 5600, 1600, 0.4, True),
    "sh": _fricative(0.12, (300, 1840, 2750), 3000, 1500, 0.9, False),
    "zh": _fricative(0.08, (270, 1840, 2750), 3000, 1500, 0.4, True),
    "hh": Spoken(Manner.BREATH, 0.06, ((500, 1500, 2500),), 0.0, voiced=False),
}

"""How a mouth looks: its controls, and the look of every viseme as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from visavis.face.expression import Control
from visavis.face.phones import Viseme


class Mouth(NamedTuple):
    """The mouth's part of the controls; 0 is rest, 1 the full shape."""

    jaw: float = 0.0
    wide: float = 0.0
    pucker: float = 0.0
    upper_lip: float = 0.0
    lower_lip: float = 0.0
    press: float = 0.0
    lip_bite: float = 0.0
    tongue: float = 0.0


MOUTH_CONTROLS = tuple(Control[name.upper()] for name in Mouth._fields)
"""Which control each field of a Mouth drives."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a viseme looks, and how firmly it says so. Pulls are relative weights, reach in seconds."""

    mouth: Mouth
    jaw_pull: float
    lip_pull: float
    tongue_pull: float
    reach_s: float
    held: bool = False
    """Lips must meet, or meet the teeth."""
    reached: bool = False
    """The mouth must come there, however short the phone: or nobody sees the tongue between the teeth."""


# Targets: by eye on the mesh rig, where jaw 1 lowers the chin by 16.5 % of the face's height.
# Pulls: labials over vowels over the tongue's consonants (the order is Cohen and Massaro's), values by eye.
LOOKS: dict[Viseme, Look] = {
    Viseme.REST: Look(Mouth(press=0.10), 1.0, 0.7, 0.7, 0.13),
    Viseme.BILABIAL: Look(Mouth(pucker=0.05, press=0.70), 1.0, 1.2, 0.1, 0.13, held=True),
    Viseme.NEAR_BILABIAL: Look(Mouth(0.07, lower_lip=0.05), 1.2, 1.5, 0.1, 0.12),
    Viseme.LABIODENTAL: Look(Mouth(0.01, upper_lip=0.03, lip_bite=1.0), 1.2, 1.5, 0.1, 0.14, held=True),
    Viseme.DENTAL: Look(Mouth(0.26, 0.04, 0, 0.12, 0.42, tongue=1.0), 2.4, 0.8, 2.4, 0.13, reached=True),
    Viseme.ALVEOLAR: Look(Mouth(0.14, 0.14, 0, 0.14, 0.28, tongue=0.6), 0.8, 0.30, 1.0, 0.13),
    Viseme.SIBILANT: Look(Mouth(0.06, 0.32, 0, 0.22, 0.44, tongue=0.3), 1.3, 0.7, 1.0, 0.14),
    Viseme.LATERAL: Look(Mouth(0.25, 0.08, 0, 0.14, 0.24, tongue=0.75), 0.8, 0.35, 1.5, 0.14),
    Viseme.POSTALVEOLAR: Look(Mouth(0.10, 0, 0.62, 0.27, 0.40, tongue=0.2), 1.4, 1.5, 0.8, 0.15),
    Viseme.RHOTIC: Look(Mouth(0.15, 0, 0.45, 0.12, 0.20, tongue=0.2), 0.9, 0.9, 0.8, 0.15),
    Viseme.PALATAL: Look(Mouth(0.14, 0.40, 0, 0.18, 0.30, tongue=0.4), 0.9, 0.45, 0.9, 0.14),
    Viseme.VELAR: Look(Mouth(0.20, 0.08, 0, 0.12, 0.20, tongue=0.1), 0.6, 0.15, 0.5, 0.12),
    Viseme.BREATH: Look(Mouth(0.28, 0.08, 0, 0.11, 0.16), 0.2, 0.10, 0.1, 0.12),
    Viseme.ROUND_GLIDE: Look(Mouth(0.07, 0, 0.95, 0.05, 0.08), 1.8, 2.2, 0.3, 0.16),
    Viseme.CLOSE_FRONT: Look(Mouth(0.16, 0.62, 0, 0.25, 0.40, tongue=0.35), 1.3, 1.2, 0.8, 0.17),
    Viseme.NEAR_CLOSE_FRONT: Look(Mouth(0.26, 0.34, 0, 0.17, 0.32, tongue=0.3), 1.0, 0.8, 0.7, 0.16),
    Viseme.ROUND_FRONT: Look(Mouth(0.17, 0, 0.78, 0.12, 0.20, tongue=0.3), 1.4, 1.7, 0.6, 0.17),
    Viseme.CLOSE_ROUND: Look(Mouth(0.13, 0, 0.95, 0.08, 0.16), 1.6, 1.9, 0.4, 0.18),
    Viseme.NEAR_CLOSE_ROUND: Look(Mouth(0.24, 0, 0.55, 0.10, 0.20), 1.1, 1.2, 0.4, 0.16),
    Viseme.FRONT_MID: Look(Mouth(0.44, 0.30, 0, 0.20, 0.32, tongue=0.2), 1.2, 0.9, 0.6, 0.17),
    Viseme.SCHWA: Look(Mouth(0.32, 0.08, 0, 0.13, 0.22, tongue=0.15), 0.8, 0.3, 0.4, 0.15),
    Viseme.RHOTIC_VOWEL: Look(Mouth(0.26, 0, 0.42, 0.14, 0.24, tongue=0.3), 1.1, 1.1, 0.6, 0.17),
    Viseme.ROUND_MID: Look(Mouth(0.42, 0, 0.75, 0.08, 0.16), 1.4, 1.7, 0.4, 0.18),
    Viseme.MID: Look(Mouth(0.50, 0.08, 0, 0.14, 0.24, tongue=0.15), 1.1, 0.7, 0.5, 0.17),
    Viseme.ROUND_OPEN: Look(Mouth(0.64, 0, 0.42, 0.10, 0.20), 1.3, 1.2, 0.5, 0.18),
    Viseme.NEAR_OPEN: Look(Mouth(0.68, 0.28, 0, 0.21, 0.32, tongue=0.15), 1.3, 0.9, 0.5, 0.18),
    Viseme.OPEN: Look(Mouth(0.82, 0.07, 0, 0.16, 0.28, tongue=0.1), 1.4, 0.8, 0.5, 0.18),
}

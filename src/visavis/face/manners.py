"""How she carries herself in each mood: every constant that shapes the look of behaviour, as data.

Directions: gaze x towards the picture's right, y down, 1 = as far as the rig's eyes turn. Angles in degrees
as an author thinks of them: yaw turns the nose to the picture's right, pitch lowers it, roll tilts the head
clockwise. Brows, smile and squint are the rig's controls, 0 to 1.

Sources. Blinks: Bentivoglio et al. 1997 (17 a minute at rest, more in talk, fewer when attending), intervals
lognormal. Gaze: Kendon 1967 (listeners look longer than speakers, who look back when a phrase ends),
Argyle and Cook 1976; on a screen a persona looks away less than people do, or seems shifty. Head and brows:
Hadar et al. 1983 (beats on stressed syllables), Maatman et al. 2005 (nods while listening). Amounts: by eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Mood(Enum):
    IDLE = auto()  # nobody speaks
    LISTENING = auto()  # the other one speaks
    THINKING = auto()  # an answer is being found
    SPEAKING = auto()


@dataclass(frozen=True, slots=True)
class Manner:
    blink_every_s: float  # median
    fixation_s: float  # median time between two movements of the eyes
    glance_chance: float  # that looking at the viewer gives way to a glance aside
    return_chance: float  # that a glance gives way to looking at the viewer
    glances: tuple[tuple[float, float], ...]  # where glances go, about
    posture_every_s: float  # median time between two shifts of the head
    posture_deg: float  # how far they go
    pitch_deg: float  # where the head rests
    roll_deg: float  # how far it tilts, to a side that chance picks
    nod_every_s: float | None  # median time between nods of understanding
    smile: float
    brows_up: float
    brows_in: float
    squint: float
    breath_every_s: float


MANNERS: dict[Mood, Manner] = {
    Mood.IDLE: Manner(
        blink_every_s=3.7,
        fixation_s=1.1,
        glance_chance=0.14,
        return_chance=0.70,
        glances=((0.40, 0.05), (-0.40, 0.05), (0.25, 0.35), (-0.25, 0.35), (0.30, -0.15)),
        posture_every_s=4.5,
        posture_deg=1.6,
        pitch_deg=0.0,
        roll_deg=0.4,
        nod_every_s=None,
        smile=0.13,
        brows_up=0.0,
        brows_in=0.0,
        squint=0.03,
        breath_every_s=4.4,
    ),
    Mood.LISTENING: Manner(
        blink_every_s=4.1,
        fixation_s=1.5,
        glance_chance=0.03,
        return_chance=0.95,
        glances=((0.22, 0.10), (-0.22, 0.10)),
        posture_every_s=5.0,
        posture_deg=1.0,
        pitch_deg=0.8,
        roll_deg=1.8,
        nod_every_s=8.0,
        smile=0.18,
        brows_up=0.14,
        brows_in=0.0,
        squint=0.04,
        breath_every_s=4.0,
    ),
    Mood.THINKING: Manner(
        blink_every_s=5.2,
        fixation_s=0.9,
        glance_chance=0.90,
        return_chance=0.12,
        glances=((0.50, -0.65), (-0.50, -0.65), (0.60, -0.40), (-0.35, -0.75)),
        posture_every_s=3.5,
        posture_deg=1.4,
        pitch_deg=-1.6,
        roll_deg=1.2,
        nod_every_s=None,
        smile=0.04,
        brows_up=0.16,
        brows_in=0.20,
        squint=0.10,
        breath_every_s=4.2,
    ),
    Mood.SPEAKING: Manner(
        blink_every_s=4.1,
        fixation_s=0.9,
        glance_chance=0.10,
        return_chance=0.85,
        glances=((0.35, 0.12), (-0.35, 0.12), (0.30, -0.18), (-0.30, -0.18)),
        posture_every_s=2.4,
        posture_deg=2.3,
        pitch_deg=-0.3,
        roll_deg=0.6,
        nod_every_s=None,
        smile=0.11,
        brows_up=0.05,
        brows_in=0.0,
        squint=0.04,
        breath_every_s=3.4,
    ),
}

YAW_LIMIT_DEG, PITCH_LIMIT_DEG, ROLL_LIMIT_DEG = 7.0, 5.0, 5.0
"""Beyond these the warped portrait shows that hair and ears are rubber."""

EYE_RANGE_X_RAD, EYE_RANGE_Y_RAD = 0.41, 0.23
"""What gaze 1 means as a turn of a 12 mm eyeball: the rig shifts the iris 16 % and 25 % of the eye."""

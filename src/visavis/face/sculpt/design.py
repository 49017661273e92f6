"""Design: everything that makes a person, each number with its range and what it does.

Lengths are head units: a head is about two units high, x runs to the picture's right, y up, z towards the
camera, the origin lies between the eyes. Numbers around 1 multiply a usual size.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GARMENTS = ("crew", "shirt", "blazer", "hoodie", "turtleneck", "v-neck", "blazer-tee")
GLASSES = ("none", "round", "rectangle", "cat-eye")
EARRINGS = ("none", "stud", "hoop")
HEADSCARVES = ("none", "hijab")
HAIR = (
    "bald", "buzz", "short", "quiff", "sidepart", "bob", "lob", "long", "wavy",
    "bun", "lowbun", "ponytail", "afro", "coils", "covered",
)  # fmt: skip
SETTINGS = ("studio", "office", "home")


def number(default: float, low: float, high: float, meaning: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "meaning": meaning})


def choice(default: str, options: tuple[str, ...], meaning: str) -> Any:
    return field(default=default, metadata={"options": options, "meaning": meaning})


def colour(default: str, meaning: str) -> Any:
    return field(default=default, metadata={"colour": True, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Design:
    # skull
    head_width: float = number(1.04, 0.85, 1.25, "width of the skull")
    head_height: float = number(0.96, 0.85, 1.15, "height of the skull")
    face_width: float = number(1.04, 0.88, 1.20, "width of the whole face")
    face_length: float = number(0.955, 0.88, 1.08, "length of the face below the eyes")
    jaw_width: float = number(1.0, 0.75, 1.30, "distance of the corners of the jaw")
    jaw_low: float = number(0.0, -0.06, 0.08, "how far down the corners of the jaw sit, units")
    chin_width: float = number(1.0, 0.70, 1.35, "width of the chin")
    chin_out: float = number(0.0, -0.06, 0.08, "how far the chin stands out, units")
    cheekbone: float = number(1.0, 0.90, 1.12, "distance of the cheekbones")
    cheek_fullness: float = number(1.0, 0.80, 1.20, "volume of the cheeks")
    brow_ridge: float = number(1.0, 0.0, 2.2, "bone over the eyes")
    ear_size: float = number(1.0, 0.80, 1.30, "size of the ears")
    neck_width: float = number(1.0, 0.75, 1.30, "width of the neck")
    shoulder_width: float = number(1.0, 0.80, 1.20, "width of the shoulders")
    age: float = number(0.0, 0.0, 1.0, "folds and lines: 0 young, 1 old")
    # eyes
    eye_distance: float = number(0.288, 0.26, 0.32, "from the middle of the face to an eye, units")
    eye_height: float = number(0.06, 0.02, 0.10, "height of the eyes, units")
    eye_width: float = number(0.178, 0.15, 0.20, "half the width of an eye's opening, units")
    lid_upper: float = number(0.080, 0.045, 0.100, "upper lid above the middle of the eye, units")
    lid_lower: float = number(0.060, 0.035, 0.080, "lower lid below the middle of the eye, units")
    lid_peak: float = number(0.20, -0.40, 0.60, "where the upper lid is highest: above 0 towards the nose")
    lid_skew: float = number(0.0, -0.20, 0.20, "share by which the eye at the right is wider open")
    eye_tilt: float = number(0.012, -0.03, 0.045, "how much higher the outer corners are, units")
    lid_fold: float = number(1.0, 0.0, 1.6, "depth of the fold above the upper lids")
    tired: float = number(0.0, 0.0, 1.5, "shadow round the eyes")
    iris: str = colour("#5b3a1e", "outer colour of the iris")
    iris_inner: str = colour("#a3743c", "colour of the ring round the pupil")
    iris_size: float = number(0.083, 0.070, 0.092, "radius of the iris, units")
    pupil: float = number(0.40, 0.25, 0.60, "share of the iris that is pupil")
    lash: float = number(1.0, 0.3, 1.5, "length of the lashes")
    liner: float = number(0.55, 0.0, 1.0, "dark line along the lashes")
    # brows
    brow_height: float = number(0.182, 0.14, 0.23, "brows above the eyes, units")
    brow_thickness: float = number(1.0, 0.5, 1.6, "thickness of the brows")
    brow_arch: float = number(0.045, 0.0, 0.09, "arch of the brows, units")
    brow_tilt: float = number(0.0, -0.06, 0.06, "how much higher the tails are, units")
    brow_skew: float = number(0.012, -0.04, 0.05, "how much higher the brow at the right is, units")
    brow_density: float = number(1.0, 0.4, 1.6, "number of hairs in the brows")
    brow_colour: str = colour("", "colour of the brows; left out, that of the hair")
    # nose
    nose_length: float = number(1.0, 0.85, 1.15, "length of the nose")
    nose_width: float = number(1.0, 0.75, 1.45, "width of tip and wings")
    nose_bridge: float = number(1.0, 0.0, 1.6, "height of the bridge")
    nose_out: float = number(1.0, 0.3, 1.8, "how far the tip stands out")
    # mouth
    mouth_width: float = number(0.245, 0.20, 0.28, "half the width of the mouth, units")
    mouth_height: float = number(-0.478, -0.52, -0.43, "height of the line between the lips, units")
    lip_upper: float = number(0.052, 0.025, 0.075, "height of the upper lip, units")
    lip_lower: float = number(0.070, 0.035, 0.100, "height of the lower lip, units")
    lip_out: float = number(1.0, 0.6, 1.4, "fullness of the lips")
    cupid: float = number(0.35, 0.0, 0.7, "notch in the middle of the upper lip")
    smile: float = number(0.5, -0.4, 1.1, "corners of the mouth: 0 level, 1 a broad closed smile")
    smile_skew: float = number(0.0, -1.0, 1.0, "which corner smiles more: above 0 the one at the right")
    lip: str = colour("#b5605a", "colour of the lips")
    lip_strength: float = number(0.85, 0.2, 1.0, "how much of that colour the lips have")
    lip_gloss: float = number(0.6, 0.0, 1.2, "shine of the lips")
    # skin
    skin: str = colour("#dba27e", "colour of the skin")
    skin_gain: float = number(0.90, 0.7, 1.25, "brightness of the skin")
    blush: float = number(1.0, 0.0, 1.8, "red of cheeks, nose and ears")
    freckles: float = number(0.0, 0.0, 1.2, "freckles")
    oil: float = number(1.0, 0.3, 1.6, "shine of the skin")
    makeup: str = colour("", "colour on the upper lids; left out, none")
    # hair
    hair: str = choice("short", HAIR, "cut; covered: under a scarf")
    hair_colour: str = colour("#2e1d13", "colour of the hair")
    hair_tip: str = colour("", "colour of the tips; left out, that of the hair")
    tip_mix: float = number(0.8, 0.0, 1.0, "how much the tips take their own colour")
    grey: float = number(0.0, 0.0, 1.0, "share of grey hairs")
    hair_volume: float = number(1.0, 0.5, 1.6, "how far the hair stands off the head")
    hair_length: float = number(1.0, 0.6, 1.2, "length of long hair")
    strands: float = number(52000, 6000, 90000, "number of hairs")
    locks: float = number(700, 150, 1400, "number of locks that the hairs gather in")
    strand_width: float = number(0.0048, 0.003, 0.010, "thickness of a hair, units")
    clump: float = number(0.65, 0.0, 0.95, "how much the hairs of a lock close in")
    frizz: float = number(0.015, 0.0, 0.05, "how much single hairs stray, units")
    wave: float = number(0.0, 0.0, 0.08, "depth of the waves, units")
    wave_frequency: float = number(8.5, 4.0, 16.0, "waves, radians per unit of length")
    length_top: float = number(0.42, 0.02, 0.6, "length of short hair on top, units")
    length_side: float = number(0.12, 0.02, 0.3, "length of short hair at the sides, units")
    lift: float = number(0.16, 0.0, 0.3, "how much short hair rises above the forehead, units")
    comb_side: float = number(-0.8, -1.0, 1.0, "where short hair is combed to, right is above 0")
    comb_back: float = number(0.5, -0.5, 1.0, "how much short hair is combed back")
    part: float = number(0.16, -0.5, 0.5, "place of the parting, units to the right")
    ends: float = number(0.0, -0.4, 0.9, "how much higher long hair ends, units")
    face_gap: float = number(0.575, 0.45, 0.68, "half the width that long hair leaves to the face, units")
    hairline_up: float = number(0.0, -0.05, 0.15, "how much higher the forehead reaches, units")
    recede: float = number(0.0, 0.0, 0.25, "corners of a receding hairline, units")
    bald_top: float = number(0.0, 0.0, 1.0, "thinning on top")
    crown_width: float = number(1.0, 0.85, 1.2, "width of an afro")
    crown_height: float = number(0.98, 0.85, 1.2, "height of an afro")
    coil: float = number(0.030, 0.01, 0.06, "radius of coils, units")
    pitch: float = number(0.075, 0.03, 0.15, "length of a coil's turn, units")
    bun_size: float = number(0.30, 0.15, 0.4, "radius of a bun, units")
    shine: float = number(1.0, 0.0, 1.6, "shine of the hair")
    streak: float = number(0.16, 0.0, 0.4, "difference of colour between hairs")
    # beard
    beard: float = number(0.0, 0.0, 0.08, "length of the beard, units; up to 0.03 it is stubble")
    beard_cheek: float = number(0.0, -0.12, 0.08, "how much higher the beard reaches on the cheeks, units")
    moustache: float = number(1.0, 0.0, 1.0, "density of the moustache")
    beard_shadow: float = number(0.0, 0.0, 0.6, "shadow of a shaved beard")
    beard_colour: str = colour("", "colour of the beard; left out, that of the hair")
    # worn
    garment: str = choice("crew", GARMENTS, "what is worn")
    garment_colour: str = colour("#44586c", "its colour")
    shirt_colour: str = colour("#eeeeee", "colour of what is worn below")
    glasses: str = choice("none", GLASSES, "shape of the spectacles")
    frame_colour: str = colour("#1d1a1a", "colour of the spectacles")
    headscarf: str = choice("none", HEADSCARVES, "headscarf")
    scarf_colour: str = colour("#7f9aa6", "its colour")
    earrings: str = choice("none", EARRINGS, "earrings")
    # the picture
    setting: str = choice("studio", SETTINGS, "the room that is shown unless another one is asked for")
    studio_colour: str = colour("#d7dde3", "light of the studio's backdrop")
    room: float = number(1, 0, 99, "which office and which home: another number is another room")
    seed: float = number(7, 0, 9999, "chance: which hair grows where")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the person does while the picture is taken."""

    eyes_closed: float = 0.0  # 0..1
    mouth_open: float = 0.0  # 0..1
    yaw: float = 0.0  # radians, above 0 towards the picture's right

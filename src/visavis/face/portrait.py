"""Portrait: what a rig is built from, all in pixels of one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

REFERENCE_PX_PER_UNIT = 140.0
"""Of the reference framing, which `*_512` lengths are given in; a head is two units high."""

Picture = NDArray[np.uint8]
"""Height x width x 3, BGR."""
Plane = NDArray[np.float32]
Landmarks = NDArray[np.float64]
"""(478, 2) px, in the numbering of `face.build.topology`."""
Curves = dict[str, NDArray[np.float64]]
"""Name -> (points, 2) in px, each from the picture's left to its right unless said otherwise.

lip_outer_top, lip_outer_bottom, lip_inner_top, lip_inner_bottom; for both eyes, `left` and `right` of the
picture, from the nose outwards: lid_top_*, lid_bottom_*, brow_top_*, brow_bottom_*; iris_* (one point);
face_oval (36 points clockwise from the top); nose (6 points, bridge to base).
"""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A small picture with a matte, lying somewhere on a portrait."""

    picture: Picture
    matte: NDArray[np.uint8]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spectacles:
    """A layer over the face that moves with the head and nothing else; its shadow is part of it."""

    cutout: Cutout
    depths: NDArray[np.float64]
    """(n, 2) x in px and relief there, from left to right: the temples reach back to the ears."""


@dataclass(frozen=True, slots=True)
class TurnedLight:
    """Levels of luma to add to the picture when the head is turned by LIGHT_KNOWN_AT_RAD."""

    left: Plane  # the nose to the picture's left
    right: Plane


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person looking into the camera, lips closed, eyes open."""

    picture: Picture  # the person's colours, continued a little beyond the silhouette
    matte: Plane  # coverage 0..1
    backdrop: Picture  # the same frame without the person
    relief: Plane  # px towards the camera, sensible beyond the silhouette too
    curves: Curves
    """Known where we made the face; empty where only landmarks are known."""
    px_per_512: float
    """Pixels for each pixel of the reference framing, in which the head is half of 512 px high."""
    eyeballs: Picture | None = None
    """The same picture with the eyeballs laid bare; without it they are guessed from what shows."""
    closed_lids: Picture | None = None
    """The same picture with closed eyes; its lids are `closed_lid_curves` (lid_top_*, lid_bottom_*)."""
    closed_lid_curves: Curves | None = None
    upper_teeth: Cutout | None = None
    """Where they are; without it teeth are painted."""
    tongue: Cutout | None = None
    """Where it lies when the jaw is open by TONGUE_SEEN_AT_JAW; without it a tongue is painted."""
    spectacles: Spectacles | None = None
    """Taken off in `picture`."""
    turned_light: TurnedLight | None = None
    """Only known of people whom we made; without it the light turns with the head."""
    wears_glasses: bool = False
    """In `picture` itself, where whatever moves the skin behind them would bend them."""
    landmarks: Landmarks | None = None
    """As found in a photo."""

    @property
    def width(self) -> int:
        return int(self.picture.shape[1])

    @property
    def height(self) -> int:
        return int(self.picture.shape[0])


@dataclass(frozen=True, slots=True)
class Framing:
    """Which part of a portrait is shown: a box in px of the portrait, of the frame's aspect."""

    x: int
    y: int
    width: int
    height: int


def framed(portrait: Portrait, framing: Framing, width: int, height: int) -> Portrait:
    """Cut and scale a portrait to a frame."""
    scale = width / framing.width

    def cut(image: NDArray[Any]) -> Any:
        part = image[framing.y : framing.y + framing.height, framing.x : framing.x + framing.width]
        shrinks = scale <= 1
        return cv2.resize(
            np.ascontiguousarray(part),
            (width, height),
            interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC,
        )

    def placed(cutout: Cutout | None) -> Cutout | None:
        if cutout is None:
            return None
        return replace(
            cutout,
            x=(cutout.x - framing.x) * scale,
            y=(cutout.y - framing.y) * scale,
            width=cutout.width * scale,
            height=cutout.height * scale,
        )

    def put_on(spectacles: Spectacles | None) -> Spectacles | None:
        cutout = None if spectacles is None else placed(spectacles.cutout)
        if spectacles is None or cutout is None:
            return None
        return Spectacles(cutout, (spectacles.depths - [framing.x, 0]) * scale)

    def lit(light: TurnedLight | None) -> TurnedLight | None:
        return None if light is None else TurnedLight(cut(light.left), cut(light.right))

    def moved(curves: Curves) -> Curves:
        return {name: (points - [framing.x, framing.y]) * scale for name, points in curves.items()}

    return replace(
        portrait,
        picture=cut(portrait.picture),
        matte=cut(portrait.matte),
        backdrop=cut(portrait.backdrop),
        relief=cut(portrait.relief) * np.float32(scale),
        curves=moved(portrait.curves),
        px_per_512=portrait.px_per_512 * scale,
        eyeballs=None if portrait.eyeballs is None else cut(portrait.eyeballs),
        closed_lids=None if portrait.closed_lids is None else cut(portrait.closed_lids),
        closed_lid_curves=None if portrait.closed_lid_curves is None else moved(portrait.closed_lid_curves),
        upper_teeth=placed(portrait.upper_teeth),
        tongue=placed(portrait.tongue),
        spectacles=put_on(portrait.spectacles),
        turned_light=lit(portrait.turned_light),
        landmarks=None
        if portrait.landmarks is None
        else (portrait.landmarks - [framing.x, framing.y]) * scale,
    )

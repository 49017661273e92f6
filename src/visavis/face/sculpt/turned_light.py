"""What the light on a head does when it turns: lamps stay where they are, so shadows and shine move on it.

The rig carries the light of the neutral picture along. Here the sculptor photographs the turned head and
says, for every place of the neutral picture, by how much it grew brighter or darker. Places are matched
through the head itself: a pixel of the neutral picture is a point in space, for its depth is known; the point
turns with the head, and the camera says where it is seen then. Matched by the rig's own warp, features would
lie beside each other and be seen twice: the rig turns about another axis than the sculptor's neck.

Only luma: the colours change by a level (mean, at 12 degrees; luma by six), which nobody sees.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.proportions import LIGHT_KNOWN_AT_RAD
from visavis.face.sculpt.camera import DISTANCE, Camera
from visavis.face.sculpt.design import Moment
from visavis.face.sculpt.field import materials as of
from visavis.face.sculpt.field.scene import TURNS_BELOW, TURNS_FROM
from visavis.face.sculpt.outlines import SIDES, outlines
from visavis.face.sculpt.photograph import NO_HAIR, Photograph, Sitter, photograph
from visavis.face.sculpt.sheet import Plane, Print, print_of, reduced
from visavis.face.sculpt.smooth import step
from visavis.face.sculpt.turning import turned

SIDE_BY_SIDE = (-LIGHT_KNOWN_AT_RAD, LIGHT_KNOWN_AT_RAD)
"""The turns that are photographed: to the picture's left and to its right."""
LUMA: Plane = np.array([24.966, 128.553, 65.481], np.float32) / np.float32(255)
"""BT.601 limited range, of B, G and R: levels as the frame has them."""

SOFT = 0.03
"""Blur, units. Below it there are single hairs and pores, which no depth map matches well enough."""
SAME_PLACE = 0.06
"""Depths that differ by more, units, are not of one place: the nose or a lock of hair hides it."""
EDGE_FROM, EDGE_TO = 0.01, 0.10
"""Distance from the silhouette, units, over which the light is faded in. There the matching slips off the
head, and what the rig shows is stretched: a rim would turn with it."""
OPENING_FROM, OPENING_TO = 0.012, 0.05
"""The same round eyes and mouth. Eyeballs and teeth are layers of their own that take no light, and lashes
and the line of the lips are too fine to be matched."""
NECK_FROM, NECK_TO = TURNS_FROM - 0.35, TURNS_FROM
"""Height, units, over which it is faded in: shoulders do not turn, and what is between is twisted."""


def turned_light(sitter: Sitter, camera: Camera) -> NDArray[np.float32]:
    """(2, h / 2, w / 2) levels of luma to add to the neutral picture, for the turns SIDE_BY_SIDE.

    From single samples of a sheet's pixels: light is smooth.
    """
    neutral = photograph(sitter, camera, Moment(), spectacles=False)
    half = camera.scaled(0.5)
    head = _Head.of(neutral, half)
    openings = _distance_from_openings(sitter, half)
    return np.stack([_change(sitter, camera, head, openings, yaw) for yaw in SIDE_BY_SIDE])


@dataclass(frozen=True, slots=True)
class _Head:
    """The head that looks ahead, per pixel."""

    print: Print
    points: NDArray[np.float64]  # (h, w, 3) units
    turns: NDArray[np.bool_]  # (h, w) whether it is of what turns
    camera: Camera

    @staticmethod
    def of(neutral: Photograph, camera: Camera) -> _Head:
        shown = print_of(neutral)
        rows, columns = np.mgrid[0 : camera.height, 0 : camera.width] + 0.5
        per_px = (1 - shown.depth / DISTANCE) * camera.units_per_px
        x, y = (columns + camera.left) * per_px, camera.axis_y - (rows + camera.top) * per_px
        worn = np.isin(neutral.surface.material, (of.GARMENT, of.SHIRT, of.METAL, of.CORD, of.BUTTON))
        still = reduced(worn & (neutral.hair == NO_HAIR)) > 0
        turns = (shown.matte > 0.95) & ~still & (y > TURNS_BELOW)
        return _Head(shown, np.stack([x, y, shown.depth], -1), turns, camera)


def _change(sitter: Sitter, camera: Camera, head: _Head, openings: Plane, yaw: float) -> Plane:
    shown = print_of(photograph(sitter, camera, Moment(yaw=yaw), spectacles=False))
    goes_to = turned(head.points.reshape(-1, 3), yaw).reshape(head.points.shape)
    x, y = np.moveaxis(head.camera.project(goes_to)[..., :2] - 0.5, -1, 0).astype(np.float32)

    def there(plane: Plane) -> Plane:
        seen = cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.float32)

    brighter = there(_luma(shown)) - _luma(head.print)
    on_head = head.turns & (there(shown.matte) > 0.9)
    known = on_head & (np.abs(there(shown.depth) - goes_to[..., 2]) < SAME_PLACE) & (openings > OPENING_FROM)
    fade = step(_distance(on_head, head.camera), EDGE_FROM, EDGE_TO)
    fade = fade * step(openings, OPENING_FROM, OPENING_TO) * step(head.points[..., 1], NECK_FROM, NECK_TO)
    return np.asarray(_soft(brighter, known, SOFT / head.camera.units_per_px) * fade, np.float32)


def _luma(shown: Print) -> Plane:
    return np.asarray(np.clip(shown.colour, 0, 255) @ LUMA, np.float32)


def _soft(values: Plane, known: NDArray[np.bool_], sigma_px: float) -> Plane:
    """Blurred, and grown a little into what is not known; 0 far from all that is."""
    weight = known.astype(np.float32)
    blurred = cv2.GaussianBlur(values * weight, (0, 0), sigma_px)
    return np.asarray(blurred / (cv2.GaussianBlur(weight, (0, 0), sigma_px) + 0.02), np.float32)


def _distance(inside: NDArray[np.bool_], camera: Camera) -> Plane:
    """From what is not inside, units."""
    far = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(far * camera.units_per_px, np.float32)


def _distance_from_openings(sitter: Sitter, camera: Camera) -> Plane:
    """Of eyes and mouth, units."""
    curves = outlines(sitter.design, Moment())
    pairs = [(curves["lip_inner_top"], curves["lip_inner_bottom"])]
    pairs += [(curves[f"lid_top_{side}"], curves[f"lid_bottom_{side}"]) for side in SIDES]
    skin = np.ones((camera.height, camera.width), np.uint8)
    for upper, lower in pairs:
        loop = camera.project(np.concatenate([upper, lower[::-1]]))[:, :2]
        corners = [np.round(loop).astype(np.int32)]
        cv2.fillPoly(skin, corners, 0)
        cv2.polylines(skin, corners, True, 0)
    return _distance(skin > 0, camera)

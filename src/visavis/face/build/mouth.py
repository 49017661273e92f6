"""The layers between open lips: cavity, tongue and its tip, teeth; from the portrait or painted."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Bytes, Floats, Mouth
from visavis.face.build.atlas import Atlas
from visavis.face.build.mesh import FaceMesh
from visavis.face.build.shapes import mouth_frame
from visavis.face.build.topology import LOWER_LIP_ROWS, UPPER_LIP_ROWS
from visavis.face.portrait import Cutout, Picture, Portrait

WIDTH = 256
FINE = 4
"""Teeth are painted this much larger, then scaled down."""

CAVITY_BGR = ((16, 11, 34), (34, 28, 84))
"""Deep inside, and at the rim."""
CAVITY_DARK = 0.55
"""Share of its light that fully puckered lips leave; no others take any."""
TONGUE_BGR = (104, 98, 196)
TIP_BGR = (128, 122, 212)
"""Redder than the back."""
TIP_FALLS_OFF = 0.44
"""How much darker the tip's lower side is, which turns away from the light."""
TIP_CONTACT = 0.42
"""How much darker it is where the teeth rest on it."""
TEETH_BGR = (228, 238, 243)
UPPER_TEETH = (18, 21, 24, 26, 33, 33, 26, 24, 21, 18)
"""Widths of the visible teeth."""
LOWER_TEETH = (20, 21, 22, 20, 20, 20, 20, 22, 21, 20)
IN_SHADE_BGR = (0.62, 0.70, 1.0)
"""What is left of the deepest shade's colours."""
SIDE_SHADE = 0.72
"""How much darker the outermost teeth are: they lie deep in the corners."""

TONGUE_SEEN_AT_JAW = 0.8
TONGUE_FOLLOWS = 0.52
"""As the renderer moves it."""
GIVEN_TEETH_GAIN, GIVEN_TEETH_DARK = (0.86, 1.06), 0.80
GIVEN_TONGUE_GAIN, GIVEN_TONGUE_DARK = (0.75, 0.95), 0.55

Image = NDArray[np.float64]


class MouthPart(NamedTuple):
    """A painted picture and its matte."""

    picture: Picture
    matte: Bytes


class Layer(NamedTuple):
    """One layer, hung in the mouth's frame."""

    part: MouthPart
    hang: tuple[float, float, float, float]  # x0, y0, x1, y1 px
    gain: tuple[float, float]
    dark: float
    behind: float  # mouth widths behind the corners


def build_mouth(portrait: Portrait, mesh: FaceMesh, atlas: Atlas) -> Mouth:
    frame = mouth_frame(mesh)
    width = frame.width
    upper, lower = (mesh.points[rows[0][5]] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    centre = 0.45 * upper + 0.55 * lower
    layers = [
        Layer(paint_cavity(), _box(1.3 * width, -0.14 * width, 0.22 * width), (1.0, 1.0), CAVITY_DARK, 0.0),
        Layer(paint_lower_teeth(), _box(0.66 * width, 0.08 * width, 0.16 * width), (0.55, 0.45), 0.6, 0.12),
        _tongue(portrait, centre, width, frame.jaw_drop),
        _upper_teeth(portrait, centre, width),
        Layer(
            paint_tip(_tongue_bgr(portrait)),
            _box(0.50 * width, 0.022 * width, 0.125 * width),
            (1.0, 1.0),
            1.0,
            0.05,
        ),
    ]
    corners = [UPPER_LIP_ROWS[0][0], UPPER_LIP_ROWS[0][-1]]
    relief = mesh.relief[corners].mean()
    boxes = []
    for layer in layers:
        x0, y0, x1, y1 = layer.hang
        part = scaled(*layer.part, x1 - x0, y1 - y0)
        x, y = atlas.add(part.picture, part.matte)
        height, width_ = part.matte.shape
        boxes.append([x, y, x + width_, y + height])
    return Mouth(
        centre=_floats(centre),
        along=_floats(frame.along),
        width=width,
        jaw_drop=frame.jaw_drop,
        hang=_floats([layer.hang for layer in layers]),
        atlas=_floats(boxes),
        gain=_floats([layer.gain for layer in layers]),
        dark=_floats([layer.dark for layer in layers]),
        relief=_floats([relief - layer.behind * width for layer in layers]),
    )


def _upper_teeth(portrait: Portrait, centre: Image, width: float) -> Layer:
    if portrait.upper_teeth is None:
        painted = paint_upper_teeth()
        return Layer(
            MouthPart(warm_in_shade(painted.picture), painted.matte),
            _box(0.80 * width, -0.105 * width, 0.20 * width),
            (0.94, 1.0),
            0.92,
            0.1,
        )
    hang = _place(portrait.upper_teeth, centre)
    part = MouthPart(warm_in_shade(portrait.upper_teeth.picture), portrait.upper_teeth.matte)
    return Layer(part, hang, GIVEN_TEETH_GAIN, GIVEN_TEETH_DARK, 0.10)


def _tongue(portrait: Portrait, centre: Image, width: float, jaw_drop: float) -> Layer:
    if portrait.tongue is None:
        return Layer(
            paint_tongue(), _box(0.88 * width, -0.035 * width, 0.32 * width), (0.75, 0.9), 0.65, 0.15
        )
    x0, y0, x1, y1 = _place(portrait.tongue, centre)
    lowered = TONGUE_SEEN_AT_JAW * TONGUE_FOLLOWS * jaw_drop
    part = MouthPart(portrait.tongue.picture, portrait.tongue.matte)
    return Layer(part, (x0, y0 - lowered, x1, y1 - lowered), GIVEN_TONGUE_GAIN, GIVEN_TONGUE_DARK, 0.15)


def _tongue_bgr(portrait: Portrait) -> Image:
    """The colour of its tip, which is redder than the back that a portrait shows."""
    red = np.array(TIP_BGR, np.float64)
    if portrait.tongue is None:
        return red
    back = portrait.tongue.picture[portrait.tongue.matte > 200].mean(0)
    return np.asarray((red + back) / 2, np.float64)


def _place(cutout: Cutout, centre: Image) -> tuple[float, float, float, float]:
    x, y = cutout.x - centre[0], cutout.y - centre[1]
    return (x, y, x + cutout.width, y + cutout.height)


def _box(width: float, top: float, height: float) -> tuple[float, float, float, float]:
    return (-width / 2, top, width / 2, top + height)


def scaled(picture: Picture, matte: Bytes, width: float, height: float) -> MouthPart:
    """In the size it is shown in, so that nothing flickers when it is sampled; the sides are even."""
    size = (max(2, round(width / 2) * 2), max(2, round(height / 2) * 2))
    picture, matte = (
        np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        for image in (picture, matte)
    )
    return MouthPart(picture, matte)


def _floats(values: object) -> Floats:
    return np.ascontiguousarray(values, np.float32)


def warm_in_shade(teeth: Picture) -> Picture:
    """The light that reaches teeth in the shade has been reflected by lips and gums."""
    shade = 1 - teeth.max(axis=2, keepdims=True) / max(int(teeth.max()), 1)
    return np.asarray(teeth * (1 - shade * (1 - np.array(IN_SHADE_BGR))) + 0.5, np.uint8)


def paint_cavity() -> MouthPart:
    y, x = np.mgrid[0:96, 0:WIDTH]
    away = np.clip(((x - 128) / 128) ** 2 + ((y - 40) / 60) ** 2, 0, 1)[..., None]
    deep, rim = (np.array(colour, np.float64) for colour in CAVITY_BGR)
    return _part(deep + (rim - deep) * away, np.ones((96, WIDTH)))


def paint_tongue() -> MouthPart:
    y, x = np.mgrid[0:64, 0:WIDTH]
    away = ((x - 128) / 92) ** 2 + ((y - 64) / 58) ** 2
    furrow = 1 - 0.22 * np.exp(-(((x - 128) / 7) ** 2)) * np.clip((y - 8) / 20, 0, 1)
    round_ = 0.50 + 0.50 * np.clip(1 - away, 0, 1) ** 0.6
    gloss = 0.16 * np.exp(-(((x - 104) / 20) ** 2) - ((y - 24) / 9) ** 2)
    colour = np.array(TONGUE_BGR) * (round_ * furrow)[..., None] + 255 * gloss[..., None]
    return _part(colour, np.clip((1 - away) * 5, 0, 1))


def paint_tip(bgr: Image) -> MouthPart:
    """The tip of the tongue as it comes out between the teeth: broad, blunt, dark where it turns under."""
    y, x = np.mgrid[0:64, 0:WIDTH] + 0.5
    across, down = (x - WIDTH / 2) / (WIDTH / 2 - 4), (y - 32) / 28
    away = (np.abs(across) ** 2.4 + np.abs(down) ** 2.4) ** (1 / 2.4)
    lit = 1 - TIP_FALLS_OFF * np.clip((down + 0.3) / 1.3, 0, 1) ** 1.6 - 0.22 * np.abs(across) ** 3
    lit *= 1 - TIP_CONTACT * np.clip((-0.35 - down) / 0.65, 0, 1)
    lit *= 1 - 0.08 * np.exp(-((across / 0.05) ** 2))
    gloss = 0.13 * np.exp(-(((across + 0.16) / 0.22) ** 2) - ((down + 0.15) / 0.24) ** 2)
    return _part(bgr * lit[..., None] + 255 * gloss[..., None], np.clip((1 - away) * 9, 0, 1))


def paint_upper_teeth() -> MouthPart:
    return _paint_teeth(UPPER_TEETH, length=50)


def paint_lower_teeth() -> MouthPart:
    part = _paint_teeth(LOWER_TEETH, length=42)
    return MouthPart(np.ascontiguousarray(part.picture[::-1]), np.ascontiguousarray(part.matte[::-1]))


def _paint_teeth(widths: tuple[int, ...], length: float) -> MouthPart:
    """Hanging teeth with soft gaps; the row curves back and darkens towards both sides."""
    height = 64
    x = (np.arange(WIDTH * FINE) + 0.5) / FINE - 128
    y = ((np.arange(height * FINE) + 0.5) / FINE)[:, None]
    half_row = sum(widths) / 2
    edges = np.cumsum((0, *widths)) - half_row
    beside = np.min(np.abs(x[None] - edges[:, None]), axis=0)  # distance to the nearest gap
    aside = np.clip(np.abs(x) / half_row, 0, 1)
    # each tooth ends in a rounded edge, the row rises to the sides
    end = length * (1 - 0.30 * aside**2.2) - 5 * np.exp(-((beside / 2.2) ** 2))
    cover = np.clip((end[None] - y) * 1.2, 0, 1) * np.clip((half_row - np.abs(x))[None] * 0.5, 0, 1)
    shade = (1 - SIDE_SHADE * aside**2.4) * (1 - 0.16 * np.exp(-((beside / 1.3) ** 2)))
    colour = np.array(TEETH_BGR) * (shade[None] * (0.84 + 0.16 * y / height))[..., None]
    small = (WIDTH, height)
    return _part(
        cv2.resize(colour, small, interpolation=cv2.INTER_AREA),
        cv2.resize(cover, small, interpolation=cv2.INTER_AREA),
    )


def _part(colour: Image, cover: Image) -> MouthPart:
    return MouthPart(
        np.clip(colour + 0.5, 0, 255).astype(np.uint8), np.clip(cover * 255 + 0.5, 0, 255).astype(np.uint8)
    )

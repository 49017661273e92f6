"""The parts that a portrait holds beside its picture: what lids, lips and pose uncover or move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import anatomy
from visavis.face.sculpt.camera import DISTANCE, Camera
from visavis.face.sculpt.design import Moment
from visavis.face.sculpt.field import materials as of
from visavis.face.sculpt.field.lids import EYE_RADIUS, EYE_Z
from visavis.face.sculpt.field.mouth_march import march_mouth
from visavis.face.sculpt.field.worn import EAR_X, EAR_Z, HINGE_X, SIDE_X, SIDE_Z, front_of_frame
from visavis.face.sculpt.photograph import NO_HAIR, Photograph, Sitter, photograph
from visavis.face.sculpt.shading import lamps
from visavis.face.sculpt.shading.eyeballs import eyeballs
from visavis.face.sculpt.shading.fabric import fabric
from visavis.face.sculpt.shading.film import develop
from visavis.face.sculpt.shading.surfaces import light_on_eyes
from visavis.face.sculpt.sheet import SAMPLES, Picture, continued, eight_bit, print_of, reduced
from visavis.face.sculpt.smooth import step, unit

CLOSED = Moment(eyes_closed=1.0)
OPEN = Moment(mouth_open=0.8)
"""The tongue is shown where it lies at this moment; see `face.portrait.Portrait.tongue`."""
FAINT_SHADE = 0.10
"""Shadows of spectacles that are fainter are left out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A picture, with or without matte, and where its first pixel lies on the sheet."""

    picture: Picture  # (h, w, 3) or (h, w, 4), BGR
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the sheet, in its px."""

    x: int
    y: int
    width: int
    height: int


def window_of(camera: Camera, low: tuple[float, float], high: tuple[float, float], z: float) -> Window:
    """The window that shows a box of head units at depth z, in whole and even px."""
    corners = camera.project(np.array([[low[0], high[1], z], [high[0], low[1], z]]))[:, :2]
    (x0, y0), (x1, y1) = (corners // 2 * 2).astype(int)
    return Window(int(x0), int(y0), int(x1 - x0 + 2), int(y1 - y0 + 2))


def closed_lids(sitter: Sitter, camera: Camera) -> Part:
    """Part of the sheet with closed eyes."""
    window = _eyes(sitter, camera)
    photo = photograph(sitter, _fine(camera, window), CLOSED, spectacles=False)
    return Part(eight_bit(print_of(photo).colour), window.x, window.y)


def bare_eyeballs(sitter: Sitter, camera: Camera, neutral: Photograph) -> Part:
    """Part of the sheet with the eyeballs laid bare, in the light they have in the neutral photograph."""
    design, window = sitter.design, _eyes(sitter, camera)
    view = _fine(camera, window)
    rows, columns = np.mgrid[0 : view.height, 0 : view.width] + 0.5
    across, down = (columns + view.left) * view.units_per_px, -(rows + view.top) * view.units_per_px
    z = np.full(across.shape, EYE_Z + EYE_RADIUS)
    for _ in range(3):  # the ray meets the ball where its own z says
        reach = 1 - z / DISTANCE
        x, y = across * reach, view.axis_y + (down * reach)
        beside = (np.abs(x) - design.eye_distance) ** 2 + (y - design.eye_height) ** 2
        z = EYE_Z + np.sqrt(np.maximum(EYE_RADIUS**2 - beside, (0.3 * EYE_RADIUS) ** 2))
    points = np.stack([x, y, z], -1).reshape(-1, 3)
    eyes = neutral.surface.material == of.EYE
    shadow, ambience = (
        np.full(len(points), float(np.median(plane[eyes])) if eyes.any() else 1.0)
        for plane in (neutral.surface.shadow, neutral.surface.ambience)
    )
    bare = eyeballs(points, anatomy(design, Moment()), design, lidded=False)
    colour = bare.colour * light_on_eyes(shadow, ambience) + bare.gloss[:, None] * [1.0, 0.98, 0.95]
    shown = develop(colour.reshape(view.height, view.width, 3))[..., ::-1] * 255
    return Part(eight_bit(reduced(shown)), window.x, window.y)


def upper_teeth(sitter: Sitter, camera: Camera) -> Part:
    """The whole row, as if there were no lips."""
    design = sitter.design
    line, half = design.mouth_height, design.mouth_width
    window = window_of(camera, (-half, line - 0.06), (half, line + 0.12), 0.6)
    return _mouth_part(sitter, camera, window, of.TEETH)


def tongue(sitter: Sitter, camera: Camera) -> Part:
    """Down to where the lower lip hides it."""
    line = sitter.design.mouth_height - 0.155 * OPEN.mouth_open
    window = window_of(camera, (-0.18, line - 0.115), (0.18, line + 0.04), 0.6)
    return _mouth_part(sitter, camera, window, of.TONGUE)


def spectacles(sitter: Sitter, camera: Camera) -> Part:
    """The frame, and the shadow that it casts, as a layer over the face without it."""
    design = sitter.design
    level = design.eye_height - 0.025
    window = window_of(camera, (-0.80, level - 0.30), (0.80, level + 0.28), 0.45)
    view = _fine(camera, window)
    worn, bare = (photograph(sitter, view, Moment(), spectacles=wears) for wears in (True, False))
    frame = reduced((worn.surface.material == of.FRAME) & (worn.hair == NO_HAIR))
    shown, without = (print_of(photo).colour for photo in (worn, bare))
    kept = (shown.sum(-1) + 6) / (without.sum(-1) + 6)
    on_skin = reduced((bare.surface.material == of.SKIN) & (bare.hair == NO_HAIR)) > 0.98
    shade = np.clip(1 - kept - FAINT_SHADE, 0, 1) * on_skin * _fading_out(frame.shape)
    matte = np.clip(frame + shade * (1 - frame), 0, 1)
    # the frame's own colour is only known where it covers a pixel; the shadow is black
    own = continued(shown, np.where(frame > 0.6, 1.0, 0.0).astype(np.float32))
    colour = own * (frame / np.maximum(matte, 1e-6))[..., None]
    return _with_matte(colour, matte, window)


def _fading_out(shape: tuple[int, ...]) -> NDArray[Any]:
    """1 inside a window, 0 at its edges: what goes on beyond must not end there in a line."""
    across, down = (np.minimum(at, at[::-1]) / len(at) for at in map(np.arange, (shape[1], shape[0])))
    return np.asarray(step(across, 0.0, 0.12) * step(down, 0.0, 0.18)[:, None])


def spectacle_depths(sitter: Sitter, camera: Camera) -> list[tuple[float, float]]:
    """x on the sheet in px, and z in units there: flat in front, the temples going back to the ears."""
    rims = np.linspace(0, HINGE_X, 9)
    xs, zs = [*rims, SIDE_X, EAR_X], [*map(front_of_frame, rims), SIDE_Z, EAR_Z]
    right = np.array([[x, sitter.design.eye_height, z] for x, z in zip(xs, zs, strict=True)])
    both = np.concatenate([right[:0:-1] * [-1, 1, 1], right])
    return [(float(x), float(z)) for x, z in zip(camera.project(both)[:, 0], both[:, 2], strict=True)]


def _eyes(sitter: Sitter, camera: Camera) -> Window:
    level = sitter.design.eye_height
    return window_of(camera, (-0.60, level - 0.32), (0.60, level + 0.29), 0.5)


def _fine(camera: Camera, window: Window) -> Camera:
    return camera.window(window.x, window.y, window.width, window.height).scaled(SAMPLES)


def _mouth_part(sitter: Sitter, camera: Camera, window: Window, kind: int) -> Part:
    view = _fine(camera, window)
    shape = (view.height, view.width)
    position, normal = np.zeros((*shape, 3), np.float32), np.zeros((*shape, 3), np.float32)
    hit = np.zeros(shape, np.uint8)
    body = anatomy(sitter.design, OPEN)
    march_mouth(view.numbers(), body, kind == of.TEETH, position, normal, hit)
    seen = hit > 0
    n = normal[seen]
    look = fabric(kind, position[seen], sitter.design)
    key = np.clip((n @ lamps.KEY + 0.3) / 1.3, 0, 1)[:, None] * lamps.KEY_LIGHT * 0.62
    around = (0.6 + 0.4 * n[:, 1:2]) * lamps.SKY_LIGHT + lamps.FILL_LIGHT * 0.6 + 0.10
    if kind == of.TEETH:  # the lip shades the roots
        root = step(
            position[seen][:, 1], sitter.design.mouth_height + 0.085, sitter.design.mouth_height + 0.015
        )
        key, around = key * (0.45 + 0.55 * root)[:, None], around * (0.55 + 0.45 * root)[:, None]
    half = (n @ unit(lamps.KEY + np.array([0, 0, 1]))).clip(0, 1)
    colour = look.colour * (key + around) * look.lit[:, None] + (look.shine * half**40)[:, None]
    picture: NDArray[Any] = np.zeros((*shape, 3))
    picture[seen] = colour
    matte = reduced(hit)
    shown = reduced(develop(picture)[..., ::-1] * 255 * hit[..., None]) / np.maximum(matte, 1e-6)[..., None]
    return _with_matte(continued(shown, matte), matte, window)


def _with_matte(colour: NDArray[Any], matte: NDArray[Any], window: Window) -> Part:
    picture = np.dstack([eight_bit(colour), np.round(matte * 255).astype(np.uint8)])
    return Part(picture, window.x, window.y)

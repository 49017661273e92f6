"""Sheets: photographs as the pictures of a portrait, in px of one frame that all are cut from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.portrait import REFERENCE_PX_PER_UNIT
from visavis.face.sculpt.camera import Camera
from visavis.face.sculpt.photograph import Photograph
from visavis.face.sculpt.shading.film import develop

Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]

PX_PER_UNIT = 2 * REFERENCE_PX_PER_UNIT
WIDTH, HEIGHT = 1488, 1216
"""Of a sheet at full scale; 768x1152 px of it are shown with 32 px to spare above and below."""
TOP_Y, EYE_Y = 1.80, -0.30
"""Head units: the sheet's upper edge at z=0, and the height of the camera."""
SAMPLES = 2
"""Samples of a pixel each way."""


def sheet_camera(scale: float) -> Camera:
    """`scale`: 1 for the release, less for drafts; the sides stay even."""
    width, height = (round(side * scale / 2) * 2 for side in (WIDTH, HEIGHT))
    units = 1 / (PX_PER_UNIT * scale)
    return Camera(units, EYE_Y, -width / 2, (EYE_Y - TOP_Y) / units, width, height)


@dataclass(frozen=True, slots=True)
class Print:
    """A photograph, developed and reduced to a window's px."""

    colour: Plane  # (h, w, 3) BGR 0..255, continued beyond the silhouette
    matte: Plane  # (h, w) 0..1
    depth: Plane  # (h, w) z in units, continued too


def print_of(photo: Photograph) -> Print:
    shown = develop(photo.colour)[..., ::-1] * 255
    small = reduced(photo.cover)
    cover = np.maximum(small, 1e-6)
    colour = reduced(shown * photo.cover[..., None]) / cover[..., None]
    depth = reduced(photo.depth * photo.cover) / cover
    return Print(continued(colour, small), small, continued(depth[..., None], small)[..., 0])


def reduced(image: NDArray[Any]) -> Plane:
    """Mean over the samples of each pixel."""
    height, width = image.shape[:2]
    size = (width // SAMPLES, height // SAMPLES)
    return np.asarray(cv2.resize(image.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def continued(image: NDArray[Any], matte: Plane) -> Plane:
    """The image (h, w, c) where the matte is full, and beyond it what is near, ever smoother."""
    known = (matte > 0.9).astype(np.float32)
    levels: list[tuple[Any, Any]] = [(image.astype(np.float32) * known[..., None], known)]
    while min(levels[-1][1].shape) > 2:
        colour, weight = levels[-1]
        levels.append((_half(colour), _half(weight)))
    grown = levels[-1][0] / np.maximum(levels[-1][1], 1e-6)[..., None]
    for colour, weight in reversed(levels[:-1]):
        size = (weight.shape[1], weight.shape[0])
        grown = _planes(cv2.resize(grown, size, interpolation=cv2.INTER_LINEAR), colour)
        share = np.minimum(weight, 1)[..., None]
        grown = colour / np.maximum(weight, 1e-6)[..., None] * share + grown * (1 - share)
    return np.asarray(grown, np.float32)


def _half(image: Plane) -> Plane:
    size = ((image.shape[1] + 1) // 2, (image.shape[0] + 1) // 2)
    return _planes(cv2.resize(image, size, interpolation=cv2.INTER_AREA), image)


def _planes(image: Any, like: Plane) -> Plane:
    """OpenCV drops a last axis of length one."""
    return np.asarray(image if image.ndim == like.ndim else image[..., None], np.float32)


def eight_bit(image: NDArray[Any]) -> Picture:
    """Dithered, or the wide gradients of a studio would show steps."""
    dither = np.random.default_rng(0).uniform(-0.5, 0.5, image.shape[:2])
    spread = dither if image.ndim == 2 else dither[..., None]
    return np.clip(np.round(image + spread), 0, 255).astype(np.uint8)

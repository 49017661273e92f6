"""From an image file to pixels: upright, eight bits, colour, and what is transparent in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.photo.findings import PhotoRefused, Refusal
from visavis.face.portrait import Picture

LONGEST_SIDE_PX = 3000
"""Larger photos are shrunk at once: no frame shows more, and twenty million pixels are slow to handle."""
SEE_THROUGH = 250
"""An image whose least alpha is above this is not cut out."""


@dataclass(frozen=True, slots=True)
class Photo:
    picture: Picture
    alpha: NDArray[np.uint8] | None
    """Coverage of a person who was cut out; None for a whole picture."""


def decode(content: bytes) -> Photo:
    """JPEG, PNG or WebP of any depth and colour model. Raises PhotoRefused.

    The size that a file announces is judged before it comes here (services.image_files).
    """
    data = np.frombuffer(content, np.uint8)
    picture = _decoded(data, cv2.IMREAD_COLOR)  # turned as its EXIF says
    if picture is None:
        raise PhotoRefused(Refusal.DAMAGED_IMAGE)
    raw = _decoded(data, cv2.IMREAD_UNCHANGED)  # as it is stored
    alpha = _alpha(raw, picture) if raw is not None and raw.ndim == 3 and raw.shape[2] == 4 else None
    return Photo(_shrunk(picture), None if alpha is None else _shrunk(alpha))


def _decoded(data: NDArray[np.uint8], how: int) -> Any:
    try:
        return cv2.imdecode(data, how)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from None
        return None


def _alpha(raw: Any, picture: Picture) -> NDArray[np.uint8] | None:
    """The alpha plane, turned as the picture was."""
    if raw.dtype != np.uint8:
        raw = (raw >> 8).astype(np.uint8)
    if raw[..., 3].min() > SEE_THROUGH:
        return None
    turned = min(_TURNS, key=lambda turn: _difference(turn(raw)[..., :3], picture))
    return np.ascontiguousarray(turned(raw)[..., 3])


def _difference(one: Any, other: Picture) -> float:
    if one.shape != other.shape:
        return float("inf")
    step = max(max(other.shape) // 64, 1)
    return float(np.abs(one[::step, ::step].astype(int) - other[::step, ::step]).mean())


def _turn(quarters: int, mirrored: bool) -> Callable[[Any], Any]:
    def turn(image: Any) -> Any:
        return np.rot90(image[:, ::-1] if mirrored else image, quarters)

    return turn


_TURNS = [_turn(quarters, mirrored) for mirrored in (False, True) for quarters in range(4)]
"""The eight orientations of EXIF; a stored picture in the right one looks like the decoded one."""


def _shrunk(image: Any) -> Any:
    scale = LONGEST_SIDE_PX / max(image.shape[:2])
    if scale >= 1:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

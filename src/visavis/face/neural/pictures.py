"""Between pictures of a face and the tensors that networks take and give."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.neural.description import Channels, LipModelDescription
from visavis.face.portrait import Picture

Floats = NDArray[np.float32]


class BadPatch(Exception):
    """What came out of the network is no picture."""


def tensor_of(face: Picture, model: LipModelDescription) -> Floats:
    """(1, 3, size, size) of a picture of any size."""
    square = resized(face, model.size, model.size)
    if model.channels is Channels.RGB:
        square = square[..., ::-1]
    scaled = square.astype(np.float32) * np.float32((model.high - model.low) / 255) + np.float32(model.low)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def without_lower_half(face: Floats, model: LipModelDescription) -> Floats:
    """The same tensor, black where the network is to draw."""
    upper = face.copy()
    upper[:, :, model.size // 2 :] = model.low
    return upper


def picture_of(patch: Floats, model: LipModelDescription) -> Picture:
    """The picture in a (1, 3, size, size) tensor. Raises BadPatch when there is a value that is no number."""
    if not np.isfinite(patch).all():
        raise BadPatch("the network gave values that are no numbers")
    scaled = (patch[0].transpose(1, 2, 0) - model.low) * np.float32(255 / (model.high - model.low))
    picture = np.clip(scaled + np.float32(0.5), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(picture[..., ::-1] if model.channels is Channels.RGB else picture)


def resized(picture: Picture, width: int, height: int) -> Picture:
    shrinks = width * height < picture.shape[0] * picture.shape[1]
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=interpolation), np.uint8)

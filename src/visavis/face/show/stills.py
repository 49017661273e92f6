"""Still pictures of a person in a room, as sessions show them at rest."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from visavis.face.person import Person
from visavis.face.portrait import Cutout, Picture, Portrait, framed

SHAPES = {"square": (512, 512), "landscape": (1152, 768), "portrait": (768, 1152)}
"""Width and height; the last two are the frames of cara-4."""
QUALITY = 74


def still(person: Person, setting: str | None, shape: str) -> bytes:
    """WebP. Raises AvatarError when the person's folder is incomplete."""
    width, height = SHAPES[shape]
    framing = person.framing(width, height)
    assert framing is not None, "every shape is a frame"
    shown = composed(framed(person.portrait(setting), framing, width, height))
    _, encoded = cv2.imencode(".webp", shown, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    return bytes(encoded)


def composed(portrait: Portrait) -> Picture:
    """The person over the room, wearing what they wear."""
    matte = portrait.matte[..., None]
    picture = portrait.picture * matte + portrait.backdrop * (1 - matte)
    if portrait.spectacles is not None:
        _lay(picture, portrait.spectacles.cutout)
    return np.clip(picture + 0.5, 0, 255).astype(np.uint8)


def _lay(picture: Any, cutout: Cutout) -> None:
    """Lay a cutout on the picture, to the fraction of a px."""
    height, width = cutout.matte.shape
    there = np.array([[cutout.width / width, 0, cutout.x], [0, cutout.height / height, cutout.y]], np.float32)
    there[:, 2] += (there[0, 0] - 1) / 2, (there[1, 1] - 1) / 2  # pixels are squares, not points
    size = (picture.shape[1], picture.shape[0])
    matte = cutout.matte.astype(np.float32)[..., None] / 255
    warped: Any = cv2.warpAffine(cutout.picture * matte, there, size, flags=cv2.INTER_AREA)
    cover: Any = cv2.warpAffine(matte, there, size, flags=cv2.INTER_AREA)[..., None]
    picture *= 1 - cover
    picture += warped

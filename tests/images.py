"""Image files as users have them."""

from __future__ import annotations

import struct
import zlib
from typing import Literal

import cv2
import numpy as np

Kind = Literal["png", "jpeg", "webp"]
MIME: dict[Kind, str] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


def photo(kind: Kind = "jpeg", width: int = 400, height: int = 300) -> bytes:
    """Red to the left, blue to the right, brighter towards the top."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(255, 60, height))
    image = np.stack([across, np.zeros_like(across), 255 - across], axis=-1) * down[..., None] / 255
    suffix = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}[kind]
    return bytes(cv2.imencode(suffix, image.astype(np.uint8))[1])


def decoded(content: bytes) -> np.ndarray:
    """Height, width and BGR."""
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image


def png_that_says(width: int, height: int) -> bytes:
    """A small file that announces an image of any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10_000)))
        + chunk(b"IEND", b"")
    )

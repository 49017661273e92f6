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
    return png_of(width, height, 2, [], bytes(10_000))


def png_of(
    width: int, height: int, colour_type: int, chunks: list[tuple[bytes, bytes]], rows: bytes
) -> bytes:
    """Of any of PNG's kinds, eight bits deep."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)), *chunks]
    parts += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """As a camera writes it that was held on its side."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + bytes(6)
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]

"""Image files from users: what they are and how large, read from their headers, before a decoder sees them.

A few hundred bytes can announce an image that fills all memory, so the size is known and judged first. The
headers: PNG (ISO 15948, IHDR), JPEG (ITU T.81, the frame header), WebP (RFC 9649).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

from visavis.services.errors import Unprocessable

LARGEST_BYTES = 4_718_592
"""4.5 MiB: the public contract says 4.5 MB, and the kinder reading of it costs nothing."""
MOST_PIXELS = 40_000_000
"""A photo of a good camera; decoded it is 120 MB."""
LEAST_SIDE_PX = 256
"""A smaller face has nothing to build from."""

ImageType = Literal["image/jpeg", "image/png", "image/webp"]

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
STANDALONE = {0x01, *range(0xD0, 0xD9)}
"""JPEG markers without a length: TEM, RST0 to RST7, SOI."""
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that start a frame; the three others are tables and an extension."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    type: ImageType
    width_px: int
    height_px: int


def inspect(content: bytes) -> ImageFile:
    """Raises Unprocessable for what is no image of the three kinds, or too large or small a one."""
    try:
        image = _header(content)
    except (IndexError, struct.error):
        raise Unprocessable("The image is cut off in its header") from None
    if image is None:
        raise Unprocessable("The image is neither JPEG nor PNG nor WebP")
    size = f"The image has {image.width_px}x{image.height_px} pixels"
    if image.width_px * image.height_px > MOST_PIXELS:
        raise Unprocessable(f"{size}; it may have {MOST_PIXELS // 1_000_000} million")
    if min(image.width_px, image.height_px) < LEAST_SIDE_PX:
        raise Unprocessable(f"{size}; each side needs {LEAST_SIDE_PX}")
    return image


def _header(content: bytes) -> ImageFile | None:
    if content.startswith(PNG) and content[12:16] == b"IHDR":
        return ImageFile("image/png", *struct.unpack_from(">II", content, 16))
    if content.startswith(JPEG):
        return ImageFile("image/jpeg", *_jpeg_size(content))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        size = _webp_size(content)
        return ImageFile("image/webp", *size) if size else None
    return None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Of the first frame. Segments before it are stepped over: pictures inside them do not count."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise Unprocessable("The image is damaged in its header")
        marker = content[at + 1]
        if marker == 0xFF:  # filler
            at += 1
        elif marker in FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        elif marker in STANDALONE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]


def _webp_size(content: bytes) -> tuple[int, int] | None:
    chunk = content[12:16]
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X":
        width, height = content[24:27], content[27:30]
        if len(height) < 3:
            raise IndexError
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    return None

"""Image headers are read before any decoder sees the file."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from tests.images import MIME, Kind, photo, png_that_says

from visavis.services.errors import Unprocessable
from visavis.services.image_files import MOST_PIXELS, ImageFile, inspect


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_kind_and_size_stand_in_the_header(kind: Kind) -> None:
    assert inspect(photo(kind, 401, 303)) == ImageFile(MIME[kind], 401, 303)


def test_lossless_webp_has_another_header() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 517, 4), np.uint8)
    content = bytes(cv2.imencode(".webp", noise, [cv2.IMWRITE_WEBP_QUALITY, 101])[1])

    assert inspect(content) == ImageFile("image/webp", 517, 300)


def test_extended_webp_has_a_third() -> None:
    canvas = (699).to_bytes(3, "little") + (499).to_bytes(3, "little")
    content = b"RIFF\x00\x00\x00\x00WEBPVP8X" + struct.pack("<I", 10) + b"\x10\x00\x00\x00" + canvas

    assert inspect(content) == ImageFile("image/webp", 700, 500)


def test_segments_before_a_jpegs_frame_do_not_count() -> None:
    plain = photo("jpeg", 400, 300)
    thumbnail = photo("jpeg", 5000, 4000)[:600]  # its own frame header is inside the segment
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail

    assert inspect(plain[:2] + segment + b"\xff\xff" + plain[3:]) == ImageFile("image/jpeg", 400, 300)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "neither"),
        (b"GIF89a" + bytes(100), "neither"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "neither"),
        (b"RIFF\x00\x00\x00\x00WEBPABCD" + bytes(50), "neither"),
        (png_that_says(400, 300)[:18], "cut off"),
        (photo("jpeg")[:30], "cut off"),
        (photo("webp")[:20], "cut off"),
        (b"\xff\xd8\xff\xe0\x00\x02\x00\x00", "damaged"),
        (png_that_says(100, 300), "each side needs"),
        (png_that_says(0, 0), "each side needs"),
        (png_that_says(65_000, 65_000), "million"),
        (png_that_says(MOST_PIXELS // 1000 + 1, 1000), "million"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(Unprocessable, match=says):
        inspect(content)

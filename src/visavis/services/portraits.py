"""The pictures that are shown of an avatar, cut from the image it was made from."""

from __future__ import annotations

import threading
from typing import Any

from visavis.services.errors import Unprocessable
from visavis.services.image_files import ImageFile, inspect
from visavis.services.pictures import Shape

SIZES_PX: dict[Shape, tuple[int, int]] = {
    "square": (768, 768),
    "landscape": (1152, 768),
    "portrait": (768, 1152),
}
"""Width and height; the last two are the frames of cara-4."""
ABOVE = 0.25
"""The share of the surplus height that is cut off above: faces sit high in a picture."""
QUALITY = 88
"""WebP, 0 to 100."""
_ONE_AT_A_TIME = threading.Lock()
"""A decoded photo takes a hundred megabytes."""


def develop(content: bytes) -> tuple[ImageFile, dict[Shape, bytes]]:
    """What the image file is, and its pictures as WebP. Blocking. Raises Unprocessable.

    The pictures are painted anew, so nothing of what the file said about its maker is in them.
    """
    import cv2  # slow to import, and few requests need it
    import numpy

    file = inspect(content)
    with _ONE_AT_A_TIME:
        try:
            image = cv2.imdecode(numpy.frombuffer(content, numpy.uint8), cv2.IMREAD_COLOR)  # turned upright
        except cv2.error:
            image = None
        if image is None:
            raise Unprocessable("The image is damaged and cannot be decoded")
        return file, {shape: _cut(cv2, image, *size) for shape, size in SIZES_PX.items()}


def _cut(cv2: Any, image: Any, width: int, height: int) -> bytes:
    """The largest part of this shape, in the middle."""
    have_height, have_width = image.shape[:2]
    scale = min(have_width / width, have_height / height)
    part_width, part_height = round(width * scale), round(height * scale)
    left = (have_width - part_width) // 2
    top = round((have_height - part_height) * ABOVE)
    part = image[top : top + part_height, left : left + part_width]
    way = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    _, encoded = cv2.imencode(
        ".webp", cv2.resize(part, (width, height), interpolation=way), [cv2.IMWRITE_WEBP_QUALITY, QUALITY]
    )
    return bytes(encoded)

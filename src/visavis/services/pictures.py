"""Still pictures and idle clips of the stock people, as the package ships them.

`scripts/stock_people.py` makes them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

FOLDER = Path(str(resources.files("visavis"))) / "lab" / "faces"
PATH = "/v1/assets/avatars"
"""Where the api serves them."""

MEDIA_TYPES = {".webp": "image/webp", ".mp4": "video/mp4"}

Shape = Literal["square", "landscape", "portrait"]


@lru_cache(1000)
def picture_path(rig: str, shape: Shape) -> str | None:
    """The address of a rig's picture on this server; None when there is none of this shape."""
    file = f"{rig}_{shape}.webp"
    return f"{PATH}/{file}" if (FOLDER / file).is_file() else None


def clip_path(rig: str) -> str | None:
    """The address of a rig's idle clip; None when there is none."""
    file = f"{rig}_idle.mp4"
    return f"{PATH}/{file}" if (FOLDER / file).is_file() else None


def shown_file(name: str) -> Path | None:
    """A picture or a clip."""
    path = FOLDER / name
    return path if path.parent == FOLDER and path.suffix in MEDIA_TYPES and path.is_file() else None

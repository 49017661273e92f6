"""Still pictures of the stock people, as the package ships them."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

FOLDER = Path(str(resources.files("visavis"))) / "lab" / "faces"
PATH = "/v1/assets/avatars"
"""Where the api serves them."""

Shape = Literal["square", "landscape", "portrait"]


@lru_cache(1000)
def picture_path(rig: str, shape: Shape) -> str | None:
    """The address of a rig's picture on this server; None when there is none of this shape."""
    file = f"{rig}_{shape}.webp"
    return f"{PATH}/{file}" if (FOLDER / file).is_file() else None


def picture_file(name: str) -> Path | None:
    path = FOLDER / name
    return path if path.parent == FOLDER and path.suffix == ".webp" and path.is_file() else None

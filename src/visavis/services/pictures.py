"""Still pictures of the stock people, as the package ships them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

FOLDER = Path(str(resources.files("visavis"))) / "face" / "stock"
PATH = "/v1/assets/avatars"
"""Where the api serves them."""
NO_PICTURE = "none.png"

Shape = Literal["square", "landscape", "portrait"]
ENDINGS = ("webp", "png", "jpg")


@cache
def file_name(rig: str, shape: Shape) -> str | None:
    """The name of a rig's picture in FOLDER; None when there is none."""
    return next(
        (name for ending in ENDINGS if (FOLDER / (name := f"{rig}_{shape}.{ending}")).is_file()), None
    )

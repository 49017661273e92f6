"""Avatar models: what an avatar can be rendered with, and the frames of each."""

from __future__ import annotations

from typing import Literal

from visavis.services.errors import Invalid

AvatarModel = Literal["cara-2", "cara-3", "cara-4", "cara-4-latest"]
DEFAULT_MODEL: AvatarModel = "cara-3"

SIZES: dict[str, tuple[tuple[int, int], ...]] = {
    "cara-2": ((512, 512),),
    "cara-3": ((720, 480),),
    "cara-4": ((1152, 768), (768, 1152)),
    "cara-4-latest": ((1152, 768), (768, 1152)),
}
"""Width and height of each model's frames, the default first."""


def models_of(versions: list[str]) -> set[str]:
    """The public models that an avatar with these internal versions can be used with."""
    models: set[str] = set()
    for version in versions:
        if version in SIZES:
            models.add(version)
        elif version == "v1":
            models.add("cara-2")
        elif version == "v2":
            models.add("cara-3")
        elif version.startswith("cara-4"):
            models |= {"cara-4", "cara-4-latest"}
    return models


def model_of(version: str | None) -> str | None:
    """The public model that an internal version stands for."""
    known = {"v1": "cara-2", "v2": "cara-3"}
    if version is None or version in SIZES:
        return version
    return known.get(version, "cara-4" if version.startswith("cara-4") else DEFAULT_MODEL)


def frame_size(model: str, width: int | None, height: int | None) -> tuple[int, int]:
    """Raises Invalid for half a size and for one that the model does not have."""
    if (width is None) != (height is None):
        raise Invalid("sessionOptions.videoWidth", "videoWidth and videoHeight must be given together")
    sizes = SIZES[model]
    if width is None or height is None:
        return sizes[0]
    if (width, height) not in sizes:
        known = " or ".join(f"{w}x{h}" for w, h in sizes)
        raise Invalid(
            "sessionOptions.videoWidth", f"{model} has no frame of {width}x{height}; it renders {known}"
        )
    return width, height


def model_with_frame(width: int, height: int) -> str | None:
    """The model that renders frames of this size; cara-4 also stands for its -latest."""
    return next((model for model, sizes in SIZES.items() if (width, height) in sizes), None)

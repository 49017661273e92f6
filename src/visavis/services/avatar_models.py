"""Avatar models: what an avatar can be rendered with, and the frames of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from visavis.services.errors import Forbidden, Invalid

VERSIONS = {"v1": "cara-2", "v2": "cara-3"}
"""Internal versions, as the public documents of April show them; those of cara-4 are cara-4-…"""


def _by_version(name: Any) -> Any:
    """Requests may name a version in place of the model."""
    if isinstance(name, str) and re.fullmatch(r"cara-4-\d+", name):
        return "cara-4"
    return VERSIONS.get(name, name) if isinstance(name, str) else name


AvatarModel = Annotated[Literal["cara-2", "cara-3", "cara-4", "cara-4-latest"], BeforeValidator(_by_version)]
DEFAULT_MODEL: AvatarModel = "cara-3"

SIZES: dict[str, tuple[tuple[int, int], ...]] = {
    "cara-2": ((512, 512),),
    "cara-3": ((720, 480),),
    "cara-4": ((1152, 768), (768, 1152)),
    "cara-4-latest": ((1152, 768), (768, 1152)),
}
"""Width and height of each model's frames, the default first."""


DIRECTED: tuple[str, ...] = ("cara-4", "cara-4-latest")
"""Those that take director notes; the others pass them over."""


def models_of(versions: list[str]) -> set[str]:
    """The public models that an avatar with these internal versions can be used with."""
    models: set[str] = set()
    for version in versions:
        if version in SIZES:
            models.add(version)
        elif version in VERSIONS:
            models.add(VERSIONS[version])
        elif version.startswith("cara-4"):
            models |= {"cara-4", "cara-4-latest"}
    return models


def model_of(version: str | None) -> str | None:
    """The public model that an internal version stands for."""
    if version is None or version in SIZES:
        return version
    return VERSIONS.get(version, "cara-4" if version.startswith("cara-4") else DEFAULT_MODEL)


def models_in(frames: Collection[tuple[int, int]]) -> list[str]:
    """The models whose default frame is among these."""
    return [model for model, sizes in SIZES.items() if sizes[0] in frames]


def active_model(wished: str | None, models: Sequence[str]) -> str | None:
    """Which of these models an avatar is shown with unless a session asks for another one; None of none."""
    return next((model for model in (wished, DEFAULT_MODEL, *models) if model in models), None)


def model_for(chosen: str | None, active_version: str | None) -> str:
    """What renders an avatar: the chosen model, else the avatar's own, else the default."""
    return chosen or model_of(active_version) or DEFAULT_MODEL


def check_allowed(model: str, allowed: Collection[str] | None) -> None:
    """`allowed`: by the organization's settings; None is all. Raises Forbidden."""
    if allowed is not None and model not in allowed:
        raise Forbidden(f"Sessions of this organization may not use {model}")


def frame_size(
    model: str, width: int | None, height: int | None, path: str = "sessionOptions.videoWidth"
) -> tuple[int, int]:
    """Raises Invalid for half a size and for one that the model does not have."""
    if (width is None) != (height is None):
        raise Invalid(path, "videoWidth and videoHeight must be given together")
    sizes = SIZES[model]
    if width is None or height is None:
        return sizes[0]
    if (width, height) not in sizes:
        known = " or ".join(f"{w}x{h}" for w, h in sizes)
        raise Invalid(path, f"{model} has no frame of {width}x{height}; it renders {known}")
    return width, height

"""What tells the public avatar models apart, beside the size of their frames: how much of a rig is used.

cara-2    a picture that is warped: the head shifts and nods without depth, the open lids stretch
cara-3    the whole rig: the head turns in depth, lids, teeth and tongue have pictures of their own
cara-4    the same, with the light of the turned head: shadows and shine move on it (on people made by us; of
          the light in a photo nobody knows more than it shows); in large frames, upright ones too, and it
          takes directions (`StyleSpec`)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from visavis.face.avatar import Avatar, Floats, no_light


@dataclass(frozen=True, slots=True)
class Rendition:
    deep: bool
    """Whether what is nearer to the viewer moves more when the head turns."""
    lit: bool
    """Whether its light changes when the head turns."""
    head_share: float
    """How much of the animator's head movements it can show well."""


FLAT = Rendition(deep=False, lit=False, head_share=0.6)
FULL = Rendition(deep=True, lit=False, head_share=1.0)
LIT = Rendition(deep=True, lit=True, head_share=1.0)
RENDITIONS = {"cara-2": FLAT, "cara-4": LIT, "cara-4-latest": LIT}


def rendition_of(model: str) -> Rendition:
    return RENDITIONS.get(model, FULL)


def rendered(avatar: Avatar, rendition: Rendition) -> Avatar:
    """The avatar as this rendition uses it; what stays is shared."""
    if not rendition.lit:
        avatar = avatar._replace(light=no_light())
    if rendition.deep:
        return avatar
    flat = {part: _flat(getattr(avatar, part)) for part in ("mesh", "eyes", "mouth", "spectacles")}
    patches = avatar.patches._replace(closed_cover=_none_of(avatar.patches.closed_cover))
    return avatar._replace(**flat, patches=patches)


_Part = TypeVar("_Part")


def _flat(part: _Part) -> _Part:
    flat: _Part = part._replace(relief=_none_of(part.relief))  # type: ignore[attr-defined]
    return flat


def _none_of(values: Floats) -> Floats:
    """Read-only, as the arrays of a mapped file are: for others the renderer would be compiled anew."""
    zeros = np.zeros_like(values)
    zeros.flags.writeable = False
    return zeros

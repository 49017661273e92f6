"""Brush: paints triangles of the atlas into the planes of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, Bytes, Floats, Integers, QuadTexels
from visavis.face.plain.triangles import Cover, Indices, Numbers, cover, interpolated

_QUAD = np.array([[0, 1, 2], [0, 2, 3]], np.int32)


class Hole(NamedTuple):
    """Per row of a plane, where an opening of the mesh begins and ends, in px."""

    low: Indices
    high: Indices

    def halved(self) -> Hole:
        return Hole(self.low.reshape(-1, 2).min(1) >> 1, (self.high.reshape(-1, 2).max(1) + 1) >> 1)

    def within(self, covered: Cover) -> Cover:
        inside = (covered.x >= self.low[covered.y]) & (covered.x < self.high[covered.y])
        return Cover(*(part[inside] for part in covered))


@dataclass(frozen=True, slots=True)
class _Resolution:
    """The planes of a frame that have it, and the atlas behind them."""

    scale: float
    width: int
    height: int
    row: int
    planes: list[Bytes]  # flat
    texels: list[QuadTexels]
    matte: QuadTexels
    black: int


class Brush:
    """All lengths are in px of the frame; sources (n, 2) are texels of the atlas."""

    def __init__(self, avatar: Avatar, planes: list[Bytes]) -> None:
        """`planes` are Y, U and V of the frame."""
        width, height, texture = avatar.width, avatar.height, avatar.texture
        luma, *chroma = (plane.reshape(-1) for plane in planes)
        both = np.split(texture.chroma, 2)
        self._luma = _Resolution(1, width, height, texture.row, [luma], [texture.luma], texture.matte, 0)
        self._chroma = _Resolution(
            0.5, width // 2, height // 2, texture.row // 2, chroma, both, texture.matte_half, 128
        )

    def skin(self, points: Floats, source: Floats, alpha: Floats, triangles: Integers) -> None:
        """Triangles of the mesh with the given opacity per vertex, whatever the matte."""
        for part in (self._luma, self._chroma):
            corners = points * part.scale
            covered = cover(corners, triangles, part.width, part.height)
            values = np.column_stack([source * part.scale, alpha])
            u, v, opacity = interpolated(corners, triangles, values, covered)
            texels = _Texels(part, u, v)
            at = covered.y * part.width + covered.x
            for plane, quads in zip(part.planes, part.texels, strict=True):
                _blend(plane, at, texels.of(quads), np.clip(opacity, 0, 1))

    def layer(
        self, points: Numbers, source: Numbers, gain: Numbers, hole: Hole, opacity: float = 1.0
    ) -> None:
        """A quad, clockwise (4, 2), as its matte shows it and with brightness per corner, in a hole alone."""
        for part, opening in ((self._luma, hole), (self._chroma, hole.halved())):
            corners = points * part.scale
            covered = opening.within(cover(corners, _QUAD, part.width, part.height))
            values = np.column_stack([source * part.scale, gain])
            u, v, bright = interpolated(corners, _QUAD, values, covered)
            texels = _Texels(part, u, v)
            at, cover_ = covered.y * part.width + covered.x, texels.of(part.matte) * (opacity / 255)
            for plane, quads in zip(part.planes, part.texels, strict=True):
                colour = part.black + (texels.of(quads) - part.black) * bright
                _blend(plane, at, np.clip(colour, 0, 255), cover_)

    def overlay(self, points: Numbers, source: Floats, triangles: Integers) -> None:
        """Triangles over everything, by their matte."""
        for part in (self._luma, self._chroma):
            corners = points * part.scale
            covered = cover(corners, triangles, part.width, part.height)
            u, v = interpolated(corners, triangles, source * part.scale, covered)
            texels = _Texels(part, u, v)
            at, opacity = covered.y * part.width + covered.x, texels.of(part.matte) / 255
            for plane, quads in zip(part.planes, part.texels, strict=True):
                _blend(plane, at, texels.of(quads), opacity)


class _Texels:
    """Bilinear samples of the atlas at k places."""

    def __init__(self, part: _Resolution, u: Numbers, v: Numbers) -> None:
        column, row = np.floor(u - 0.5), np.floor(v - 0.5)
        self._across = (u - 0.5 - column).astype(np.float32)
        self._down = (v - 0.5 - row).astype(np.float32)
        self._at = np.clip(row * part.row + column, 0, part.matte.size - 1).astype(np.int64)

    def of(self, quads: QuadTexels) -> NDArray[np.float32]:
        """0..255."""
        corners = np.ascontiguousarray(quads[self._at]).view(np.uint8).reshape(-1, 4).T.astype(np.float32)
        left, right = corners[0::2] + (corners[1::2] - corners[0::2]) * self._across
        return np.asarray(left + (right - left) * self._down, np.float32)


def _blend(plane: Bytes, at: Indices, colour: NDArray[Any], opacity: NDArray[Any]) -> None:
    """In order, where triangles lie over one another: each round paints what is lowest of what is left."""
    while at.size:
        _, lowest = np.unique(at, return_index=True)
        places = at[lowest]
        below = plane[places]
        plane[places] = np.rint(below + (colour[lowest] - below) * opacity[lowest])
        left = np.ones(at.size, np.bool_)
        left[lowest] = False
        at, colour, opacity = at[left], colour[left], opacity[left]

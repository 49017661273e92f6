"""The person, warped from the atlas over the background: everything but eyes, lips and spectacles."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import CELL_PX, PAD_PX, Avatar, Bytes, Floats, QuadTexels
from visavis.face.plain.triangles import cover, interpolated

Grid = NDArray[np.floating[Any]]

_EDGE = 1e-3
"""In cells: corners that lie on the outline of the mesh belong to it."""


class Warp:
    """The atlas of one avatar as OpenCV takes it: the colours of a resolution beside their matte."""

    def __init__(self, avatar: Avatar) -> None:
        self._avatar = avatar
        texture, half = avatar.texture, avatar.texture.row // 2
        u, v = np.split(texture.chroma, 2)
        self._luma = cv2.merge([_plane(texels, texture.row) for texels in (texture.luma, texture.matte)])
        self._chroma = cv2.merge([_plane(texels, half) for texels in (u, v, texture.matte_half)])
        self._background = planes_of(avatar.background, avatar.width, avatar.height)

    def relight(self) -> None:
        """Take over the luma of the atlas, which has changed."""
        texture = self._avatar.texture
        self._luma[:, :, 0] = _plane(texture.luma, texture.row)

    def draw(self, vertices: Floats, planes: list[Bytes]) -> None:
        """Fill Y, U and V."""
        grid = self._grid(vertices)
        luma = _sampled(self._luma, grid, CELL_PX)
        # half as many pixels, half as many texels
        chroma = _sampled(self._chroma, grid / 2, CELL_PX // 2)
        matte, matte_half = luma[:, :, 1], chroma[:, :, 2]
        for plane, colour, cover_, below in zip(
            planes,
            (luma[:, :, 0], chroma[:, :, 0], chroma[:, :, 1]),
            (matte, matte_half, matte_half),
            self._background,
            strict=True,
        ):
            plane[:] = _laid_over(colour, cover_, below)

    def _grid(self, vertices: Floats) -> Grid:
        """(2, rows + 1, columns + 1): where the corners of the cells lie in the atlas, in painter's order."""
        avatar = self._avatar
        rows, columns = avatar.height // CELL_PX + 1, avatar.width // CELL_PX + 1
        farthest = np.array([avatar.width, avatar.height]) + 2 * PAD_PX - 2
        # where the mesh does not reach: the picture itself
        itself = np.indices((rows, columns))[::-1].reshape(2, -1) * CELL_PX + PAD_PX
        grid = np.minimum(itself, farthest[:, None]).astype(np.float32)
        corners = vertices / float(CELL_PX) + 0.5
        covered = cover(corners, avatar.mesh.triangles, columns, rows, _EDGE)
        source = interpolated(corners, avatar.mesh.triangles, avatar.mesh.source, covered)
        grid[:, covered.y * columns + covered.x] = np.clip(source, 2, farthest[:, None])
        return np.asarray(grid.reshape(2, rows, columns))


def planes_of(frame: Bytes, width: int, height: int) -> list[Bytes]:
    """Y, U and V of an I420 frame, as views of it."""
    luma, u, v = np.split(frame, [width * height, width * height * 5 // 4])
    return [luma.reshape(height, width), *(plane.reshape(height // 2, width // 2) for plane in (u, v))]


def _plane(texels: QuadTexels, row: int) -> Bytes:
    """Without the neighbours that each texel carries."""
    return (texels & 255).astype(np.uint8).reshape(-1, row)


def _sampled(atlas: NDArray[Any], grid: Grid, cell_px: int) -> Bytes:
    """Every pixel's centre, its place bilinear in its cell; OpenCV counts texels from their centres.

    `cv2.resize` puts the corners of cells in the middle of what it makes of them: half a cell is cut off.
    """
    rows, columns, half = grid.shape[1] - 1, grid.shape[2] - 1, cell_px // 2
    u, v = (
        cv2.resize(axis, ((columns + 1) * cell_px, (rows + 1) * cell_px), interpolation=cv2.INTER_LINEAR)[
            half : half + rows * cell_px, half : half + columns * cell_px
        ]
        for axis in (grid - 0.5).astype(np.float32)
    )
    return np.asarray(cv2.remap(atlas, u, v, cv2.INTER_LINEAR), np.uint8)


def _laid_over(colour: Bytes, matte: Bytes, below: Bytes) -> NDArray[np.uint16]:
    share = matte.astype(np.uint16)
    share += share >> 7  # 0..255 -> 0..256
    mixed = colour * share
    mixed += below * (256 - share)
    mixed += 128
    mixed >>= 8
    return mixed

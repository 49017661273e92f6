"""The plain way to draw the mesh: every triangle, every pixel, in floating point. Slow, and easy to believe."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import PAD_PX, Avatar
from visavis.face.proportions import LIGHT_KNOWN_AT_RAD, LIGHT_PER_LEVEL

Plane = NDArray[np.float64]


def draw(avatar: Avatar, vertices: NDArray[np.float32], yaw: float = 0.0) -> list[Plane]:
    """Y, U, V of a frame without eyes and mouth: the surroundings, the holes bridged, the face.

    `yaw` lights the head; at most LIGHT_KNOWN_AT_RAD.
    """
    u, v = _map(avatar, vertices.astype(np.float64))
    texture, width, height = avatar.texture, avatar.width, avatar.height
    half_u, half_v = (plane.reshape(height // 2, 2, width // 2, 2).mean((1, 3)) / 2 for plane in (u, v))
    rows = texture.luma.size // texture.row
    chroma = texture.matte_half.size
    background = np.split(avatar.background, [width * height, width * height * 5 // 4])
    planes = []
    for texels, matte, (x, y), below in (
        (texture.luma, texture.matte, (u, v), background[0]),
        (texture.chroma[:chroma], texture.matte_half, (half_u, half_v), background[1]),
        (texture.chroma[chroma:], texture.matte_half, (half_u, half_v), background[2]),
    ):
        scale = 1 if texels is texture.luma else 2
        shape = (rows // scale, texture.row // scale)
        colour = _sample(texels.reshape(shape) & 255, x, y)
        if scale == 1:
            colour = np.clip(colour + _sample(_light(avatar, yaw), x, y), 0, 255)
        cover = _sample(matte.reshape(shape) & 255, x, y) / 255
        planes.append(colour * cover + below.reshape(x.shape) * (1 - cover))
    return planes


def lay_over(avatar: Avatar, below: Plane, worn: NDArray[np.float32]) -> Plane:
    """The luma of the spectacles over a frame's, box by box; `worn`: where their corners are."""
    y, x = np.mgrid[0 : avatar.height, 0 : avatar.width] + 0.5
    texture, layer = avatar.texture, avatar.spectacles
    shape = (texture.luma.size // texture.row, texture.row)
    above = below.astype(np.float64)
    for (a, b, _), (_, _, d) in layer.triangles.reshape(-1, 2, 3):
        sides = (worn[[b, d]] - worn[a]).astype(np.float64).T
        s, t = np.einsum("ij,jyx->iyx", np.linalg.inv(sides), np.stack([x - worn[a, 0], y - worn[a, 1]]))
        (au, av), (su, sv), (tu, tv) = layer.source[a], *(layer.source[[b, d]] - layer.source[a])
        u, v = au + s * su + t * tu, av + s * sv + t * tv
        inside = (s >= 0) & (s < 1) & (t >= 0) & (t < 1)
        cover = _sample(texture.matte.reshape(shape) & 255, u, v) / 255 * inside
        above += (_sample(texture.luma.reshape(shape) & 255, u, v) - above) * cover
    return above


def _map(avatar: Avatar, vertices: Plane) -> tuple[Plane, Plane]:
    """Where each pixel's centre comes from in the atlas."""
    y, x = np.mgrid[0 : avatar.height, 0 : avatar.width] + 0.5
    u, v = x + PAD_PX, y + PAD_PX
    source = avatar.mesh.source.astype(np.float64)
    for triangle in avatar.mesh.triangles:
        corners = vertices[triangle]
        x0, y0 = np.maximum(np.floor(corners.min(0)).astype(int), 0)
        x1, y1 = np.minimum(np.ceil(corners.max(0)).astype(int) + 1, [avatar.width, avatar.height])
        (ax, ay), (bx, by), (cx, cy) = corners
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if x1 <= x0 or y1 <= y0 or abs(area) < 1e-9:
            continue
        px, py = x[y0:y1, x0:x1] - ax, y[y0:y1, x0:x1] - ay
        wb = (px * (cy - ay) - (cx - ax) * py) / area
        wc = ((bx - ax) * py - px * (by - ay)) / area
        inside = (wb >= 0) & (wc >= 0) & (wb + wc <= 1)
        for plane, axis in ((u, 0), (v, 1)):
            a, b, c = source[triangle, axis]
            part = plane[y0:y1, x0:x1]
            part[inside] = (a + wb * (b - a) + wc * (c - a))[inside]
    return u, v


def _light(avatar: Avatar, yaw: float) -> Plane:
    """Levels of luma for every texel of the atlas."""
    everywhere = np.zeros((avatar.texture.luma.size // avatar.texture.row, avatar.texture.row))
    (left, top), levels = avatar.light.corner, avatar.light.levels[int(yaw > 0)]
    everywhere[top : top + levels.shape[0], left : left + levels.shape[1]] = levels / LIGHT_PER_LEVEL
    return everywhere * abs(yaw) / LIGHT_KNOWN_AT_RAD


def _sample(texels: NDArray[Any], x: Plane, y: Plane) -> Plane:
    x = np.clip(x - 0.5, 0, texels.shape[1] - 1.001)
    y = np.clip(y - 0.5, 0, texels.shape[0] - 1.001)
    column, row = x.astype(int), y.astype(int)
    across, down = x - column, y - row
    top = texels[row, column] * (1 - across) + texels[row, column + 1] * across
    bottom = texels[row + 1, column] * (1 - across) + texels[row + 1, column + 1] * across
    return top * (1 - down) + bottom * down

"""Boxes of the atlas, laid over the picture row by row: what turns with the head and does not bend.

A box keeps parallel sides, so that one map holds for all of it, and a row of it is one run. As two triangles
it would be half as many pixels in each of twice as many runs.
"""

from __future__ import annotations

import numpy as np

from visavis.face.raster import simd
from visavis.face.raster.grid import ONE
from visavis.face.raster.jit import kernel
from visavis.face.raster.planes import chroma_plane, luma_plane

_HALF = np.float32(0.5)
_FIXED = np.float32(ONE)
_LEVEL = np.float32(1e-6)
_NOWHERE, _ANYWHERE = np.float32(1e9), np.float32(-1e9)


@kernel
def within_box(start, step):
    """Between which x the share `start + step * x` of a box's side lies from 0 to 1."""
    if abs(step) < _LEVEL:
        return (_ANYWHERE, _NOWHERE) if start >= 0 and start < 1 else (_NOWHERE, _ANYWHERE)
    enters, leaves = -start / step, (np.float32(1) - start) / step
    return min(enters, leaves), max(enters, leaves)


def _make_fill(chroma):
    plane_of = chroma_plane if chroma else luma_plane
    over = simd.chroma_over if chroma else simd.luma_over
    lanes = 4 if chroma else 8
    scale = np.float32(0.5 if chroma else 1.0)
    none = np.int32(0)

    @kernel
    def fill(avatar, canvas, points, source, triangles):
        (base, row_step, plane, width, height), atlas = plane_of(avatar)
        texels, matte, texel_plane, atlas_row = atlas
        frame = canvas.frame
        last = np.int32(matte.size - 1)
        right = np.float32(width)
        for k in range(0, triangles.shape[0] - 1, 2):
            a, b, d = triangles[k, 0], triangles[k, 1], triangles[k + 1, 2]
            ax, ay = points[a, 0] * scale, points[a, 1] * scale
            along_x, along_y = points[b, 0] * scale - ax, points[b, 1] * scale - ay
            down_x, down_y = points[d, 0] * scale - ax, points[d, 1] * scale - ay
            area = along_x * down_y - down_x * along_y
            if abs(area) < 1e-5:
                continue
            # shares of the two sides, s and t, per pixel to the right and down
            inverse = np.float32(1) / area
            sx, sy, tx, ty = down_y * inverse, -down_x * inverse, -along_y * inverse, along_x * inverse
            au, av = source[a, 0] * scale, source[a, 1] * scale
            su, sv = source[b, 0] * scale - au, source[b, 1] * scale - av
            tu, tv = source[d, 0] * scale - au, source[d, 1] * scale - av
            ux, uy, vx, vy = su * sx + tu * tx, su * sy + tu * ty, sv * sx + tv * tx, sv * sy + tv * ty
            step_u, step_v = np.int32(ux * _FIXED), np.int32(vx * _FIXED)
            top = ay + min(np.float32(0), along_y, down_y, along_y + down_y)
            end = ay + max(np.float32(0), along_y, down_y, along_y + down_y)
            for y in range(max(0, int(np.ceil(top - _HALF))), min(height, int(np.ceil(end - _HALF)))):
                dy = np.float32(y) + _HALF - ay
                low_s, high_s = within_box(sy * dy, sx)
                low_t, high_t = within_box(ty * dy, tx)
                low, high = ax + max(low_s, low_t) - _HALF, ax + min(high_s, high_t) - _HALF
                x0 = int(np.ceil(min(max(low, np.float32(0)), right)))
                x1 = int(np.ceil(min(max(high, np.float32(0)), right)))
                if x1 <= x0:
                    continue
                dx = np.float32(x0) + _HALF - ax
                u = np.int32((au + ux * dx + uy * dy - _HALF) * _FIXED)
                v = np.int32((av + vx * dx + vy * dy - _HALF) * _FIXED)
                at = base + y * row_step + x0
                count = x1 - x0
                while count > 0:
                    over(
                        frame, at, plane, texels, texel_plane, matte, frame, atlas_row, last,
                        u, step_u, v, step_v, np.int32(count), none, none, none, none, none,
                    )  # fmt: skip
                    u += np.int32(lanes) * step_u
                    v += np.int32(lanes) * step_v
                    at += lanes
                    count -= lanes

    return fill


_luma, _chroma = _make_fill(False), _make_fill(True)


@kernel
def fill_boxes(avatar, canvas, points, source, triangles):
    """Draw boxes, two triangles each, over everything by their matte."""
    _luma(avatar, canvas, points, source, triangles)
    _chroma(avatar, canvas, points, source, triangles)

"""Scanline triangles for lips and eyes, where the map jumps and the grid cannot follow.

Upper and lower edges are computed from the same pair of vertices, top to bottom: triangles that share an edge
meet bit for bit.
"""

from __future__ import annotations

import numpy as np

from visavis.face.raster import simd
from visavis.face.raster.grid import ONE
from visavis.face.raster.jit import kernel
from visavis.face.raster.planes import chroma_plane, luma_plane

_HALF = np.float32(0.5)
_FIXED = np.float32(ONE)


def _make_fill(chroma, layered):
    """The rasteriser of one resolution; layered: blended by matte, alpha and gain, in the hole alone."""
    plane_of = chroma_plane if chroma else luma_plane
    span = simd.chroma_span if chroma else simd.luma_span
    shaded_span = simd.chroma_shaded if chroma else simd.luma_shaded
    layer_span = simd.chroma_layer if chroma else simd.luma_layer
    lanes = 4 if chroma else 8
    scale = np.float32(0.5 if chroma else 1.0)
    mid = np.int32(128 if chroma else 0)
    none, full = np.int32(0), np.int32(256)

    @kernel
    def fill(avatar, canvas, points, source, alpha, gain, triangles, first, end):
        (base, row_step, plane, width, height), atlas = plane_of(avatar)
        texels, matte, texel_plane, atlas_row = atlas
        frame = canvas.frame
        last = np.int32(matte.size - 1)
        for t in range(first, end):
            a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            if points[b, 1] < points[a, 1]:
                a, b = b, a
            if points[c, 1] < points[a, 1]:
                a, c = c, a
            if points[c, 1] < points[b, 1]:
                b, c = c, b  # now a is the top vertex and c the bottom one
            ax, ay = points[a, 0] * scale, points[a, 1] * scale
            bx, by = points[b, 0] * scale, points[b, 1] * scale
            cx, cy = points[c, 0] * scale, points[c, 1] * scale
            y0, y1 = max(0, int(np.ceil(ay - _HALF))), min(height, int(np.ceil(cy - _HALF)))
            area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
            if y1 <= y0 or abs(area) < 1e-5:
                continue
            inverse = np.float32(1) / area
            e1x, e1y, e2x, e2y = (
                (cy - ay) * inverse,
                (by - ay) * inverse,
                (bx - ax) * inverse,
                (cx - ax) * inverse,
            )
            au, av = source[a, 0] * scale, source[a, 1] * scale
            du1, du2 = source[b, 0] * scale - au, source[c, 0] * scale - au
            dv1, dv2 = source[b, 1] * scale - av, source[c, 1] * scale - av
            ux, uy = du1 * e1x - du2 * e1y, du2 * e2x - du1 * e2y
            vx, vy = dv1 * e1x - dv2 * e1y, dv2 * e2x - dv1 * e2y
            shaded = layered or alpha[a] + alpha[b] + alpha[c] < 2.999
            lx = (alpha[b] - alpha[a]) * e1x - (alpha[c] - alpha[a]) * e1y
            ly = (alpha[c] - alpha[a]) * e2x - (alpha[b] - alpha[a]) * e2y
            gx = gy = np.float32(0)
            if layered:
                gx = (gain[b] - gain[a]) * e1x - (gain[c] - gain[a]) * e1y
                gy = (gain[c] - gain[a]) * e2x - (gain[b] - gain[a]) * e2y
            slope_long = (cx - ax) / (cy - ay)
            slope_top = (bx - ax) / (by - ay) if by > ay else np.float32(0)
            slope_bottom = (cx - bx) / (cy - by) if cy > by else np.float32(0)
            step_u, step_v = np.int32(ux * _FIXED), np.int32(vx * _FIXED)
            step_l, step_g = np.int32(lx * 256), np.int32(gx * 256)
            for y in range(y0, y1):
                yc = np.float32(y) + _HALF
                x_long = ax + (yc - ay) * slope_long
                x_short = ax + (yc - ay) * slope_top if yc < by else bx + (yc - by) * slope_bottom
                x0 = max(0, int(np.ceil(min(x_long, x_short) - _HALF)))
                x1 = min(width, int(np.ceil(max(x_long, x_short) - _HALF)))
                if layered:
                    low, high = hole_span(canvas, y, chroma)
                    x0, x1 = max(x0, low), min(x1, high)
                if x1 <= x0:
                    continue
                dx, dy = np.float32(x0) + _HALF - ax, yc - ay
                u = np.int32((au + ux * dx + uy * dy - _HALF) * _FIXED)
                v = np.int32((av + vx * dx + vy * dy - _HALF) * _FIXED)
                at = base + y * row_step + x0
                count = x1 - x0
                if not shaded:
                    while count > 0:
                        span(
                            frame, at, plane, texels, texel_plane, matte, frame, atlas_row, last,
                            u, step_u, v, step_v, np.int32(count), none, none, none, none, none,
                        )  # fmt: skip
                        u += np.int32(lanes) * step_u
                        v += np.int32(lanes) * step_v
                        at += lanes
                        count -= lanes
                    continue
                alpha_here = np.int32((alpha[a] + lx * dx + ly * dy) * 256)
                gain_here = np.int32((gain[a] + gx * dx + gy * dy) * 256) if layered else full
                while count > 0:
                    if layered:
                        layer_span(
                            frame, at, plane, texels, texel_plane, matte, frame, atlas_row, last,
                            u, step_u, v, step_v, np.int32(count), alpha_here, step_l, gain_here, step_g, mid,
                        )  # fmt: skip
                    else:
                        shaded_span(
                            frame, at, plane, texels, texel_plane, matte, frame, atlas_row, last,
                            u, step_u, v, step_v, np.int32(count), alpha_here, step_l, full, none, mid,
                        )  # fmt: skip
                    u += np.int32(lanes) * step_u
                    v += np.int32(lanes) * step_v
                    alpha_here += np.int32(lanes) * step_l
                    gain_here += np.int32(lanes) * step_g
                    at += lanes
                    count -= lanes

    return fill


@kernel
def hole_span(canvas, y, chroma):
    """Where the hole lies in row y of a plane."""
    low, high = canvas.span_low, canvas.span_high
    if chroma:
        return min(low[2 * y], low[2 * y + 1]) >> 1, (max(high[2 * y], high[2 * y + 1]) + 1) >> 1
    return low[y], high[y]


_skin_luma, _skin_chroma = _make_fill(False, False), _make_fill(True, False)
_layer_luma, _layer_chroma = _make_fill(False, True), _make_fill(True, True)


@kernel
def fill_skin(avatar, canvas, source, alpha, triangles, first, end):
    """Draw triangles of the mesh with the given opacity per vertex."""
    points = canvas.vertices
    _skin_luma(avatar, canvas, points, source, alpha, alpha, triangles, first, end)
    _skin_chroma(avatar, canvas, points, source, alpha, alpha, triangles, first, end)


_QUAD = np.array([[0, 1, 2], [0, 2, 3]], np.int32)


@kernel
def fill_quad(avatar, canvas):
    """Draw the canvas' quad inside the hole's spans."""
    points, source = canvas.quad_points, canvas.quad_source
    alpha, gain = canvas.quad_alpha, canvas.quad_gain
    _layer_luma(avatar, canvas, points, source, alpha, gain, _QUAD, 0, 2)
    _layer_chroma(avatar, canvas, points, source, alpha, gain, _QUAD, 0, 2)

"""The inverse map on a grid of cell corners, and which corners are allowed to change."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CELL_PX, PAD_PX
from visavis.face.raster.jit import kernel

ONE = 65536
"""1.0 in 16.16 fixed point."""
_EDGE = np.float32(1e-3)


@kernel
def mesh_to_grid(avatar, canvas):
    """Sample the mesh's inverse map (frame -> atlas) at the cell corners, in painter's order."""
    vertices, source, triangles = canvas.vertices, avatar.mesh.source, avatar.mesh.triangles
    grid_u, grid_v = canvas.grid_u, canvas.grid_v
    rows, columns = grid_u.shape
    max_u, max_v = (avatar.width + 2 * PAD_PX - 2) * ONE, (avatar.height + 2 * PAD_PX - 2) * ONE
    per_cell = np.float32(1.0 / CELL_PX)
    for j in range(rows):  # where the mesh does not reach: the picture itself
        for i in range(columns):
            grid_u[j, i] = min((i * CELL_PX + PAD_PX) * ONE, max_u)
            grid_v[j, i] = min((j * CELL_PX + PAD_PX) * ONE, max_v)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ax, ay = vertices[a, 0] * per_cell, vertices[a, 1] * per_cell
        bx, by = vertices[b, 0] * per_cell, vertices[b, 1] * per_cell
        cx, cy = vertices[c, 0] * per_cell, vertices[c, 1] * per_cell
        i0 = max(int(np.ceil(min(ax, bx, cx) - _EDGE)), 0)
        j0 = max(int(np.ceil(min(ay, by, cy) - _EDGE)), 0)
        i1 = min(int(np.floor(max(ax, bx, cx) + _EDGE)), columns - 1)
        j1 = min(int(np.floor(max(ay, by, cy) + _EDGE)), rows - 1)
        if i1 < i0 or j1 < j0:
            continue  # most triangles of the face hold no corner at all
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-6:
            continue
        inverse = np.float32(1) / area
        for j in range(j0, j1 + 1):
            for i in range(i0, i1 + 1):
                px, py = np.float32(i) - ax, np.float32(j) - ay
                wb = (px * (cy - ay) - (cx - ax) * py) * inverse
                wc = ((bx - ax) * py - px * (by - ay)) * inverse
                wa = 1 - wb - wc
                if wa >= -_EDGE and wb >= -_EDGE and wc >= -_EDGE:
                    u = wa * source[a, 0] + wb * source[b, 0] + wc * source[c, 0]
                    v = wa * source[a, 1] + wb * source[b, 1] + wc * source[c, 1]
                    grid_u[j, i] = min(max(int(u * ONE), 2 * ONE), max_u)
                    grid_v[j, i] = min(max(int(v * ONE), 2 * ONE), max_v)


@kernel
def commit_nodes(canvas, threshold):
    """Take over the corners whose map moved more than `threshold` (16.16); mark the cells they touch.

    Cells share their corners, so the held map stays continuous: a cell that is not redrawn never tears
    against its neighbour, it is only up to `threshold` late.
    """
    grid_u, grid_v, held_u, held_v = canvas.grid_u, canvas.grid_v, canvas.held_u, canvas.held_v
    moved, dirty = canvas.moved, canvas.dirty
    rows, columns = grid_u.shape
    for j in range(rows):  # without branches, so that LLVM vectorises it
        for i in range(columns):
            far_u = abs(grid_u[j, i] - held_u[j, i]) > threshold
            far_v = abs(grid_v[j, i] - held_v[j, i]) > threshold
            moved[j, i] = np.uint8(far_u | far_v)
    for j in range(rows):
        for i in range(columns):
            held_u[j, i] = grid_u[j, i] if moved[j, i] else held_u[j, i]
            held_v[j, i] = grid_v[j, i] if moved[j, i] else held_v[j, i]
    for j in range(rows - 1):
        for i in range(columns - 1):
            dirty[j, i] = moved[j, i] | moved[j, i + 1] | moved[j + 1, i] | moved[j + 1, i + 1]


@kernel
def commit_box(canvas, box):
    """Bring all corners of a box (px) up to date and mark every cell that touches them."""
    grid_u, grid_v, held_u, held_v = canvas.grid_u, canvas.grid_v, canvas.held_u, canvas.held_v
    dirty = canvas.dirty
    rows, columns = grid_u.shape
    x0, y0, x1, y1 = cells_of(box)
    for j in range(max(y0, 0), min(y1, rows - 1) + 1):
        for i in range(max(x0, 0), min(x1, columns - 1) + 1):
            if grid_u[j, i] != held_u[j, i] or grid_v[j, i] != held_v[j, i]:
                held_u[j, i], held_v[j, i] = grid_u[j, i], grid_v[j, i]
                for row in range(max(j - 1, 0), min(j, rows - 2) + 1):
                    for column in range(max(i - 1, 0), min(i, columns - 2) + 1):
                        dirty[row, column] = 1
            if j < y1 and i < x1 and j < rows - 1 and i < columns - 1:
                dirty[j, i] = 1


@kernel
def any_dirty(canvas, box):
    x0, y0, x1, y1 = cells_of(box)
    dirty = canvas.dirty
    for j in range(y0, min(y1, dirty.shape[0])):
        for i in range(x0, min(x1, dirty.shape[1])):
            if dirty[j, i]:
                return True
    return False


@kernel
def cells_of(box):
    """First cell and the one past the last, in both directions."""
    return box[0] // CELL_PX, box[1] // CELL_PX, -(-box[2] // CELL_PX), -(-box[3] // CELL_PX)

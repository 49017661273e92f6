"""The inverse map on a grid of cell corners, and which corners are allowed to change."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CELL_PX, PAD_PX
from visavis.face.raster.jit import kernel
from visavis.face.raster.node_run import NODES, lay_nodes

ONE = 65536
"""1.0 in 16.16 fixed point."""
_FIXED = np.float32(ONE)
_PER_CELL = np.float32(1.0 / CELL_PX)
_LEAST = np.float32(2 * ONE)
"""No map leaves the atlas, whatever the mesh does."""
_EDGE = np.float32(1e-3)


@kernel
def mesh_to_grid(avatar, canvas):
    """Sample the mesh's inverse map (frame -> atlas) at the cell corners, in painter's order."""
    triangles, reach = avatar.mesh.triangles, canvas.reach
    rows, columns = canvas.grid_u.shape
    show_picture(avatar, canvas)
    find_reach(canvas)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        i0, i1 = min(reach[a, 0], reach[b, 0], reach[c, 0]), max(reach[a, 2], reach[b, 2], reach[c, 2])
        j0, j1 = min(reach[a, 1], reach[b, 1], reach[c, 1]), max(reach[a, 3], reach[b, 3], reach[c, 3])
        i0, i1, j0, j1 = max(i0, 0), min(i1, columns - 1), max(j0, 0), min(j1, rows - 1)
        if i0 <= i1 and j0 <= j1:  # many triangles of the face hold no corner at all
            lay_triangle(avatar, canvas, a, b, c, (i0, j0, i1, j1))


@kernel
def show_picture(avatar, canvas):
    """The map where the mesh does not reach: the picture itself."""
    grid_u, grid_v = canvas.grid_u, canvas.grid_v
    max_u, max_v = farthest_texel(avatar)
    for j in range(grid_u.shape[0]):
        v = min((j * CELL_PX + PAD_PX) * ONE, max_v)
        for i in range(grid_u.shape[1]):
            grid_u[j, i] = min((i * CELL_PX + PAD_PX) * ONE, max_u)
            grid_v[j, i] = v


@kernel
def farthest_texel(avatar):
    return (avatar.width + 2 * PAD_PX - 2) * ONE, (avatar.height + 2 * PAD_PX - 2) * ONE


@kernel
def find_reach(canvas):
    """The first and the last column and row of nodes that a triangle with such a vertex may hold."""
    vertices, reach = canvas.vertices, canvas.reach
    for i in range(vertices.shape[0]):
        x, y = vertices[i, 0] * _PER_CELL, vertices[i, 1] * _PER_CELL
        reach[i, 0], reach[i, 1] = np.int32(np.ceil(x - _EDGE)), np.int32(np.ceil(y - _EDGE))
        reach[i, 2], reach[i, 3] = np.int32(np.floor(x + _EDGE)), np.int32(np.floor(y + _EDGE))


@kernel
def lay_triangle(avatar, canvas, a, b, c, box):
    """Take over its map at the nodes that it holds; `box`: first column and row, last column and row."""
    vertices, source = canvas.vertices, avatar.mesh.source
    grid_u, grid_v = canvas.grid_u, canvas.grid_v
    max_u, max_v = farthest_texel(avatar)
    ax, ay = vertices[a, 0] * _PER_CELL, vertices[a, 1] * _PER_CELL
    bx, by = vertices[b, 0] * _PER_CELL - ax, vertices[b, 1] * _PER_CELL - ay
    cx, cy = vertices[c, 0] * _PER_CELL - ax, vertices[c, 1] * _PER_CELL - ay
    area = bx * cy - cx * by
    if abs(area) < 1e-6:
        return
    inverse = np.float32(1) / area
    # the shares of b and c per node to the right and down, and the map in 16.16
    b_right, b_down, c_right, c_down = cy * inverse, -cx * inverse, -by * inverse, bx * inverse
    au, av = source[a, 0] * _FIXED, source[a, 1] * _FIXED
    bu, bv = source[b, 0] * _FIXED - au, source[b, 1] * _FIXED - av
    cu, cv = source[c, 0] * _FIXED - au, source[c, 1] * _FIXED - av
    u_right, v_right = b_right * bu + c_right * cu, b_right * bv + c_right * cv
    i0, j0, i1, j1 = box
    for j in range(j0, j1 + 1):
        row = j * grid_u.shape[1]
        for i in range(i0, i1 + 1, NODES):
            x, y = np.float32(i) - ax, np.float32(j) - ay
            share_b, share_c = x * b_right + y * b_down, x * c_right + y * c_down
            u, v = au + share_b * bu + share_c * cu, av + share_b * bv + share_c * cv
            lay_nodes(
                grid_u, grid_v, row + i, np.int32(i1 + 1 - i), share_b, b_right, share_c, c_right,
                u, u_right, v, v_right, _LEAST, np.float32(max_u), np.float32(max_v),
            )  # fmt: skip


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

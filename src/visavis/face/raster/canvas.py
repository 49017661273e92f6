"""Canvas: the buffers of one session, all allocated once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from visavis.face.avatar import BACKGROUND, CELL_PX, Avatar, Bytes, Floats, Integers

SPARE_BYTES = 16
"""Behind the frame: a run of eight pixels that ends in the last row may read and rewrite them."""
SPARE_NODES = 8
"""Behind the grid, for a run of eight nodes that ends in the last row."""
FAR = -(2**28)


class Canvas(NamedTuple):
    """Grids have one node per cell corner; maps are 16.16 fixed point in texels of the atlas."""

    frame: Bytes  # I420 and the spare bytes
    vertices: Floats  # (n + r, 2) of this moment
    held_vertices: Floats  # as last drawn, for the patches
    skin_alpha: Floats  # (n + r,) 1 on the mesh, 0 on the rims
    lid_alpha: Floats  # (n + r,) of the closed lids
    reach: Integers  # (n + r, 4) which nodes a vertex may lie between: see grid
    grid_u: Integers  # map of this moment
    grid_v: Integers
    held_u: Integers  # map as last drawn
    held_v: Integers
    moved: Bytes  # per node
    dirty: Bytes  # per cell
    drawn_class: Bytes  # per cell
    span_low: Integers  # per row of the frame: where a hole begins
    span_high: Integers  # and ends
    patch_box: Integers  # (4, 4) where each patch was last drawn
    patch_state: Floats  # (3, 3) what the layers behind eyes and lips showed
    worn: Floats  # (s, 2) the spectacles of this moment
    held_worn: Floats  # (s, 2) as last drawn
    quad_points: Floats  # (4, 2) scratch of one layer
    quad_source: Floats  # (4, 2)
    quad_alpha: Floats  # (4,)
    quad_gain: Floats  # (4,)


def new_canvas(avatar: Avatar) -> Canvas:
    """A canvas that shows the background; the first frame draws everything."""
    rows, columns = avatar.height // CELL_PX, avatar.width // CELL_PX
    vertices = len(avatar.mesh.rest)
    with_rims = vertices + len(avatar.patches.rim_vertex)
    nodes = (rows + 1, columns + 1)
    worn = avatar.spectacles.rest.shape
    skin_alpha = np.ones(with_rims, np.float32)
    skin_alpha[vertices:] = 0
    return Canvas(
        frame=np.concatenate([avatar.background, np.zeros(SPARE_BYTES, np.uint8)]),
        vertices=np.zeros((with_rims, 2), np.float32),
        held_vertices=np.full((with_rims, 2), 1e6, np.float32),
        skin_alpha=skin_alpha,
        lid_alpha=np.zeros(with_rims, np.float32),
        reach=np.zeros((with_rims, 4), np.int32),
        grid_u=_nodes(*nodes),
        grid_v=_nodes(*nodes),
        held_u=np.full(nodes, FAR, np.int32),
        held_v=np.full(nodes, FAR, np.int32),
        moved=np.zeros(nodes, np.uint8),
        dirty=np.zeros((rows, columns), np.uint8),
        drawn_class=np.full((rows, columns), BACKGROUND, np.uint8),
        span_low=np.zeros(avatar.height + 2, np.int32),
        span_high=np.zeros(avatar.height + 2, np.int32),
        patch_box=np.zeros((4, 4), np.int32),
        patch_state=np.full((3, 3), 1e6, np.float32),
        worn=np.zeros(worn, np.float32),
        held_worn=np.full(worn, 1e6, np.float32),
        quad_points=np.zeros((4, 2), np.float32),
        quad_source=np.zeros((4, 2), np.float32),
        quad_alpha=np.ones(4, np.float32),
        quad_gain=np.ones(4, np.float32),
    )


def _nodes(rows: int, columns: int) -> Integers:
    return np.zeros(rows * columns + SPARE_NODES, np.int32)[:-SPARE_NODES].reshape(rows, columns)

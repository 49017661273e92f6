"""One frame, from controls to pixels, in one call without Python.

controls, pose ─▶ vertices ─▶ inverse map on 8 px cells ─▶ cells that moved ─▶ eyes, lips, spectacles
"""

from __future__ import annotations

from visavis.face.raster.cells import warp_cells
from visavis.face.raster.grid import ONE, commit_nodes, mesh_to_grid
from visavis.face.raster.jit import entry_point
from visavis.face.raster.patches import PATCHES, changed_patches, claim_cells, draw_patch
from visavis.face.raster.spectacles import place_spectacles
from visavis.face.raster.vertices import head_turn, solve_vertices


@entry_point
def draw_frame(avatar, canvas, controls, pose, threshold):
    """Bring the canvas up to date; movements up to `threshold` (16.16 px) may wait.

    Returns the number of redrawn cells and patches: 0 when the frame is the last one, bit for bit.
    """
    gap = solve_vertices(avatar, controls, pose, canvas.vertices)
    turn = head_turn(avatar.mesh, pose)
    place_spectacles(avatar, canvas, turn)
    mesh_to_grid(avatar, canvas)
    commit_nodes(canvas, threshold)
    changed = changed_patches(avatar, canvas, controls, gap, threshold / ONE)
    changed = claim_cells(avatar, canvas, changed)
    redrawn = warp_cells(avatar, canvas)
    for patch in range(PATCHES):
        if changed >> patch & 1:
            draw_patch(avatar, canvas, controls, turn, gap, patch)
            redrawn += 1
    return redrawn

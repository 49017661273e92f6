"""Eyes, lips and spectacles: whether they changed, and drawing them over the warped cells."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import LIPS, PAINTED_OVER, SPECTACLES
from visavis.face.expression import Control
from visavis.face.proportions import (
    CLOSED_LIDS_AT,
    CLOSED_LIDS_FROM,
    LOWER_LIDS_FROM,
    LOWER_LIP_REACH,
    MOUTH_SHUT_PX,
)
from visavis.face.raster.grid import any_dirty, cells_of, commit_box
from visavis.face.raster.jit import kernel
from visavis.face.raster.layers import draw_eyeball, draw_mouth, find_hole, tip_out
from visavis.face.raster.spectacles import are_worn, draw_spectacles, spectacles_moved
from visavis.face.raster.triangles import fill_skin

PATCHES = 4

_JAW, _LOWER_LIP, _PUCKER = int(Control.JAW), int(Control.LOWER_LIP), int(Control.PUCKER)
_GAZE_X, _GAZE_Y, _TONGUE = int(Control.GAZE_X), int(Control.GAZE_Y), int(Control.TONGUE)
_BLINK = int(Control.BLINK_RIGHT)


@kernel
def layers_state(avatar, controls, gap, patch):
    """Three numbers in px that change when the layers behind a patch do."""
    if patch == LIPS:
        mouth = avatar.mouth
        inside = controls[_LOWER_LIP] * LOWER_LIP_REACH * mouth.width
        inside += controls[_TONGUE] * 8.0 + tip_out(controls) * 8.0 + controls[_PUCKER] * 4.0
        return controls[_JAW] * mouth.jaw_drop, np.float64(gap), inside
    eyes = avatar.eyes
    look_x, look_y = controls[_GAZE_X] * eyes.gaze_px[patch, 0], controls[_GAZE_Y] * eyes.gaze_px[patch, 1]
    return look_x, look_y, controls[_BLINK + patch] * 8.0


@kernel
def changed_patches(avatar, canvas, controls, gap, limit):
    """Bits of the patches whose vertices or layers moved more than `limit` px since they were drawn."""
    patches = avatar.patches
    changed = 0
    if spectacles_moved(canvas, limit):
        changed |= 1 << SPECTACLES
    for patch in range(SPECTACLES):
        state = canvas.patch_state[patch]
        now = layers_state(avatar, controls, gap, patch)
        moved = False
        for k in range(3):
            moved |= abs(state[k] - now[k]) > limit
        for k in range(patches.vertex_start[patch], patches.vertex_start[patch + 1]):
            if moved:
                break
            i = patches.vertices[k]
            moved |= abs(canvas.vertices[i, 0] - canvas.held_vertices[i, 0]) > limit
            moved |= abs(canvas.vertices[i, 1] - canvas.held_vertices[i, 1]) > limit
        if moved:
            changed |= 1 << patch
    return changed


@kernel
def claim_cells(avatar, canvas, changed):
    """A redrawn cell under a patch forces the patch, a redrawn patch its cells. Returns the final bits."""
    claimed = 0
    while True:
        for patch in range(PATCHES):
            absent = patch == SPECTACLES and not are_worn(avatar)
            if not changed >> patch & 1 and not absent and any_dirty(canvas, canvas.patch_box[patch]):
                changed |= 1 << patch
        if claimed == changed:
            return changed
        for patch in range(PATCHES):
            if changed >> patch & 1 and not claimed >> patch & 1:
                commit_box(canvas, canvas.patch_box[patch])  # where it was
                bound_patch(avatar, canvas, patch)
                commit_box(canvas, canvas.patch_box[patch])  # where it goes
                claimed |= 1 << patch


@kernel
def bound_patch(avatar, canvas, patch):
    patches, points = avatar.patches, canvas.vertices
    x0, y0, x1, y1 = np.float32(1e9), np.float32(1e9), np.float32(-1e9), np.float32(-1e9)
    if patch == SPECTACLES:
        for i in range(canvas.worn.shape[0]):
            x0, y0 = min(x0, canvas.worn[i, 0]), min(y0, canvas.worn[i, 1])
            x1, y1 = max(x1, canvas.worn[i, 0]), max(y1, canvas.worn[i, 1])
    else:
        for k in range(patches.vertex_start[patch], patches.vertex_start[patch + 1]):
            i = patches.vertices[k]
            x0, y0 = min(x0, points[i, 0]), min(y0, points[i, 1])
            x1, y1 = max(x1, points[i, 0]), max(y1, points[i, 1])
    box = canvas.patch_box[patch]
    box[0], box[1] = max(int(x0) - 1, 0), max(int(y0) - 1, 0)
    box[2], box[3] = min(int(x1) + 2, avatar.width), min(int(y1) + 2, avatar.height)


@kernel
def draw_patch(avatar, canvas, controls, turn, gap, patch):
    if patch == SPECTACLES:
        draw_spectacles(avatar, canvas)
    else:
        draw_round_hole(avatar, canvas, controls, turn, gap, patch)
        hold(avatar, canvas, controls, gap, patch)
    paint_over(canvas, patch)


@kernel
def draw_round_hole(avatar, canvas, controls, turn, gap, patch):
    """Layers, then the skin round the hole, then its soft rim; for eyes, the closed lids over it."""
    patches, source = avatar.patches, avatar.mesh.source
    find_hole(avatar, canvas, patch)
    if patch != LIPS:
        draw_eyeball(avatar, canvas, controls, turn, patch)
    elif gap > MOUTH_SHUT_PX:
        draw_mouth(avatar, canvas, controls, turn, gap)
    first, end = patches.triangle_start[patch], patches.triangle_start[patch + 1]
    rim_first, rim_end = patches.rim_start[patch], patches.rim_start[patch + 1]
    fill_skin(avatar, canvas, source, canvas.skin_alpha, patches.triangles, first, end)
    fill_skin(avatar, canvas, source, canvas.skin_alpha, patches.rim_triangles, rim_first, rim_end)
    if patch != LIPS:
        shut = (controls[_BLINK + patch] - CLOSED_LIDS_FROM) / (CLOSED_LIDS_AT - CLOSED_LIDS_FROM)
        if shut > 0:
            cover = np.float32(min(shut, 1.0))
            low = (controls[_BLINK + patch] - LOWER_LIDS_FROM) / (1 - LOWER_LIDS_FROM)
            lower = -np.float32(min(max(low, 0.0), 1.0))
            for i in range(patches.closed_cover.size):
                share = patches.closed_cover[i]
                canvas.lid_alpha[i] = share * (cover if share > 0 else lower)
            closed = patches.closed_source
            fill_skin(avatar, canvas, closed, canvas.lid_alpha, patches.triangles, first, end)
            fill_skin(avatar, canvas, closed, canvas.lid_alpha, patches.rim_triangles, rim_first, rim_end)


@kernel
def hold(avatar, canvas, controls, gap, patch):
    patches = avatar.patches
    for k in range(patches.vertex_start[patch], patches.vertex_start[patch + 1]):
        i = patches.vertices[k]
        canvas.held_vertices[i, 0], canvas.held_vertices[i, 1] = canvas.vertices[i, 0], canvas.vertices[i, 1]
    now = layers_state(avatar, controls, gap, patch)
    for k in range(3):
        canvas.patch_state[patch, k] = now[k]


@kernel
def paint_over(canvas, patch):
    """What lies under a patch is no longer what the cells drew."""
    x0, y0, x1, y1 = cells_of(canvas.patch_box[patch])
    for row in range(y0, min(y1, canvas.drawn_class.shape[0])):
        for column in range(x0, min(x1, canvas.drawn_class.shape[1])):
            canvas.drawn_class[row, column] = PAINTED_OVER

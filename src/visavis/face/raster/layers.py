"""What lies behind the holes of the mesh: eyeballs, and between the lips cavity, teeth and tongue."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CAVITY, LOWER_TEETH, TONGUE, TONGUE_TIP, UPPER_TEETH
from visavis.face.expression import Control
from visavis.face.proportions import (
    LOWER_LIP_REACH,
    LOWER_TEETH_FOLLOW,
    PUCKER_COVERS,
    PUCKER_SHADE,
    TIP_COMES,
    TIP_FROM,
    TIP_OUT,
    TONGUE_FOLLOW,
    TONGUE_RAISE,
    TONGUE_RAISE_JAW,
    WIDE_OPEN,
)
from visavis.face.raster.jit import kernel
from visavis.face.raster.triangles import fill_quad
from visavis.face.raster.vertices import turned

_JAW, _LOWER_LIP, _PUCKER = int(Control.JAW), int(Control.LOWER_LIP), int(Control.PUCKER)
_GAZE_X, _GAZE_Y, _TONGUE = int(Control.GAZE_X), int(Control.GAZE_Y), int(Control.TONGUE)
_BLINK = int(Control.BLINK_RIGHT)


@kernel
def find_hole(avatar, canvas, patch):
    """Fill the row spans of a patch's hole, grown by 1 px.

    A layer may be larger than the skin round the hole, so that it must be cut here.
    """
    patches, points = avatar.patches, canvas.vertices
    low, high = canvas.span_low, canvas.span_high
    first, end = patches.loop_start[patch], patches.loop_start[patch + 1]
    top, bottom = np.float32(1e9), np.float32(-1e9)
    for k in range(first, end):
        y = points[patches.rim_vertex[k], 1]
        top, bottom = min(top, y), max(bottom, y)
    y0, y1 = max(int(top) - 1, 0), min(int(bottom) + 2, avatar.height)
    for y in range(low.size):
        low[y], high[y] = avatar.width, 0
    for k in range(first, end):
        i = patches.rim_vertex[k]
        j = patches.rim_vertex[k + 1 if k + 1 < end else first]
        if points[i, 1] > points[j, 1]:
            i, j = j, i
        ax, ay, bx, by = points[i, 0], points[i, 1], points[j, 0], points[j, 1]
        slope = (bx - ax) / (by - ay) if by - ay > np.float32(1e-3) else np.float32(0)
        for y in range(max(int(np.floor(ay)) - 1, y0), min(int(np.floor(by)) + 2, y1)):
            above = ax + (min(max(np.float32(y), ay), by) - ay) * slope
            below = ax + (min(max(np.float32(y + 1), ay), by) - ay) * slope
            if slope == 0:
                above, below = ax, bx
            low[y] = max(min(low[y], int(min(above, below)) - 1), 0)
            high[y] = min(max(high[y], int(max(above, below)) + 2), avatar.width)


@kernel
def draw_layer(avatar, canvas, turn, relief, box, opacity, gain_top, gain_bottom):
    """Draw the quad whose corners are set, clockwise and not yet turned, from a box of the atlas."""
    points, source, gain = canvas.quad_points, canvas.quad_source, canvas.quad_gain
    for k in range(4):
        source[k, 0] = box[0] if k == 0 or k == 3 else box[2]
        source[k, 1] = box[1] if k < 2 else box[3]
        canvas.quad_alpha[k] = opacity
        gain[k] = gain_top if k < 2 else gain_bottom
        x, y = turned(avatar.mesh, turn, points[k, 0], points[k, 1], np.float32(relief), np.float32(1))
        points[k, 0], points[k, 1] = x, y
    fill_quad(avatar, canvas)


@kernel
def draw_eyeball(avatar, canvas, controls, turn, eye):
    eyes = avatar.eyes
    box = eyes.box[eye]
    look_x, look_y = controls[_GAZE_X] * eyes.gaze_px[eye, 0], controls[_GAZE_Y] * eyes.gaze_px[eye, 1]
    for k in range(4):
        canvas.quad_points[k, 0] = (box[0] if k == 0 or k == 3 else box[2]) + look_x
        canvas.quad_points[k, 1] = (box[1] if k < 2 else box[3]) + look_y
    shade = 1 - 0.25 * controls[_BLINK + eye]
    draw_layer(avatar, canvas, turn, eyes.relief[eye], eyes.atlas[eye], 1.0, shade, shade)


@kernel
def draw_mouth_layer(avatar, canvas, turn, layer, lowered, stretched, opacity, light):
    """Draw one layer `lowered` px below its place, its lower edge `stretched` px further down."""
    mouth = avatar.mouth
    box = mouth.hang[layer]
    for k in range(4):
        along = box[0] if k == 0 or k == 3 else box[2]
        down = box[1] + lowered if k < 2 else box[3] + lowered + stretched
        canvas.quad_points[k, 0] = mouth.centre[0] + mouth.along[0] * along - mouth.along[1] * down
        canvas.quad_points[k, 1] = mouth.centre[1] + mouth.along[1] * along + mouth.along[0] * down
    lit = mouth.dark[layer] + (1 - mouth.dark[layer]) * light
    top, bottom = mouth.gain[layer, 0] * lit, mouth.gain[layer, 1] * lit
    draw_layer(avatar, canvas, turn, mouth.relief[layer], mouth.atlas[layer], opacity, top, bottom)


@kernel
def draw_mouth(avatar, canvas, controls, turn, gap):
    """Back to front; the less open or the more puckered the lips, the less light comes in.

    What puckered lips keep out of the light sinks into the dark red behind it: dimmed alone, teeth were grey.
    """
    mouth = avatar.mouth
    jaw = controls[_JAW] * mouth.jaw_drop
    low = controls[_LOWER_LIP] * LOWER_LIP_REACH * mouth.width
    tongue = controls[_TONGUE]
    raised = tongue * (TONGUE_RAISE * mouth.width + jaw * TONGUE_RAISE_JAW)
    puckered = min(max(controls[_PUCKER], 0.0), 1.0)
    light = min(max(gap / (WIDE_OPEN * mouth.width), 0.0), 1.0)
    rounded = puckered * puckered
    covered = PUCKER_COVERS * rounded * mouth.width
    seen = 1 - PUCKER_SHADE * rounded * puckered
    draw_mouth_layer(avatar, canvas, turn, CAVITY, 0.0, jaw + low, 1.0, 1 - rounded)
    draw_mouth_layer(avatar, canvas, turn, LOWER_TEETH, jaw * LOWER_TEETH_FOLLOW, 0.0, seen, light)
    draw_mouth_layer(avatar, canvas, turn, TONGUE, jaw * TONGUE_FOLLOW - raised, jaw + low, seen, light)
    draw_mouth_layer(avatar, canvas, turn, UPPER_TEETH, -covered, 0.0, seen, light)
    out = tip_out(controls)
    if out > 0 and mouth.hang.shape[0] > TONGUE_TIP:
        below = (1 - out) * TIP_COMES * mouth.width
        draw_mouth_layer(avatar, canvas, turn, TONGUE_TIP, below, 0.0, out * seen, 1.0)


@kernel
def tip_out(controls):
    """How far the tip of the tongue is between the teeth, 0 to 1."""
    return min(max((controls[_TONGUE] - TIP_FROM) / (TIP_OUT - TIP_FROM), 0.0), 1.0)

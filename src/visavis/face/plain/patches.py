"""Eyes and lips, where the map jumps: what lies behind the holes of the mesh, and the skin round them."""

from __future__ import annotations

import numpy as np

from visavis.face.avatar import CAVITY, LIPS, LOWER_TEETH, TONGUE, TONGUE_TIP, UPPER_TEETH, Avatar, Floats
from visavis.face.expression import Control
from visavis.face.plain.brush import Brush, Hole
from visavis.face.plain.triangles import Numbers, ranges
from visavis.face.plain.vertices import Turn
from visavis.face.proportions import (
    CLOSED_LIDS_AT,
    CLOSED_LIDS_FROM,
    LOWER_LIDS_FROM,
    LOWER_LIP_REACH,
    LOWER_TEETH_FOLLOW,
    MOUTH_SHUT_PX,
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


def draw_round_hole(
    avatar: Avatar, brush: Brush, vertices: Floats, controls: Numbers, turn: Turn, gap: float, patch: int
) -> None:
    """Layers, then the skin round the hole with its soft rim; for eyes, the closed lids over it."""
    patches = avatar.patches
    skin = slice(*patches.triangle_start[patch : patch + 2])
    rim = slice(*patches.rim_start[patch : patch + 2])
    triangles = np.vstack([patches.triangles[skin], patches.rim_triangles[rim]])
    if patch != LIPS:
        _draw_eyeball(avatar, brush, _hole(avatar, vertices, patch), controls, turn, patch)
    elif gap > MOUTH_SHUT_PX:
        _draw_mouth(avatar, brush, _hole(avatar, vertices, patch), controls, turn, gap)
    alpha = np.ones(len(vertices), np.float32)
    alpha[len(avatar.mesh.rest) :] = 0
    brush.skin(vertices, avatar.mesh.source, alpha, triangles)
    if patch != LIPS:
        shut = (controls[Control.BLINK_RIGHT + patch] - CLOSED_LIDS_FROM) / (
            CLOSED_LIDS_AT - CLOSED_LIDS_FROM
        )
        if shut > 0:
            low = (controls[Control.BLINK_RIGHT + patch] - LOWER_LIDS_FROM) / (1 - LOWER_LIDS_FROM)
            share = patches.closed_cover
            cover = share * np.where(share > 0, min(shut, 1.0), -min(max(low, 0.0), 1.0)).astype(np.float32)
            brush.skin(vertices, patches.closed_source, cover, triangles)


def _hole(avatar: Avatar, vertices: Floats, patch: int) -> Hole:
    """Grown by 1 px. A layer may be larger than the skin round the hole, so that it must be cut here."""
    patches, width, height = avatar.patches, avatar.width, avatar.height
    loop = vertices[patches.rim_vertex[slice(*patches.loop_start[patch : patch + 2])]].astype(np.float64)
    ends = np.stack([loop, np.roll(loop, -1, axis=0)], axis=1)
    order = np.argsort(ends[:, :, 1], axis=1, kind="stable")
    (ax, ay), (bx, by) = np.take_along_axis(ends, order[:, :, None], axis=1).transpose(1, 2, 0)
    top, bottom = int(np.clip(loop[:, 1].min() - 1, 0, height)), int(np.clip(loop[:, 1].max() + 2, 0, height))
    first = np.clip(np.floor(ay).astype(np.int64) - 1, top, bottom)
    end = np.clip(np.floor(by).astype(np.int64) + 2, top, bottom)
    of, y = ranges(first, end)
    steep = by - ay > 1e-3
    slope = np.divide(bx - ax, by - ay, out=np.zeros_like(ax), where=steep)
    above = np.where(steep[of], ax[of] + (np.clip(y, ay[of], by[of]) - ay[of]) * slope[of], ax[of])
    below = np.where(steep[of], ax[of] + (np.clip(y + 1, ay[of], by[of]) - ay[of]) * slope[of], bx[of])
    low, high = np.full(height, width), np.zeros(height, np.int64)
    np.minimum.at(low, y, np.clip(np.trunc(np.minimum(above, below)) - 1, 0, width).astype(np.int64))
    np.maximum.at(high, y, np.clip(np.trunc(np.maximum(above, below)) + 2, 0, width).astype(np.int64))
    return Hole(low, high)


def _draw_eyeball(avatar: Avatar, brush: Brush, hole: Hole, controls: Numbers, turn: Turn, eye: int) -> None:
    eyes = avatar.eyes
    look = controls[[Control.GAZE_X, Control.GAZE_Y]] * eyes.gaze_px[eye]
    shade = 1 - 0.25 * controls[Control.BLINK_RIGHT + eye]
    points = turn.of(_corners(eyes.box[eye]) + look, eyes.relief[eye], 1.0)
    brush.layer(points, _corners(eyes.atlas[eye]), np.full(4, shade), hole)


def _draw_mouth(avatar: Avatar, brush: Brush, hole: Hole, controls: Numbers, turn: Turn, gap: float) -> None:
    """Back to front; the less open or the more puckered the lips, the less light comes in.

    What puckered lips keep out of the light sinks into the dark red behind it: dimmed alone, teeth were grey.
    """
    mouth = avatar.mouth
    jaw = controls[Control.JAW] * mouth.jaw_drop
    low = controls[Control.LOWER_LIP] * LOWER_LIP_REACH * mouth.width
    raised = controls[Control.TONGUE] * (TONGUE_RAISE * mouth.width + jaw * TONGUE_RAISE_JAW)
    puckered = min(max(controls[Control.PUCKER], 0.0), 1.0)
    light = min(max(gap / (WIDE_OPEN * mouth.width), 0.0), 1.0)
    rounded = puckered * puckered
    covered = PUCKER_COVERS * rounded * mouth.width
    seen = 1 - PUCKER_SHADE * rounded * puckered
    layers = [
        (CAVITY, 0.0, jaw + low, 1.0, 1 - rounded),
        (LOWER_TEETH, jaw * LOWER_TEETH_FOLLOW, 0.0, seen, light),
        (TONGUE, jaw * TONGUE_FOLLOW - raised, jaw + low, seen, light),
        (UPPER_TEETH, -covered, 0.0, seen, light),
    ]
    out = min(max((controls[Control.TONGUE] - TIP_FROM) / (TIP_OUT - TIP_FROM), 0.0), 1.0)
    if out > 0 and len(mouth.hang) > TONGUE_TIP:
        layers.append((TONGUE_TIP, (1 - out) * TIP_COMES * mouth.width, 0.0, out * seen, 1.0))
    for layer, lowered, stretched, opacity, falls_in in layers:
        hung = _corners(mouth.hang[layer])
        hung[:, 1] += [lowered, lowered, lowered + stretched, lowered + stretched]
        axes = np.array([mouth.along, [-mouth.along[1], mouth.along[0]]])
        points = turn.of(mouth.centre + hung @ axes, mouth.relief[layer], 1.0)
        top, bottom = mouth.gain[layer] * (mouth.dark[layer] + (1 - mouth.dark[layer]) * falls_in)
        gain = np.array([top, top, bottom, bottom])
        brush.layer(points, _corners(mouth.atlas[layer]), gain, hole, opacity)


def _corners(box: Floats) -> Numbers:
    """(4, 2), clockwise from the top left."""
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float64)

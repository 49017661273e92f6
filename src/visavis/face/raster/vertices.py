"""From controls and pose to the vertices of one moment."""

from __future__ import annotations

import numpy as np

from visavis.face.expression import Control, Pose
from visavis.face.proportions import (
    LIP_ROW_SHARE,
    RIM_OVERLAP_PX,
    RIM_PX,
    RIM_SHARE,
    SEAL_BY_UPPER_LIP,
)
from visavis.face.raster.jit import kernel

_PRESS = int(Control.PRESS)
_YAW, _PITCH, _ROLL, _X, _Y, _BREATH = (int(part) for part in Pose)
_MIDDLE = 5


@kernel
def solve_vertices(avatar, controls, pose, vertices):
    """Fill `vertices`; returns the gap between the lips at the middle, in px."""
    add_shapes(avatar.mesh, controls, vertices)
    gap = meet_lips(avatar.lips, controls[_PRESS], vertices)
    turn_mesh(avatar, head_turn(avatar.mesh, pose), vertices)
    add_rims(avatar, vertices)
    return gap


@kernel
def add_shapes(mesh, controls, vertices):
    count = mesh.rest.shape[0]
    for i in range(count):
        vertices[i, 0] = mesh.rest[i, 0]
        vertices[i, 1] = mesh.rest[i, 1]
    for shape in range(mesh.shapes.shape[0]):
        weight = np.float32(controls[shape])
        if weight != 0:
            for i in range(count):
                vertices[i, 0] += weight * mesh.shapes[shape, i, 0]
                vertices[i, 1] += weight * mesh.shapes[shape, i, 1]


@kernel
def meet_lips(lips, press, vertices):
    """Lips never cross, and pressed lips touch, whatever the other controls ask for."""
    middle_gap = np.float32(0)
    seal = np.float32(min(max(press * 1.25, 0.0), 1.0))
    for j in range(lips.upper.shape[1]):
        gap = vertices[lips.lower[0, j], 1] - vertices[lips.upper[0, j], 1]
        if gap < 0:
            down, up = gap / 2, gap / 2
        else:
            down = gap * seal * SEAL_BY_UPPER_LIP
            up = gap * seal - down
        for row in range(3):
            vertices[lips.upper[row, j], 1] += down * LIP_ROW_SHARE[row]
            vertices[lips.lower[row, j], 1] -= up * LIP_ROW_SHARE[row]
        if j == _MIDDLE:
            middle_gap = max(gap - down - up, np.float32(0))
    return middle_gap


@kernel
def head_turn(mesh, pose):
    """The pose as the numbers that `turned` needs."""
    scale = mesh.pose_scale
    return (
        np.float32(np.cos(pose[_YAW])),
        np.float32(np.sin(pose[_YAW])),
        np.float32(np.cos(pose[_PITCH])),
        np.float32(np.sin(pose[_PITCH])),
        np.float32(np.cos(pose[_ROLL])),
        np.float32(np.sin(pose[_ROLL])),
        np.float32(pose[_X] * scale),
        np.float32(pose[_Y] * scale),
        np.float32(pose[_BREATH] * scale),
    )


@kernel
def turned(mesh, turn, x, y, relief, weight):
    """Weak perspective: turn about the pivot by the share `weight`; the rest of the body breathes."""
    cos_yaw, sin_yaw, cos_pitch, sin_pitch, cos_roll, sin_roll, shift_x, shift_y, breath = turn
    across, down, near = x - mesh.pivot[0], y - mesh.pivot[1], relief - mesh.pivot[2]
    new_across = across * cos_yaw + near * sin_yaw
    new_down = down * cos_pitch + near * sin_pitch
    moved_x = new_across * cos_roll - new_down * sin_roll + shift_x - across
    moved_y = new_across * sin_roll + new_down * cos_roll + shift_y - down
    return x + moved_x * weight, y + moved_y * weight - (np.float32(1) - weight) * breath


@kernel
def turn_mesh(avatar, turn, vertices):
    mesh = avatar.mesh
    reach = np.float32(4 * (avatar.width + avatar.height))
    for i in range(mesh.rest.shape[0]):
        x, y = turned(mesh, turn, vertices[i, 0], vertices[i, 1], mesh.relief[i], mesh.head_weight[i])
        # absurd controls must not overflow the fixed-point coordinates later on
        vertices[i, 0] = min(max(x, -reach), reach)
        vertices[i, 1] = min(max(y, -reach), reach)


@kernel
def add_rims(avatar, vertices):
    """A rim lies square to its edge, on the inner side: it softens steep edges as well as level ones."""
    patches = avatar.patches
    rests = avatar.mesh.rest.shape[0]
    for hole in range(patches.loop_start.size - 1):
        first, end = patches.loop_start[hole], patches.loop_start[hole + 1]
        for k in range(first, end):
            a, b = patches.rim_vertex[k], patches.rim_opposite[k]
            across, down = vertices[b, 0] - vertices[a, 0], vertices[b, 1] - vertices[a, 1]
            rim = min(RIM_PX, np.sqrt(across * across + down * down) * RIM_SHARE)
            overlap = max(RIM_OVERLAP_PX - rim, np.float32(0)) * patches.rim_down[k]
            before = patches.rim_vertex[k - 1 if k > first else end - 1]
            after = patches.rim_vertex[k + 1 if k + 1 < end else first]
            along_x = vertices[after, 0] - vertices[before, 0]
            along_y = vertices[after, 1] - vertices[before, 1]
            share = rim / (np.sqrt(along_x * along_x + along_y * along_y) + np.float32(1e-6))
            vertices[rests + k, 0] = vertices[a, 0] - along_y * share
            vertices[rests + k, 1] = vertices[a, 1] + along_x * share + overlap

"""Compile everything ahead, so that no session waits for it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from visavis.face.avatar import Avatar, Eyes, Light, Lips, Mesh, Mouth, Patches, Spectacles, Texture
from visavis.face.expression import MOVES_MESH, Expression, Pose
from visavis.face.proportions import LIGHT_KNOWN_AT_RAD
from visavis.face.raster.jit import one_at_a_time
from visavis.face.raster.renderer import Renderer

SIDE_PX = 16


def warm_up() -> None:
    """Compile the kernels (20 s the first time), or load them from the disk (a fraction of a second)."""
    with one_at_a_time():
        turned = Expression()
        turned.pose[Pose.YAW] = LIGHT_KNOWN_AT_RAD
        Renderer(_nobody()).render(turned)


def _nobody() -> Avatar:
    """The smallest avatar: one vertex, nothing to see. Its arrays have the types of a mapped file."""
    floats, integers = np.float32, np.int32
    ranges = _constant((4,), integers)
    no_triangles = _constant((0, 3), integers)
    half = SIDE_PX // 2
    return Avatar(
        width=SIDE_PX,
        height=SIDE_PX,
        background=_constant((SIDE_PX * SIDE_PX * 3 // 2,), np.uint8),
        cell_class=_constant((half, half), np.uint8),
        texture=Texture(
            row=64,
            luma=_constant((64 * 64,), np.uint32),
            chroma=_constant((2 * 32 * 32,), np.uint32),
            matte=_constant((64 * 64,), np.uint32),
            matte_half=_constant((32 * 32,), np.uint32),
        ),
        mesh=Mesh(
            rest=_constant((1, 2), floats),
            relief=_constant((1,), floats),
            head_weight=_constant((1,), floats),
            shapes=_constant((MOVES_MESH, 1, 2), floats),
            source=_constant((1, 2), floats),
            triangles=no_triangles,
            pivot=_constant((3,), floats),
            pose_scale=1.0,
        ),
        patches=Patches(
            triangles=no_triangles,
            triangle_start=ranges,
            vertices=_constant((0,), integers),
            vertex_start=ranges,
            rim_triangles=no_triangles,
            rim_start=ranges,
            rim_vertex=_constant((0,), integers),
            rim_opposite=_constant((0,), integers),
            rim_down=_constant((0,), floats),
            loop_start=ranges,
            closed_source=_constant((1, 2), floats),
            closed_cover=_constant((1,), floats),
        ),
        lips=Lips(upper=_constant((3, 11), integers), lower=_constant((3, 11), integers)),
        eyes=Eyes(
            box=_constant((2, 4), floats),
            atlas=_constant((2, 4), floats),
            relief=_constant((2,), floats),
            gaze_px=_constant((2, 2), floats),
        ),
        mouth=Mouth(
            centre=_constant((2,), floats),
            along=_constant((2,), floats),
            width=1.0,
            jaw_drop=1.0,
            hang=_constant((5, 4), floats),
            atlas=_constant((5, 4), floats),
            gain=_constant((5, 2), floats),
            dark=_constant((5,), floats),
            relief=_constant((5,), floats),
        ),
        spectacles=Spectacles(
            rest=_constant((0, 2), floats),
            relief=_constant((0,), floats),
            source=_constant((0, 2), floats),
            triangles=no_triangles,
        ),
        light=Light(levels=_constant((2, 2, 2), np.int8), corner=_constant((2,), integers)),
    )


def _constant(shape: tuple[int, ...], kind: DTypeLike) -> Any:
    array = np.zeros(shape, kind)
    array.flags.writeable = False
    return array

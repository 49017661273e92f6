"""Put an avatar together: from a framed portrait to everything that the renderer needs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import (
    BACKGROUND,
    BLENDED,
    CELL_PX,
    OPAQUE,
    Avatar,
    AvatarError,
    Bytes,
    Eyes,
    Floats,
    Integers,
    Lips,
    Mesh,
    Patches,
)
from visavis.face.build.atlas import Atlas
from visavis.face.build.eyes import bare_eyeballs
from visavis.face.build.landmarks import landmarks_of
from visavis.face.build.light import build_light
from visavis.face.build.mesh import FaceMesh, build_mesh, head_weight
from visavis.face.build.mouth import build_mouth
from visavis.face.build.planes import i420_planes
from visavis.face.build.shapes import build_shapes
from visavis.face.build.spectacles import build_spectacles
from visavis.face.build.topology import (
    EYES,
    LEFT_CHEEK_EDGE,
    LOWER_LIP_ROWS,
    RIGHT_CHEEK_EDGE,
    UPPER_LIP_ROWS,
    load_template,
)
from visavis.face.expression import Control
from visavis.face.portrait import Portrait

RIM_INSET_PX = 0.8
"""Lips and lids take their rim's colour this far outside the opening: no teeth or eye white in it."""
LEAST_INSET_PX = 0.9
CELL_REACH_PX = 13
"""Side of the neighbourhood that a warped cell may show, for its class."""
GAZE_REACH = (0.16, 0.25)
"""Shift of the eyeball at full gaze, in eye widths and eye heights."""
PIVOT_BELOW_CHIN = 0.15
PIVOT_BEHIND_EARS = 0.10
"""Where the head turns about: shares of the face's height below the chin, of its width behind its edge."""

Box = tuple[int, int, int, int]


def build_avatar(portrait: Portrait) -> Avatar:
    """Build the rig of a portrait that has the frame's size; the same portrait gives the same bytes."""
    width, height = portrait.width, portrait.height
    if width % (2 * CELL_PX) or height % (2 * CELL_PX):
        raise AvatarError(f"A frame of {width}x{height} px cannot be drawn: both must be multiples of 16.")
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    shapes = build_shapes(portrait, mesh)
    atlas = Atlas()
    corner = atlas.add(portrait.picture, np.round(portrait.matte * 255).astype(np.uint8))
    eyes = _eyes(portrait, mesh, atlas)
    patches = _patches(portrait, mesh, shapes, atlas)
    mouth = build_mouth(portrait, mesh, atlas)
    spectacles = build_spectacles(portrait, atlas)
    background = i420_planes(portrait.backdrop)
    return Avatar(
        width=width,
        height=height,
        background=np.concatenate([plane.ravel() for plane in background]),
        cell_class=_cell_class(portrait),
        texture=atlas.texture(),
        mesh=_mesh(portrait, mesh, shapes, patches, corner),
        patches=patches,
        lips=Lips(upper=_lip_rows(UPPER_LIP_ROWS), lower=_lip_rows(LOWER_LIP_ROWS)),
        eyes=eyes,
        mouth=mouth,
        spectacles=spectacles,
        light=build_light(portrait, corner),
    )


def _lip_rows(rows: tuple[tuple[int, ...], ...]) -> Integers:
    return np.array(rows[:3], np.int32)


def _mesh(
    portrait: Portrait,
    mesh: FaceMesh,
    shapes: NDArray[np.float64],
    patches: Patches,
    corner: tuple[int, int],
) -> Mesh:
    source = mesh.points.copy()
    for vertex, opposite, down in zip(
        patches.rim_vertex, patches.rim_opposite, patches.rim_down, strict=True
    ):
        away = mesh.points[vertex] - mesh.points[opposite]
        length = float(np.hypot(*away))
        if length > LEAST_INSET_PX:
            source[vertex] += away / length * min(RIM_INSET_PX, length)
        else:  # lips that touch: what is dark between them belongs to neither
            source[vertex, 1] -= down * LEAST_INSET_PX
    source = np.vstack([source, source[patches.rim_vertex]]) + corner
    relief = mesh.relief[[RIGHT_CHEEK_EDGE, LEFT_CHEEK_EDGE]].mean() - PIVOT_BEHIND_EARS * mesh.face_size[0]
    chin = mesh.face_centre[1] + mesh.face_size[1] / 2
    return Mesh(
        rest=_floats(mesh.points),
        relief=_floats(mesh.relief),
        head_weight=_floats(head_weight(mesh)),
        shapes=_floats(shapes),
        source=_floats(source),
        triangles=np.vstack([mesh.surroundings, mesh.holes, mesh.face]),
        pivot=_floats([mesh.face_centre[0], chin + PIVOT_BELOW_CHIN * mesh.face_size[1], relief]),
        pose_scale=float(portrait.px_per_512),
    )


def _eyes(portrait: Portrait, mesh: FaceMesh, atlas: Atlas) -> Eyes:
    boxes, reliefs, gaze = [], [], []
    for eye in EYES:
        upper, lower = mesh.points[list(eye.upper)], mesh.points[list(eye.lower)]
        opening = np.vstack([upper, lower])
        size = np.array([np.hypot(*(upper[-1] - upper[0])), (lower - upper)[:, 1].max()])
        reach = size * GAZE_REACH
        margin = 3 * portrait.px_per_512 + 1.25 * reach
        boxes.append(np.concatenate([opening.min(0) - margin, opening.max(0) + margin]))
        reliefs.append(mesh.relief[eye.upper[4]])
        gaze.append(reach)
    box = np.array(boxes)
    part = _even_box(portrait, box.reshape(-1, 2), 4)
    x, y = atlas.add(_cut(bare_eyeballs(portrait, mesh), part))
    shift = np.array([x - part[0], y - part[1]] * 2)
    return Eyes(box=_floats(box), atlas=_floats(box + shift), relief=_floats(reliefs), gaze_px=_floats(gaze))


def _patches(portrait: Portrait, mesh: FaceMesh, shapes: NDArray[np.float64], atlas: Atlas) -> Patches:
    edges = [(eye.upper, eye.lower) for eye in EYES] + [(UPPER_LIP_ROWS[0], LOWER_LIP_ROWS[0])]
    around = [{*eye.upper, *eye.lower, *eye.fold, *eye.above_fold, *eye.below} for eye in EYES]
    around.append({number for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS) for row in rows for number in row})
    triangles = [mesh.face[np.isin(mesh.face, list(numbers)).any(1)] for numbers in around]
    vertices = [np.unique(part) for part in triangles]

    first = len(mesh.points)
    rim_vertex: list[int] = []
    rim_opposite: list[int] = []
    rim_down: list[int] = []
    rim_triangles: list[list[tuple[int, int, int]]] = []
    loop_start = [0]
    for upper, lower in edges:
        inner = len(upper) - 2
        loop = [*upper, *lower[-2:0:-1]]
        start = first + len(rim_vertex)
        opposite = dict(zip(lower, upper, strict=True)) | dict(zip(upper, lower, strict=True))
        rim_vertex += loop
        rim_opposite += [opposite[number] for number in loop]
        rim_down += [0] + [1] * inner + [0] + [-1] * inner
        strip = []
        for i, number in enumerate(loop):
            j = (i + 1) % len(loop)
            strip += [(number, loop[j], start + i), (loop[j], start + j, start + i)]
        rim_triangles.append(strip)
        loop_start.append(len(rim_vertex))
    closed_source, closed_cover = _closed_lids(portrait, mesh, shapes, atlas, rim_vertex)
    return Patches(
        triangles=np.vstack(triangles).astype(np.int32),
        triangle_start=_starts(triangles),
        vertices=np.concatenate(vertices).astype(np.int32),
        vertex_start=_starts(vertices),
        rim_triangles=np.vstack(rim_triangles).astype(np.int32),
        rim_start=_starts(rim_triangles),
        rim_vertex=np.array(rim_vertex, np.int32),
        rim_opposite=np.array(rim_opposite, np.int32),
        rim_down=_floats(rim_down),
        loop_start=np.array(loop_start, np.int32),
        closed_source=closed_source,
        closed_cover=closed_cover,
    )


def _closed_lids(
    portrait: Portrait, mesh: FaceMesh, shapes: NDArray[np.float64], atlas: Atlas, rim_vertex: list[int]
) -> tuple[Floats, Floats]:
    """The picture of the closed lids fits the mesh as it is at full blink."""
    count = len(mesh.points) + len(rim_vertex)
    cover = np.zeros(count)
    if portrait.closed_lids is None:
        return _floats(np.zeros((count, 2))), _floats(cover)
    shut = mesh.points + shapes[Control.BLINK_RIGHT] + shapes[Control.BLINK_LEFT]
    lids = [
        number for eye in EYES for number in (*eye.upper, *eye.lower, *eye.fold, *eye.above_fold, *eye.below)
    ]
    part = _even_box(portrait, shut[lids], round(40 * portrait.px_per_512))
    x, y = atlas.add(_cut(portrait.closed_lids, part))
    cover[lids] = 1
    cover[[number for eye in EYES for number in (*eye.lower[1:-1], *eye.below)]] = -1
    source = np.vstack([shut, shut[rim_vertex]]) + np.array([x - part[0], y - part[1]])
    # points far from the eyes are never drawn from there, but must lie in the atlas
    return _floats(np.clip(source, 0, [portrait.width, y + part[3] - part[1]])), _floats(cover)


def _cell_class(portrait: Portrait) -> Bytes:
    matte = np.round(portrait.matte * 255).astype(np.uint8)
    window = np.ones((CELL_REACH_PX, CELL_REACH_PX), np.uint8)
    least, most = cv2.erode(matte, window)[::2, ::2], cv2.dilate(matte, window)[::2, ::2]
    kinds = np.where(least >= 252, OPAQUE, np.where(most < 4, BACKGROUND, BLENDED))
    return kinds.astype(np.uint8)


def _even_box(portrait: Portrait, points: NDArray[np.float64], margin: int) -> Box:
    low = np.floor(points.min(0) - margin).astype(int) // 2 * 2
    high = np.ceil(points.max(0) + margin).astype(int) // 2 * 2 + 2
    return (
        max(int(low[0]), 0),
        max(int(low[1]), 0),
        min(int(high[0]), portrait.width),
        min(int(high[1]), portrait.height),
    )


def _cut(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    return np.ascontiguousarray(picture[box[1] : box[3], box[0] : box[2]])


def _starts(parts: list[NDArray[np.int32]] | list[list[tuple[int, int, int]]]) -> Integers:
    return np.cumsum([0] + [len(part) for part in parts]).astype(np.int32)


def _floats(values: object) -> Floats:
    return np.ascontiguousarray(values, np.float32)

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.face.raster.expressions import expression
from visavis.face.avatar import Avatar
from visavis.face.build.planes import Planes
from visavis.face.build.topology import (
    CHIN,
    EYES,
    LOWER_LIP_ROWS,
    MOUTH_CORNERS,
    NOSE_BRIDGE,
    NOSE_TIP,
    UPPER_LIP_ROWS,
)
from visavis.face.expression import Control, Expression, Pose
from visavis.face.neural.composing import Composer, patch_planes
from visavis.face.neural.face import PreparedFace
from visavis.face.neural.head_motion import Affine
from visavis.face.neural.lower_face import find_lower_face
from visavis.face.raster import Renderer

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels

STILL = np.array([[1.0, 0, 0], [0, 1.0, 0]])


def posed(**pose: float) -> Expression:
    shown = Expression()
    for name, value in pose.items():
        shown.pose[Pose[name.upper()]] = value
    return shown


POSES = {
    "at rest": posed(),
    "turned": posed(yaw=0.12),
    "nodding": posed(pitch=0.08, y=4),
    "tilted": posed(roll=0.09, x=-6),
    "all of it": posed(yaw=-0.1, pitch=0.05, roll=-0.06, x=8, y=-3, breath=2),
}


def drawn(avatar: Avatar, shown: Expression) -> Renderer:
    renderer = Renderer(avatar, threshold_px=0)
    renderer.render(shown)
    return renderer


def moved(prepared: PreparedFace, renderer: Renderer, shown: Expression) -> Affine:
    affine = prepared.motion.affine(renderer.canvas.vertices, shown.controls)
    assert affine is not None
    return affine


def planes(frame: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    y, u, v = np.split(frame, [512 * 512, 512 * 512 * 5 // 4])
    return [y.reshape(512, 512), u.reshape(256, 256), v.reshape(256, 256)]


def noise(prepared: PreparedFace) -> Planes:
    face = prepared.lower_face
    picture = np.random.default_rng(5).integers(0, 256, (face.height, face.width, 3), np.uint8)
    return patch_planes(picture, face)


@pytest.mark.parametrize("shown", POSES.values(), ids=POSES)
def test_a_patch_changes_nothing_outside_its_box(prepared: PreparedFace, shown: Expression) -> None:
    renderer = drawn(prepared.avatar, shown)
    rig = renderer.frame.copy()
    affine = moved(prepared, renderer, shown)
    composer = Composer(prepared.lower_face, 512, 512)
    composed = composer.compose(renderer.frame, noise(prepared), affine, 1.0)
    assert np.array_equal(renderer.frame, rig), "the rig goes on from its own frame"
    box = composer.box(affine)
    for before, after in zip(planes(rig), planes(composed), strict=True):
        scale = before.shape[0] / 512
        changed = before != after
        x0, y0, x1, y1 = (round(side * scale) for side in box)
        assert changed[y0:y1, x0:x1].any()
        changed[y0:y1, x0:x1] = False
        assert not changed.any()


def test_the_box_is_the_lower_face(prepared: PreparedFace) -> None:
    box = Composer(prepared.lower_face, 512, 512).box(STILL)
    mouth, rest = prepared.avatar.mouth, prepared.avatar.mesh.rest
    lids = max(rest[number, 1] for eye in EYES for number in eye.lower)
    assert box.x0 < mouth.centre[0] - mouth.width / 2
    assert box.x1 > mouth.centre[0] + mouth.width / 2
    assert lids < box.y0 < mouth.centre[1] < box.y1


def test_a_head_with_patches_keeps_the_light_that_they_have(prepared: PreparedFace, ana: Avatar) -> None:
    """Or the upper half of a turned face would be lit otherwise than the lower one."""
    assert ana.light.levels.any()
    assert not prepared.avatar.light.levels.size
    assert prepared.avatar.texture is ana.texture


@pytest.mark.parametrize("shown", POSES.values(), ids=POSES)
def test_a_patch_goes_with_the_head(prepared: PreparedFace, shown: Expression) -> None:
    """The face's own lower half, put back over the head that has moved, can hardly be told from the rig's."""
    renderer = drawn(prepared.avatar, shown)
    own = patch_planes(prepared.lower_face.picture, prepared.lower_face)
    composer = Composer(prepared.lower_face, 512, 512)

    def error(affine: Affine) -> float:
        """Of the worst plane, inside the box."""
        composed = composer.compose(renderer.frame, own, affine, 1.0)
        errors = []
        for after, before in zip(planes(composed), planes(renderer.frame), strict=True):
            x0, y0, x1, y1 = (side * before.shape[0] // 512 for side in composer.box(affine))
            difference = (after.astype(float) - before)[y0:y1, x0:x1]
            errors.append(np.sqrt(np.mean(difference**2)))
        return float(max(errors))

    followed = error(moved(prepared, renderer, shown))
    assert followed < 2.5, "one grey level in a hundred"
    if shown.pose.any():
        assert followed < 0.55 * error(STILL)


def test_a_moving_mouth_does_not_move_the_patch(prepared: PreparedFace) -> None:
    still, speaking = POSES["all of it"], expression(jaw=0.8, wide=0.4, upper_lip=0.3)
    speaking.pose[:] = still.pose
    lips = prepared.avatar.mesh.rest[[*MOUTH_CORNERS, *UPPER_LIP_ROWS[3], *LOWER_LIP_ROWS[3]]]
    one, other = (
        lips @ affine[:, :2].T + affine[:, 2]
        for shown in (still, speaking)
        for affine in [moved(prepared, drawn(prepared.avatar, shown), shown)]
    )
    assert np.abs(one - other).max() < 1.0


def test_absurd_controls_have_no_map_or_the_one_that_the_rig_drew(prepared: PreparedFace) -> None:
    shown = Expression()
    shown.controls[Control.JAW] = np.nan
    shown.pose[Pose.YAW] = np.inf
    np.testing.assert_allclose(moved(prepared, drawn(prepared.avatar, shown), shown), STILL, atol=1e-4)
    vertices = np.full_like(drawn(prepared.avatar, shown).canvas.vertices, 7)
    assert prepared.motion.affine(vertices, np.zeros(len(Control))) is None, "all in one point"


def test_half_a_patch_lies_between_the_rigs_frame_and_the_whole(prepared: PreparedFace) -> None:
    rig, patch = drawn(prepared.avatar, Expression()).frame, noise(prepared)
    composer = Composer(prepared.lower_face, 512, 512)
    none, half, whole = (
        composer.compose(rig, patch, STILL, strength).astype(int) for strength in (0.0, 0.5, 1.0)
    )
    assert np.array_equal(none, rig)
    assert np.abs(2 * half - (rig + whole)).max() <= 4
    low, high = np.minimum(rig, whole), np.maximum(rig, whole)
    assert ((low <= half) & (half <= high)).all()


def test_a_face_that_has_left_the_frame_takes_its_patch_along(prepared: PreparedFace) -> None:
    rig, patch = drawn(prepared.avatar, Expression()).frame, noise(prepared)
    composer = Composer(prepared.lower_face, 512, 512)
    for x, y in ((-180, 0), (300, 260), (0, 400), (-2000, 0), (0, 1e9)):
        gone = STILL + np.array([[0, 0, x], [0, 0, y]])
        composed = composer.compose(rig, patch, gone, 1.0)
        box = composer.box(gone)
        luma = composed[: 512 * 512].reshape(512, 512) != rig[: 512 * 512].reshape(512, 512)
        luma[box.y0 : box.y1, box.x0 : box.x1] = False
        assert not luma.any()


def test_the_crop_has_the_nose_in_its_middle_and_the_chin_inside(ana: Avatar) -> None:
    for shift in (-0.1, 0.0, 0.1):
        face = find_lower_face(ana, shift)
        rest = ana.mesh.rest[:, 1] - face.y
        middle = face.height / 2
        assert rest[NOSE_BRIDGE] < middle < rest[NOSE_TIP]
        assert not face.cover[: face.height // 2].any()
        assert not face.cover[[0, -1]].any()
        assert not face.cover[:, [0, -1]].any()
        assert face.cover.max() == 255
    assert rest[CHIN] < face.height

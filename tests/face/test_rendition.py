"""What the avatar models make of one rig."""

from __future__ import annotations

import numpy as np
import pytest

from visavis.face.animator import Animator
from visavis.face.avatar import Avatar, Bytes, no_light
from visavis.face.build import load_avatar
from visavis.face.expression import Control, Expression, Pose
from visavis.face.manners import Mood
from visavis.face.raster import Renderer
from visavis.face.raster.frame import draw_frame
from visavis.face.raster.light import compose_light
from visavis.face.rendition import FLAT, FULL, LIT, rendered, rendition_of

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


@pytest.fixture(scope="module")
def avatar(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar("ana", 512, 512, tmp_path_factory.mktemp("avatars"))


def drawn(avatar: Avatar, *, yaw: float = 0.0, blink: float = 0.0) -> Bytes:
    expression = Expression()
    expression.pose[Pose.YAW] = yaw
    expression.controls[[Control.BLINK_LEFT, Control.BLINK_RIGHT]] = blink
    renderer = Renderer(avatar)
    renderer.render(expression)
    return renderer.frame.copy()


def test_the_oldest_model_is_flat_and_the_light_on_the_newest_changes() -> None:
    assert rendition_of("cara-2") == FLAT
    assert rendition_of("cara-3") == FULL
    assert {rendition_of(model) for model in ("cara-4", "cara-4-latest")} == {LIT}


def test_the_newest_model_uses_the_file_as_it_is(avatar: Avatar) -> None:
    assert rendered(avatar, LIT) is avatar


def test_heads_of_cara_3_and_cara_4_are_the_same_until_they_turn(avatar: Avatar) -> None:
    full, lit = rendered(avatar, FULL), rendered(avatar, LIT)
    assert full.mesh is lit.mesh
    assert np.array_equal(drawn(full), drawn(lit))
    for yaw in (-0.12, 0.12):
        change = drawn(lit, yaw=yaw).astype(int) - drawn(full, yaw=yaw)
        luma, chroma = np.split(change, [512 * 512])
        assert luma.max() > 5
        assert luma.min() < -5
        assert not chroma.any()


def test_a_face_whose_light_nobody_knows_is_drawn_by_every_model(avatar: Avatar) -> None:
    """Photos, and files of older versions."""
    unknown = avatar._replace(light=no_light())
    frames = [drawn(rendered(unknown, rendition), yaw=0.12) for rendition in (FULL, LIT)]
    assert np.array_equal(*frames)
    assert np.array_equal(frames[0], drawn(rendered(avatar, FULL), yaw=0.12))


def test_a_flat_face_at_rest_is_the_same_and_shares_its_pictures(avatar: Avatar) -> None:
    flat = rendered(avatar, FLAT)
    assert flat.texture is avatar.texture
    assert np.array_equal(drawn(flat), drawn(avatar))


def test_a_flat_face_turns_without_depth_and_has_no_picture_of_closed_lids(avatar: Avatar) -> None:
    flat = rendered(avatar, FLAT)
    for change in ({"yaw": 0.12}, {"blink": 1.0}):
        assert np.abs(drawn(flat, **change).astype(int) - drawn(avatar, **change)).max() > 40


def test_no_session_waits_for_a_compiler_because_its_model_is_another(avatar: Avatar) -> None:
    drawn(avatar)
    drawn(avatar, yaw=0.1)
    before = len(draw_frame.signatures), len(compose_light.signatures)
    for rendition in (FLAT, FULL, LIT):
        drawn(rendered(avatar, rendition), yaw=0.1)
    assert (len(draw_frame.signatures), len(compose_light.signatures)) == before


def test_a_head_that_moves_less_still_looks_at_the_viewer() -> None:
    lively, calm = Animator(3), Animator(3, head_share=FLAT.head_share)
    for animator in (lively, calm):
        animator.attend(Mood.SPEAKING, 0.0)
    for k in range(500):
        full, less = lively.express(k * 0.04), calm.express(k * 0.04)
        assert less.pose == pytest.approx(FLAT.head_share * full.pose)
        turned = full.pose[Pose.YAW] - less.pose[Pose.YAW]
        looked = less.controls[Control.GAZE_X] - full.controls[Control.GAZE_X]
        assert turned * looked >= 0, "the eyes make up for what the head does"

"""A layer that the pose moves and nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.face.raster import oracle
from tests.face.raster.expressions import BLINK, NEUTRAL, TURNED, expression

from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar
from visavis.face.expression import Expression
from visavis.face.raster import Renderer

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


@pytest.fixture(scope="module")
def kenji(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar("kenji", 512, 512, tmp_path_factory.mktemp("avatars"))


def luma(avatar: Avatar, shown: Expression, renderer: Renderer | None = None) -> NDArray[np.uint8]:
    renderer = renderer or Renderer(avatar, threshold_px=0)
    renderer.render(shown)
    return renderer.frame[: avatar.width * avatar.height].reshape(avatar.height, avatar.width).copy()


def bare(avatar: Avatar) -> Avatar:
    return avatar._replace(spectacles=avatar.spectacles._replace(triangles=avatar.spectacles.triangles[:0]))


def test_brows_and_lids_do_not_bend_them(kenji: Avatar) -> None:
    darkened = luma(bare(kenji), NEUTRAL).astype(int) - luma(kenji, NEUTRAL) > 40
    frame = cv2.erode(darkened.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert frame.sum() > 500
    still = luma(kenji, NEUTRAL).astype(int)
    for shown in (BLINK, expression(brows_up=1.0), expression(squint=1.0, smile=1.0)):
        renderer = Renderer(kenji, threshold_px=0)
        moved = np.abs(luma(kenji, shown, renderer) - still)
        assert np.percentile(moved[frame], 95) <= 2
        np.testing.assert_allclose(renderer.canvas.worn, kenji.spectacles.rest, atol=1e-3)


@pytest.mark.parametrize("shown", [NEUTRAL, TURNED], ids=["neutral", "turned"])
def test_row_by_row_they_look_as_point_by_point(kenji: Avatar, shown: Expression) -> None:
    renderer = Renderer(kenji, threshold_px=0)
    drawn, below = luma(kenji, shown, renderer).astype(float), luma(bare(kenji), shown).astype(float)
    off = np.abs(drawn - oracle.lay_over(kenji, below, renderer.canvas.worn))
    assert np.abs(drawn - below).max() > 100, "there is something to compare"
    assert off.max() < 12, "a whole pixel of the frame would be missing, or be drawn twice"
    assert off[drawn != below].mean() < 0.5


def test_they_are_made_of_boxes_that_keep_their_sides_parallel(kenji: Avatar) -> None:
    layer = kenji.spectacles
    for (a, b, c), (first, third, d) in layer.triangles.reshape(-1, 2, 3):
        assert (first, third) == (a, c)
        np.testing.assert_allclose(layer.rest[a] + layer.rest[c], layer.rest[b] + layer.rest[d], atol=1e-3)
        assert (layer.relief[a], layer.relief[b]) == (layer.relief[d], layer.relief[c])


def test_they_go_where_the_head_goes(kenji: Avatar) -> None:
    renderer = Renderer(kenji, threshold_px=0)
    renderer.render(NEUTRAL)
    before = renderer.canvas.worn.copy()
    renderer.render(TURNED)
    moved = np.linalg.norm(renderer.canvas.worn - before, axis=1)
    assert moved.min() > 2
    nose, ear = np.argmax(kenji.spectacles.relief), np.argmin(kenji.spectacles.relief)
    assert abs(moved[nose] - moved[ear]) > 2, "what is nearer moves further"


def test_a_blink_below_them_leaves_the_picture_that_drawing_it_all_would_give(kenji: Avatar) -> None:
    patient = Renderer(kenji, threshold_px=0)
    for k in range(12):
        luma(kenji, expression(blink_left=k / 12, blink_right=k / 12), patient)
    np.testing.assert_array_equal(luma(kenji, BLINK, patient), luma(kenji, BLINK))
    np.testing.assert_array_equal(luma(kenji, NEUTRAL, patient), luma(kenji, NEUTRAL))


def test_a_frame_that_asks_for_the_same_redraws_nothing(kenji: Avatar) -> None:
    renderer = Renderer(kenji)
    assert renderer.render(TURNED) > 0
    before = renderer.frame.copy()
    assert renderer.render(TURNED) == 0
    assert (renderer.frame == before).all()

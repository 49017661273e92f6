from __future__ import annotations

import numpy as np
import pytest

from tests.face.photo.photos import astronaut, photo_of, png, stock
from tests.model_files import TEST_MODELS_DIR
from visavis.face.build.landmarks import landmarks_of, resample
from visavis.face.build.topology import LOWER_LIP_ROWS, MOUTH_CORNERS, UPPER_LIP_ROWS, load_template
from visavis.face.photo.building import FaceModels
from visavis.face.photo.decoding import decode
from visavis.face.photo.judging import find_face
from visavis.face.photo.lip_line import is_open, with_lip_line
from visavis.face.photo.lips import close_mouth, gap_of
from visavis.face.photo.teeth import own_teeth
from visavis.face.portrait import Picture

INNER = [(UPPER_LIP_ROWS[0][i], LOWER_LIP_ROWS[0][i]) for i in range(1, 10)]


def found(models: FaceModels, picture: Picture) -> np.ndarray:
    return find_face(decode(png(picture)), models.detector, models.pointer).points[:, :2]


@pytest.fixture(scope="module")
def grin() -> Picture:
    return astronaut(TEST_MODELS_DIR)


@pytest.mark.parametrize("name", ["ana", "kenji"])
def test_closed_lips_are_sealed_on_the_line_where_they_meet(models: FaceModels, name: str) -> None:
    picture = photo_of(name)
    points = found(models, picture)
    sealed = with_lip_line(picture, points)

    exact = resample(stock(name).curves["lip_inner_top"], np.linspace(0, 1, 200))
    width = np.ptp(exact[:, 0])
    for upper, lower in INNER:
        np.testing.assert_array_equal(sealed[upper], sealed[lower])
        if abs(sealed[upper, 0] - exact[:, 0].mean()) < 0.35 * width:
            assert np.linalg.norm(exact - sealed[upper], axis=1).min() < 0.03 * width


def test_points_that_are_a_little_off_are_put_on_the_line(models: FaceModels) -> None:
    picture = photo_of()
    points = landmarks_of(stock(), load_template())
    exact = points[list(UPPER_LIP_ROWS[0])]
    for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS):
        points[list(rows[0][1:-1]), 1] += 5  # a thirtieth of the mouth's width
    line = with_lip_line(picture, points)[list(UPPER_LIP_ROWS[0])]
    assert np.abs(line[2:-2, 1] - exact[2:-2, 1]).mean() < 2.5


def test_a_grin_is_open_and_keeps_its_points(models: FaceModels, grin: Picture) -> None:
    points = found(models, grin)
    assert is_open(grin, points)
    np.testing.assert_array_equal(with_lip_line(grin, points), points)


@pytest.mark.parametrize("name", ["ana", "kenji"])
def test_closed_lips_are_not_open(models: FaceModels, name: str) -> None:
    assert not is_open(photo_of(name), found(models, photo_of(name)))


def test_a_grin_is_closed_without_a_gap(models: FaceModels, grin: Picture) -> None:
    points = found(models, grin)
    assert gap_of(points) > 0.12

    neutral = close_mouth(grin, points, load_template())

    for upper, lower in INNER:
        assert np.abs(neutral.points[upper] - neutral.points[lower]).max() < 1e-9
    right, left = (neutral.points[list(MOUTH_CORNERS)] - points[list(MOUTH_CORNERS)])[:, 0]
    assert right > 0 > left  # the grin is let go
    assert neutral.gap == gap_of(points)


def test_closing_leaves_everything_above_the_nose_as_it_is(models: FaceModels, grin: Picture) -> None:
    points = found(models, grin)
    neutral = close_mouth(grin, points, load_template())
    above = int(points[2, 1]) - 12
    np.testing.assert_array_equal(neutral.picture[:above], grin[:above])
    assert (neutral.picture != grin).any()


def test_a_closed_mouths_picture_is_not_touched() -> None:
    points = landmarks_of(stock(), load_template())
    for upper, lower in zip(UPPER_LIP_ROWS[0], LOWER_LIP_ROWS[0], strict=True):
        points[upper] = points[lower] = (points[upper] + points[lower]) / 2
    neutral = close_mouth(photo_of(), points, load_template())
    np.testing.assert_array_equal(neutral.picture, photo_of())
    np.testing.assert_allclose(neutral.points, points, atol=1e-9)


def test_teeth_are_taken_from_a_grin(models: FaceModels, grin: Picture) -> None:
    points = found(models, grin)
    teeth = own_teeth(grin, points)
    assert teeth is not None
    shown = teeth.picture[teeth.matte > 200].astype(int)
    assert shown.mean() > 140
    assert (shown.max(1) - shown.min(1)).mean() < 90  # pale
    upper = points[list(UPPER_LIP_ROWS[0])]
    assert teeth.y < upper[:, 1].min()  # they go on under the lip
    assert teeth.x < upper[0, 0] < upper[-1, 0] < teeth.x + teeth.width
    middle = slice(round(upper[3, 0] - teeth.x), round(upper[7, 0] - teeth.x))
    under_the_lip = teeth.picture[: round(upper[5, 1] - teeth.y), middle]
    covers = teeth.matte[: len(under_the_lip), middle] > 200
    assert covers.sum() > 40
    spread = np.ptp(under_the_lip[covers].astype(int), axis=1)
    assert np.median(spread) < 45, "they stay teeth there, and do not fade into the red of the lip"


def test_closed_lips_have_no_teeth(models: FaceModels) -> None:
    picture = photo_of()
    assert own_teeth(picture, with_lip_line(picture, found(models, picture))) is None

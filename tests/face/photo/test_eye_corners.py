from __future__ import annotations

import numpy as np
import pytest

from tests.face.photo.photos import astronaut, photo_of, png, stock
from tests.model_files import TEST_MODELS_DIR
from visavis.face.build.topology import EYES
from visavis.face.photo.building import FaceModels
from visavis.face.photo.decoding import decode
from visavis.face.photo.eye_corners import with_whole_eyes
from visavis.face.photo.judging import find_face
from visavis.face.portrait import Picture

OUTER = {"left": EYES[0].upper[0], "right": EYES[1].upper[-1]}


def found(models: FaceModels, picture: Picture) -> np.ndarray:
    return find_face(decode(png(picture)), models.detector, models.pointer).points[:, :2]


@pytest.mark.parametrize("name", ["ana", "kenji"])
def test_the_large_eyes_of_drawn_people_are_covered_to_their_corners(models: FaceModels, name: str) -> None:
    points = found(models, photo_of(name))
    whole = with_whole_eyes(photo_of(name), points)
    for side, corner in OUTER.items():
        exact = stock(name).curves[f"lid_top_{side}"][-1]
        before, after = (np.hypot(*(where[corner] - exact)) for where in (points, whole))
        assert after < before
        assert after < 12  # of an eye that is 110 px wide


def test_the_eyes_of_a_photograph_stay_where_they_were_found(models: FaceModels) -> None:
    picture = astronaut(TEST_MODELS_DIR)
    points = found(models, picture)
    width = np.hypot(*(points[EYES[0].upper[0]] - points[EYES[0].upper[-1]]))
    assert np.abs(with_whole_eyes(picture, points) - points).max() < 0.06 * width


def test_only_the_eyes_are_stretched_and_their_inner_corners_are_not(models: FaceModels) -> None:
    points = found(models, photo_of())
    moved = np.abs(with_whole_eyes(photo_of(), points) - points).max(1)
    eyes = {number for eye in EYES for row in eye[:5] for number in row}
    assert {int(number) for number in np.flatnonzero(moved)} <= eyes
    assert moved[[EYES[0].upper[-1], EYES[1].upper[0]]].max() == 0

from __future__ import annotations

import numpy as np
import pytest

from tests.face.photo.photos import drawn_smile, photo_of, scaled, stock, turned
from visavis.face.build.landmarks import landmarks_of
from visavis.face.build.topology import (
    CHIN,
    EYES,
    LOWER_LIP_ROWS,
    NOSE_TIP,
    OVAL,
    UPPER_LIP_ROWS,
    load_template,
)
from visavis.face.photo.building import FaceModels
from visavis.face.photo.pointer import Pointed
from visavis.face.portrait import Picture

LIPS = [*UPPER_LIP_ROWS[3], *LOWER_LIP_ROWS[3]]
IRISES = [EYES[0].iris[0], EYES[1].iris[0]]


def pointed(models: FaceModels, picture: Picture) -> Pointed:
    return models.pointer.point(picture, models.detector.find(picture)[0])


def misses(points: np.ndarray, exact: np.ndarray, numbers: list[int]) -> np.ndarray:
    """By the face's width."""
    return np.linalg.norm(points[numbers, :2] - exact[numbers], axis=1) / np.ptp(exact[list(OVAL), 0])


@pytest.mark.parametrize("name", ["ana", "kenji"])
def test_lips_irises_and_chin_are_found_to_a_few_hundredths_of_the_face(
    models: FaceModels, name: str
) -> None:
    found = pointed(models, photo_of(name))
    exact = landmarks_of(stock(name), load_template())

    assert found.points.shape == (478, 3)
    assert found.confidence > 0.99
    assert misses(found.points, exact, IRISES).max() < 0.02
    assert misses(found.points, exact, LIPS).mean() < 0.03
    assert misses(found.points, exact, [CHIN]).max() < 0.05


def test_the_nose_is_nearer_to_the_camera_than_the_cheeks(models: FaceModels) -> None:
    points = pointed(models, photo_of()).points
    assert points[NOSE_TIP, 2] < points[:468, 2].mean() < points[list(OVAL), 2].mean()


def test_a_tilted_head_has_tilted_points(models: FaceModels) -> None:
    upright, tilted = (pointed(models, picture).points for picture in (photo_of(), turned(photo_of(), -15)))
    angle = np.radians(15)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    expected = (upright[:, :2] - [728, 450]) @ turn.T + [728, 450]
    assert np.linalg.norm(tilted[:, :2] - expected, axis=1).mean() < 6  # of a face 380 px wide


def test_the_size_of_the_photo_does_not_matter(models: FaceModels) -> None:
    large, small = pointed(models, photo_of()).points, pointed(models, scaled(photo_of(), 0.4)).points
    assert np.linalg.norm(large[:, :2] - small[:, :2] / 0.4, axis=1).mean() < 5


def test_it_is_not_sure_of_a_drawing(models: FaceModels) -> None:
    for face in models.detector.find(drawn_smile()):
        assert models.pointer.point(drawn_smile(), face).confidence < 0.8

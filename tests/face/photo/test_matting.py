from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.face.photo.photos import photo_of, png, stock
from visavis.face.photo.building import FaceModels
from visavis.face.photo.canvas import EYES_AT, Canvas, lay_out
from visavis.face.photo.decoding import decode
from visavis.face.photo.judging import find_face
from visavis.face.photo.matting import _connected, empty_room, moving_part

PHOTO = decode(png(photo_of()))


@pytest.fixture(scope="module")
def points(models: FaceModels) -> np.ndarray:
    return find_face(PHOTO, models.detector, models.pointer).points


@pytest.fixture(scope="module")
def canvas(points: np.ndarray) -> Canvas:
    return lay_out(PHOTO, points)


def true_matte(points: np.ndarray) -> np.ndarray:
    """Of the stock person, laid out as the photo was."""
    as_photo = np.repeat(np.round(stock().matte * 255).astype(np.uint8)[..., None], 3, axis=2)
    return lay_out(replace(PHOTO, picture=as_photo), points).picture[..., 0] / 255


def test_the_person_is_told_from_the_room(models: FaceModels, canvas: Canvas, points: np.ndarray) -> None:
    found, true = (
        (cover > 0.5)[canvas.known] for cover in (models.matter.person(canvas), true_matte(points))
    )
    assert (found & true).sum() / (found | true).sum() > 0.93


def test_only_the_person_whose_face_it_is_counts(models: FaceModels, canvas: Canvas) -> None:
    numbers, _ = cv2.connectedComponents((models.matter.person(canvas) > 0.15).astype(np.uint8))
    assert numbers == 2  # one, and the room

    x, y = EYES_AT.astype(int)
    cover = np.zeros(canvas.picture.shape[:2], np.float32)
    cover[y - 300 : y + 500, x - 200 : x + 200] = 0.9
    cover[500:700, 20:200] = 0.9  # somebody else, or a plant that was taken for somebody
    counted = _connected(cover)
    assert counted[y, x] == np.float32(0.9)
    assert counted[:, :300].max() == 0


def test_what_moves_reaches_softly_beyond_the_person(models: FaceModels, canvas: Canvas) -> None:
    person = models.matter.person(canvas)
    moving = moving_part(person, cut_out=False)
    assert (moving[person > 0.5] > 0.9).all()
    steps = np.abs(np.diff(moving, axis=1)).max(), np.abs(np.diff(moving, axis=0)).max()
    assert max(steps) < 0.12
    assert (moving > 0.5).mean() < (person > 0.5).mean() + 0.08


def test_someone_who_was_cut_out_moves_as_they_were_cut_out() -> None:
    outline = np.linspace(0, 1, 100, dtype=np.float32).reshape(10, 10)
    np.testing.assert_array_equal(moving_part(outline, cut_out=True), outline)


def test_the_empty_room_has_nobody_in_it_and_is_the_same_elsewhere(
    models: FaceModels, canvas: Canvas
) -> None:
    person = models.matter.person(canvas)
    moving = moving_part(person, cut_out=False)
    room = empty_room(canvas, moving)
    away = cv2.dilate((moving > 0).astype(np.uint8), np.ones((61, 61))) == 0
    assert np.abs(room[away].astype(int) - canvas.picture[away]).max() <= 1
    face = room[380:620, 620:840].reshape(-1, 3).astype(int)
    skin = canvas.picture[380:620, 620:840].reshape(-1, 3).astype(int)
    assert np.abs(face.mean(0) - skin.mean(0)).max() > 20

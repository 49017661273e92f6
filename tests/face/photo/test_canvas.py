from __future__ import annotations

import numpy as np

from tests.face.photo.photos import cut_out, photo_of, placed, png, scaled, turned
from visavis.face.build.topology import CHIN, EYES
from visavis.face.photo.building import FaceModels
from visavis.face.photo.canvas import EYES_AT, EYES_TO_CHIN, HEIGHT, WIDTH, Canvas, lay_out
from visavis.face.photo.decoding import decode
from visavis.face.photo.judging import find_face
from visavis.face.portrait import Picture


def laid_out(models: FaceModels, picture: Picture) -> Canvas:
    photo = decode(png(picture))
    return lay_out(photo, find_face(photo, models.detector, models.pointer).points)


def eyes(canvas: Canvas) -> np.ndarray:
    return np.array([canvas.points[[eye.upper[0], eye.upper[-1]], :2].mean(0) for eye in EYES])


def test_every_face_gets_the_same_place_and_size(models: FaceModels) -> None:
    for picture in (
        photo_of(),
        scaled(photo_of("kenji"), 0.4),
        placed(scaled(photo_of(), 0.3), 1600, 1200, 9, 700),
    ):
        canvas = laid_out(models, picture)
        assert canvas.picture.shape == (HEIGHT, WIDTH, 3)
        np.testing.assert_allclose(eyes(canvas).mean(0), EYES_AT, atol=0.5)
        assert abs(canvas.points[CHIN, 1] - EYES_AT[1] - EYES_TO_CHIN) < 6


def test_a_tilted_head_is_turned_upright_and_a_slight_tilt_is_kept(models: FaceModels) -> None:
    level = eyes(laid_out(models, turned(photo_of(), -15)))
    assert abs(level[0, 1] - level[1, 1]) < 0.5
    slight = eyes(laid_out(models, turned(photo_of(), -3)))
    assert 4 < slight[1, 1] - slight[0, 1] < 14


def test_what_lies_beyond_the_photo_is_known_to_be_made_up_and_is_soft(models: FaceModels) -> None:
    narrow = photo_of()[:, 330:1130].copy()
    canvas = laid_out(models, narrow)
    assert canvas.known[600, 728]
    assert not canvas.known[600, 20]
    assert not canvas.known[600, -20]
    made_up = canvas.picture[100:900, :200].astype(float)
    assert np.abs(np.diff(made_up, axis=0)).max() < 4
    np.testing.assert_array_less(10, made_up.mean())  # continued, not black


def test_a_photo_that_reaches_everywhere_is_not_touched_beyond_scaling(models: FaceModels) -> None:
    canvas = laid_out(models, placed(photo_of(), 2600, 2000, 600, 400))
    assert canvas.known.all()


def test_an_outline_is_laid_out_with_its_photo(models: FaceModels) -> None:
    canvas = laid_out(models, cut_out())
    assert canvas.alpha is not None
    assert canvas.alpha[450, 728] == 1
    assert canvas.alpha[60, 60] == 0

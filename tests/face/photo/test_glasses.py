"""Glasses that are part of a photo: noticed, and kept straight."""

from __future__ import annotations

import numpy as np
import pytest

from tests.face.photo.photos import astronaut, photo_of, png, scaled, stock
from tests.model_files import TEST_MODELS_DIR
from visavis.face.build.topology import EYES
from visavis.face.expression import Control
from visavis.face.photo.building import FaceModels, build_from_photo
from visavis.face.photo.decoding import decode
from visavis.face.photo.glasses import wears_glasses
from visavis.face.photo.judging import find_face
from visavis.face.portrait import Picture
from visavis.face.show.stills import composed

BARE = ("ana", "leo", "marcus", "noor", "zuri")
"""Fair and dark, with a beard, a scarf, lashes: what might look like a frame."""
BESPECTACLED = ("arthur", "ingrid", "kenji")


def seen(picture: Picture, models: FaceModels) -> bool:
    photo = decode(png(picture))
    points = find_face(photo, models.detector, models.pointer).points[:, :2]
    return wears_glasses(photo.picture, points)


@pytest.mark.parametrize("name", BESPECTACLED)
@pytest.mark.parametrize("size", [1.0, 0.3])
def test_glasses_are_noticed(name: str, size: float, models: FaceModels) -> None:
    assert seen(scaled(composed(stock(name)), size), models)


@pytest.mark.parametrize("name", BARE + BESPECTACLED)
def test_a_face_without_glasses_has_none(name: str, models: FaceModels) -> None:
    assert not seen(photo_of(name), models)  # of those who wear some, as they are without


def test_a_photograph_without_glasses_has_none(models: FaceModels) -> None:
    assert not seen(astronaut(TEST_MODELS_DIR), models)


def test_raised_brows_leave_the_frame_of_glasses_straight(models: FaceModels) -> None:
    bare, worn = (
        build_from_photo(png(picture), models).rig((512, 512)).mesh.shapes
        for picture in (photo_of("arthur"), composed(stock("arthur")))
    )
    brows = [number for eye in EYES for number in eye.brow]

    def moved(shapes: np.ndarray) -> float:
        return float(np.abs(shapes[Control.BROWS_UP, brows]).max())

    assert moved(bare) > 8
    assert moved(worn) < 2

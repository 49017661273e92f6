from __future__ import annotations

import numpy as np

from visavis.contract.avatar_build import POINT_GROUPS
from visavis.face.build.topology import OVAL, RIGHT_EYE_POINTS, load_template
from visavis.face.photo.groups import GROUPS, corrected, named


def points() -> np.ndarray:
    flat = load_template().points
    return np.hstack([flat, np.zeros((len(flat), 1))])


def test_the_contract_knows_every_group_and_its_size() -> None:
    assert {name: len(numbers) for name, numbers in GROUPS.items()} == POINT_GROUPS


def test_points_are_shown_as_shares_of_the_photo() -> None:
    shown = named(points(), 512, 1024)
    assert set(shown) == set(GROUPS)
    x, y = points()[OVAL[0], :2]
    assert np.allclose(shown["oval"][0], (x / 512, y / 1024), atol=1e-5)


def test_what_was_shown_corrects_nothing() -> None:
    shown = named(points(), 512, 512)
    assert np.abs(corrected(points(), shown, 512, 512) - points()).max() < 0.01


def test_a_correction_takes_its_neighbours_along_and_nobody_else() -> None:
    lid = named(points(), 512, 512)["rightLidUpper"]
    moved = corrected(points(), {"rightLidUpper": [(x, y - 6 / 512) for x, y in lid]}, 512, 512) - points()

    assert np.allclose(moved[list(RIGHT_EYE_POINTS.upper), 1], -6, atol=0.01)
    fold = moved[list(RIGHT_EYE_POINTS.fold[2:5]), 1]
    assert (fold < -1).all()
    assert (fold >= -6.01).all()
    assert np.abs(moved[list(GROUPS["leftLidUpper"])]).max() == 0
    assert np.abs(moved[list(GROUPS["lipsOuterLower"])]).max() == 0
    assert np.abs(moved[:, 2]).max() == 0

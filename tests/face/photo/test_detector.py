from __future__ import annotations

import numpy as np
import pytest

from tests.face.photo.photos import landscape_without_people, photo_of, placed, scaled, stock
from visavis.face.photo.building import FaceModels
from visavis.face.photo.detector import Detection, anchors, decode, one_per_face, overlap
from visavis.model_files import ModelMissing


def detection(x: float, y: float, side: float, score: float = 0.9) -> Detection:
    return Detection(score, np.array([x, y, x + side, y + side]), np.full((6, 2), [x, y]))


def test_there_is_an_anchor_in_the_middle_of_every_cell() -> None:
    places = anchors()
    assert places.shape == (896, 2)
    np.testing.assert_allclose(places[0], [1 / 32, 1 / 32])
    np.testing.assert_allclose(places[2], [3 / 32, 1 / 32])  # two to a cell, left to right
    np.testing.assert_allclose(places[32], [1 / 32, 3 / 32])  # then down
    np.testing.assert_allclose(places[512], [1 / 16, 1 / 16])  # and the coarse grid
    np.testing.assert_allclose(places[-1], [15 / 16, 15 / 16])


def test_an_answer_counts_from_its_anchor() -> None:
    raw, logits = np.zeros((896, 16)), np.full(896, -9.0)
    logits[-1] = 3.0
    raw[-1, :4] = [-32, -64, 64, 32]  # the box's middle, its width and height
    raw[-1, 4:6] = [-40, -70]  # the right eye

    [found] = decode(raw, logits)

    assert found.score == pytest.approx(0.9526, abs=1e-4)
    np.testing.assert_allclose(found.box, [0.4375, 0.3125, 0.9375, 0.5625])
    np.testing.assert_allclose(found.points[0], [0.9375 - 40 / 128, 0.9375 - 70 / 128])


def test_unlikely_answers_are_dropped_and_wild_ones_do_not_overflow() -> None:
    raw, logits = np.zeros((896, 16)), np.full(896, -1e9)
    logits[:2] = 0.0, 1e9
    assert [found.score for found in decode(raw, logits)] == [1.0]


def test_overlapping_detections_become_their_mean() -> None:
    one = one_per_face([detection(0, 0, 10, 0.9), detection(1, 0, 10, 0.6), detection(50, 50, 10, 0.7)])
    assert [face.score for face in one] == [0.9, 0.7]
    np.testing.assert_allclose(one[0].box, [0.4, 0, 10.4, 10])


def test_boxes_overlap_by_what_they_share() -> None:
    assert overlap(np.array([0, 0, 2, 2.0]), np.array([1, 0, 3, 2.0])) == pytest.approx(1 / 3)
    assert overlap(np.array([0, 0, 2, 2.0]), np.array([5, 5, 6, 6.0])) == 0
    assert overlap(np.array([0, 0, 9, 9.0]), np.array([1, 1, 4, 4.0])) == pytest.approx(0.5)  # lies in it


@pytest.mark.parametrize("name", ["ana", "kenji"])
def test_the_face_is_where_it_is(models: FaceModels, name: str) -> None:
    [best, *_] = models.detector.find(photo_of(name))
    oval = stock(name).curves["face_oval"]
    assert overlap(best.box, np.concatenate([oval.min(0), oval.max(0)])) > 0.5
    eyes = [stock(name).curves[f"iris_{side}"][0] for side in ("left", "right")]
    for eye, point in zip(eyes, best.points[:2], strict=True):
        assert np.hypot(*(eye - point)) < 0.1 * best.width


@pytest.mark.parametrize(("x", "y"), [(0, 0), (2300, 100), (1000, 1300)])
def test_a_small_face_is_found_anywhere(models: FaceModels, x: int, y: int) -> None:
    small = scaled(photo_of(), 0.25)
    found = models.detector.find(placed(small, 2700, 1600, x, y))
    middle = np.array([x, y]) + stock().curves["face_oval"].mean(0) * 0.25
    assert any((face.box[:2] < middle).all() and (middle < face.box[2:]).all() for face in found)


def test_two_people_are_two_faces_the_larger_first(models: FaceModels) -> None:
    small = scaled(photo_of("kenji"), 0.7)
    side = np.full((1182, small.shape[1], 3), 128, np.uint8)
    side[: small.shape[0]] = small
    found = [face for face in models.detector.find(np.hstack([photo_of("ana"), side])) if face.score > 0.85]
    assert len(found) == 2
    assert found[0].box[0] < 1456 < found[1].box[0]
    assert found[0].width > found[1].width


def test_a_landscape_has_no_face(models: FaceModels) -> None:
    assert models.detector.find(landscape_without_people()) == []


def test_without_its_file_the_error_names_the_command(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelMissing, match="visavis models fetch"):
        FaceModels(tmp_path)

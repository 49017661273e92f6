"""Every reason for which a photo is refused, shown on a photo that has it; and that milder cases pass."""

from __future__ import annotations

import numpy as np
import pytest

from tests.face.photo.photos import (
    blurred,
    drawn_smile,
    jpeg,
    landscape_without_people,
    noisy,
    photo_of,
    placed,
    png,
    scaled,
    stock,
    turned,
)
from visavis.contract.avatar_build import PhotoReport
from visavis.face.build.topology import EYES
from visavis.face.photo.building import FaceModels
from visavis.face.photo.decoding import decode
from visavis.face.photo.findings import Advice, PhotoRefused, Refusal
from visavis.face.photo.judging import angles_deg, eye_opening, find_face, judge, sharpness
from visavis.face.portrait import Picture

ANA = photo_of("ana")
SMALL = scaled(ANA, 0.5)


def judged(models: FaceModels, picture: Picture, *, as_jpeg: bool = False) -> PhotoReport:
    photo = decode(jpeg(picture, 75) if as_jpeg else png(picture))
    return judge(photo, find_face(photo, models.detector, models.pointer))


def codes(report: PhotoReport) -> set[str]:
    return {finding.code for finding in report.findings}


def closed_eyes() -> Picture:
    shut = stock("ana").closed_lids
    assert shut is not None
    return np.where(stock("ana").matte[..., None] > 0.5, shut, ANA).astype(np.uint8)


REFUSED = {
    Refusal.NO_FACE: [landscape_without_people(), drawn_smile(), np.zeros((300, 300, 3), np.uint8)],
    Refusal.SEVERAL_FACES: [
        np.hstack([SMALL, scaled(photo_of("kenji"), 0.5)]),
        np.vstack([SMALL, SMALL]),
    ],
    Refusal.FACE_TOO_SMALL: [placed(scaled(ANA, 0.15), 700, 500, 100, 100), scaled(ANA, 0.16)],
    Refusal.TOO_BLURRED: [blurred(ANA, 16), blurred(SMALL, 9)],
    Refusal.FACE_TILTED: [turned(ANA, 40), turned(ANA, -45), np.rot90(SMALL).copy()],
    Refusal.FACE_CUT: [ANA[:650], ANA[:, 620:].copy(), ANA[:, :860].copy(), ANA[400:].copy()],
    Refusal.EYES_CLOSED: [closed_eyes()],
}


@pytest.mark.parametrize(
    ("reason", "number"), [(reason, i) for reason, pictures in REFUSED.items() for i in range(len(pictures))]
)
def test_a_photo_is_refused_with_its_reason(models: FaceModels, reason: Refusal, number: int) -> None:
    with pytest.raises(PhotoRefused) as refused:
        judged(models, REFUSED[reason][number])

    assert refused.value.code is reason
    [first, *_] = refused.value.report.findings
    assert (first.code, first.level) == (reason.name.lower(), "refusal")
    assert refused.value.report.photo_width


def test_every_reason_says_what_to_do() -> None:
    for reason in (*Refusal, *Advice):
        assert reason.value.endswith(".")
        assert len(reason.value) < 160
    for reason in Refusal:
        assert any(word in reason.value for word in ("use", "run", "turn it", "cut it", "go nearer"))


@pytest.mark.parametrize("name", ["ana", "kenji"])
def test_a_good_photo_passes_without_a_word(models: FaceModels, name: str) -> None:
    report = judged(models, photo_of(name))
    assert report.findings == ()
    assert report.face is not None
    oval = stock(name).curves["face_oval"] / [1456, 1182]
    assert report.face.left == pytest.approx(oval[:, 0].min(), abs=0.03)
    assert report.face.bottom == pytest.approx(oval[:, 1].max(), abs=0.03)


@pytest.mark.parametrize(
    "picture",
    [
        turned(ANA, 20),
        blurred(ANA, 3),
        noisy(SMALL, 20),
        (ANA * 0.35).astype(np.uint8),
        placed(scaled(ANA, 0.25), 2000, 1300, 1500, 50),
        placed(scaled(ANA, 0.25), 2000, 1300, 0, 1000),
        ANA[:760, 330:1130].copy(),
    ],
    ids=["tilted", "soft", "grainy", "dim", "in the corner", "below on the left", "tight"],
)
def test_a_photo_that_is_a_little_off_passes(models: FaceModels, picture: Picture) -> None:
    assert judged(models, picture, as_jpeg=True).refusal is None


def test_what_would_look_better_is_said(models: FaceModels) -> None:
    assert "face_small" in codes(judged(models, scaled(ANA, 0.3)))
    assert "soft" in codes(judged(models, blurred(ANA, 7)))
    assert "dark" in codes(judged(models, (ANA * 0.2).astype(np.uint8)))
    behind = placed(scaled(photo_of("kenji"), 0.3), 440, 1182, 0, 60)
    assert codes(judged(models, np.hstack([ANA, behind]))) == {"others_behind"}


def test_how_a_head_is_held_is_told_from_its_points(models: FaceModels) -> None:
    def angles(picture: Picture) -> tuple[float, float, float]:
        photo = decode(png(picture))
        return angles_deg(find_face(photo, models.detector, models.pointer).points)

    assert np.abs(angles(ANA)).max() < 4
    tilted = angles(turned(ANA, -12))
    assert tilted[2] == pytest.approx(12, abs=2)
    assert np.abs(tilted[:2]).max() < 5  # and neither turned nor nodded for that


@pytest.mark.parametrize(("axis", "reason"), [(0, Refusal.FACE_TURNED), (1, Refusal.FACE_NODDED)])
def test_a_head_that_is_turned_or_nodded_too_far_is_refused(
    models: FaceModels, axis: int, reason: Refusal
) -> None:
    """The stock people look straight ahead; their points are turned here, in depth."""
    photo = decode(png(ANA))
    face = find_face(photo, models.detector, models.pointer)
    for degrees, refused in ((15, False), (-15, False), (33, True), (-33, True)):
        points = face.points.copy()
        middle = points.mean(0)
        angle = np.radians(degrees)
        side, depth = (points - middle)[:, axis], (points - middle)[:, 2]
        points[:, axis] = middle[axis] + side * np.cos(angle) - depth * np.sin(angle)
        points[:, 2] = middle[2] + side * np.sin(angle) + depth * np.cos(angle)
        held = type(face)(points, others_behind=False)
        if refused:
            with pytest.raises(PhotoRefused) as error:
                judge(photo, held)
            assert error.value.code is reason
        else:
            assert judge(photo, held).refusal is None


def test_open_eyes_are_far_from_closed_ones(models: FaceModels) -> None:
    for picture, expected in ((ANA, (0.25, 0.6)), (closed_eyes(), (0.0, 0.1))):
        photo = decode(png(picture))
        points = find_face(photo, models.detector, models.pointer).points
        for eye in EYES:
            assert expected[0] < eye_opening(points, eye) < expected[1]


def test_sharpness_counts_blur_by_the_size_of_the_face(models: FaceModels) -> None:
    def measured(picture: Picture) -> float:
        photo = decode(png(picture))
        return sharpness(photo, find_face(photo, models.detector, models.pointer).points)

    sharp = measured(ANA)
    assert sharp > 0.5
    assert measured(blurred(ANA, 6)) == pytest.approx(measured(blurred(SMALL, 3)), rel=0.15)
    assert measured(blurred(ANA, 6)) < 0.7 * sharp
    assert measured((ANA * 0.4).astype(np.uint8)) == pytest.approx(sharp, rel=0.15)

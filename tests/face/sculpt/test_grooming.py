"""Hair where it grows, and how it lies."""

from __future__ import annotations

import cv2
import numpy as np

from visavis.face.person import FILES
from visavis.face.sculpt.anatomy import Anatomy, anatomy
from visavis.face.sculpt.design import Design, Moment
from visavis.face.sculpt.grooming.beard import beard, beard_cover, shadow_of
from visavis.face.sculpt.grooming.cuts import cut_guides
from visavis.face.sculpt.grooming.growth import body_distance
from visavis.face.sculpt.grooming.hair import scalp_hair
from visavis.face.sculpt.grooming.lashes import WISP, lashes
from visavis.face.sculpt.grooming.scalp import guides_and_hairs
from visavis.face.stock import PEOPLE


def chance() -> np.random.Generator:
    return np.random.default_rng(7)


def body_of(design: Design) -> Anatomy:
    return anatomy(design, Moment())


def test_no_hair_of_a_beard_stands_alone() -> None:
    design = Design(beard=0.022)
    (hairs,) = beard(body_of(design), design, chance())
    assert len(hairs.points) > 15_000
    cover = beard_cover(hairs.points[:, 0], body_of(design), design)
    assert cover.min() > 0.12
    assert np.percentile(cover, 5) > 0.4


def test_a_beard_is_shorter_below_the_ears_than_at_the_chin() -> None:
    design = Design(beard=0.026)
    (hairs,) = beard(body_of(design), design, chance())
    length = np.linalg.norm(np.diff(hairs.points, axis=1), axis=2).sum(1)
    x, y, _ = np.abs(hairs.points[:, 0]).T
    at_chin, below_ears = (x < 0.15) & (y > 0.65), (x > 0.55) & (y < 0.4)
    assert np.median(length[below_ears]) < 0.6 * np.median(length[at_chin])


def test_the_longer_a_beard_the_darker_the_skin_below_it() -> None:
    shadows = [shadow_of(Design(beard=length)) for length in (0.0, 0.005, 0.02, 0.03, 0.06)]
    assert shadows[0] == 0
    assert (np.diff(shadows[:4]) > 0.1).all()
    assert shadows[3] == shadows[4]


def test_lashes_gather_in_wisps_that_point_outwards() -> None:
    design = Design()
    for side, row in zip((-1, 1), lashes(body_of(design), design, chance()), strict=True):
        roots, tips = row.points[:, 0], row.points[:, -1]
        outer = slice(len(roots) // 2, None)
        assert (side * (tips - roots)[outer, 0] > 0).mean() > 0.8
        spread_of_roots, spread_of_tips = (
            np.ptp(ends.reshape(-1, WISP, 3)[..., 0], axis=1).mean() for ends in (roots, tips)
        )
        assert spread_of_tips < 0.7 * spread_of_roots


def test_long_hair_lies_flat_at_its_parting_and_rises_beside_it() -> None:
    design = Design(hair="lob", part=0.14, strands=6000)
    roots, _ = guides_and_hairs(body_of(design), design, chance())
    guides = cut_guides(design, roots, chance()).paths
    x, y, _ = roots.points.T
    on_top = y > 0.75
    just_grown = body_distance(guides[:, 4])
    at_parting, beside = on_top & (np.abs(x - design.part) < 0.05), on_top & (np.abs(x - design.part) > 0.3)
    assert np.median(just_grown[at_parting]) < 0.75 * np.median(just_grown[beside])


def test_no_lock_hangs_alone_far_into_the_face() -> None:
    design = Design(hair="wavy", locks=1100, face_gap=0.6)
    roots, _ = guides_and_hairs(body_of(design), design, chance())
    guides = cut_guides(design, roots, chance()).paths
    x, y, z = np.moveaxis(guides, 2, 0)
    beside_eyes = np.abs(x[(z > 0.2) & (np.abs(y) < 0.1)])
    assert len(beside_eyes) > 50
    assert beside_eyes.min() > 0.85 * np.percentile(beside_eyes, 10)


def test_hair_that_is_tied_back_lies_flat_at_its_roots_and_begins_as_down() -> None:
    design = Design(hair="bun", strands=6000)
    roots, _ = guides_and_hairs(body_of(design), design, chance())
    paths = cut_guides(design, roots, chance()).paths
    at_front = (roots.edge < 0.1) & (roots.points[:, 2] > 0.3)
    assert at_front.sum() > 10
    height = body_distance(paths[at_front].reshape(-1, 3)).reshape(at_front.sum(), -1)
    height -= height[:, :1]
    assert np.median(height[:, 2]) < 0.4 * np.median(height[:, 13])
    grown, _ = np.split(scalp_hair(body_of(design), design, chance())[0].width, [6000])
    assert np.percentile(grown, 1) < 0.5 * np.median(grown)


def test_leos_beard_has_no_specks() -> None:
    """Neither skin that shines through on the chin nor hairs that lie on the neck."""
    picture = cv2.imread(str(PEOPLE["leo"].folder / FILES.person), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    chin, neck = picture[660:765, 650:830], picture[798:818, 650:820]
    assert (chin > 110).mean() < 0.06
    assert neck.min() > 0.7 * np.median(neck)


def test_hair_falls_to_its_own_side_of_the_parting() -> None:
    design = Design(hair="bob", part=-0.13, strands=6000)
    (hairs,) = scalp_hair(body_of(design), design, chance())
    x, y, z = hairs.points[:, 0].T
    at_parting = (np.abs(x - design.part) < 0.1) & (y > 0.6) & (z > 0)
    aside = (hairs.points[:, 8, 0] - x)[at_parting]
    assert at_parting.sum() > 50
    assert (np.sign(aside) == np.sign(x - design.part)[at_parting]).mean() > 0.95

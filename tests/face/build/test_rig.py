from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from visavis.face.avatar import AvatarError
from visavis.face.build.landmarks import landmarks_of, resample
from visavis.face.build.mesh import Points, Triangles, build_mesh, head_weight
from visavis.face.build.rig import build_avatar
from visavis.face.build.shapes import build_shapes
from visavis.face.build.topology import EYES, LOWER_LIP_ROWS, OVAL, UPPER_LIP_ROWS, load_template
from visavis.face.expression import Control
from visavis.face.person import FRAMINGS
from visavis.face.portrait import Portrait, framed
from visavis.face.stock import PEOPLE


@pytest.fixture(scope="module")
def portrait() -> Portrait:
    return framed(PEOPLE["kenji"].portrait(), FRAMINGS[512, 512], 512, 512)


def test_lips_and_lids_lie_on_their_curves(portrait: Portrait) -> None:
    points = landmarks_of(portrait, load_template())
    outer = resample(portrait.curves["lip_outer_top"], np.linspace(0, 1, 11))
    np.testing.assert_allclose(points[list(UPPER_LIP_ROWS[3][1:-1])], outer[1:-1])
    lid = portrait.curves["lid_top_left"][::-1][::2]
    np.testing.assert_allclose(points[list(EYES[0].upper)], lid, atol=0.3)


def test_the_face_lies_inside_the_silhouette(portrait: Portrait) -> None:
    oval = np.round(landmarks_of(portrait, load_template())[list(OVAL)]).astype(int)
    assert (portrait.matte[oval[:, 1], oval[:, 0]] > 0.99).all()


def test_a_turn_dents_no_temple() -> None:
    """Marcus has no hair over his: no point of the oval stays behind those on either side of it."""
    portrait = framed(PEOPLE["marcus"].portrait(), FRAMINGS[512, 512], 512, 512)
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    moved = np.sin(np.radians(7)) * mesh.relief[list(OVAL)]
    before, after = (np.maximum(np.roll(moved, way), np.roll(moved, 2 * way)) for way in (1, -1))
    assert (np.minimum(before, after) - moved).max() < 0.9  # px


def test_a_full_blink_closes_the_lids(portrait: Portrait) -> None:
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    shut = mesh.points + build_shapes(portrait, mesh)[Control.BLINK_RIGHT]
    gap = shut[list(EYES[0].lower)] - shut[list(EYES[0].upper)]
    assert np.abs(gap).max() < 0.5


def test_a_jaw_moves_the_lower_lip_and_not_the_body(portrait: Portrait) -> None:
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    jaw = build_shapes(portrait, mesh)[Control.JAW, :, 1]
    assert jaw[LOWER_LIP_ROWS[0][5]] == pytest.approx(0.165 * mesh.face_size[1])
    assert jaw[UPPER_LIP_ROWS[0][5]] < 0.1
    assert np.abs(jaw[head_weight(mesh) < 0.01]).max() < 0.1


@pytest.mark.parametrize("name", PEOPLE)
def test_a_neck_never_folds_over_however_wide_the_mouth_opens(name: str) -> None:
    portrait = framed(PEOPLE[name].portrait(), FRAMINGS[512, 512], 512, 512)
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    wide_open = mesh.points + build_shapes(portrait, mesh)[Control.JAW]
    left = _areas(wide_open, mesh.surroundings) / _areas(mesh.points, mesh.surroundings)
    assert left.min() > 0.15


def test_rounded_lips_open_to_a_ring_and_bitten_ones_only_in_the_middle(portrait: Portrait) -> None:
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    shapes = build_shapes(portrait, mesh)
    rounded, bitten = (
        _opening(mesh.points + shapes[control]) for control in (Control.PUCKER, Control.LIP_BITE)
    )
    width = np.ptp(mesh.points[list(UPPER_LIP_ROWS[0]), 0])
    assert rounded[5] > 0.03 * width
    assert rounded[[2, 8]].min() > 0.7 * rounded[5]
    assert bitten[5] > 0.03 * width
    assert bitten[[2, 8]].max() < 0.3 * bitten[5]


def _opening(points: Points) -> Points:
    """(11,) px from the upper lip to the lower, from corner to corner."""
    upper, lower = (points[list(rows[0]), 1] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    return np.asarray(lower - upper)


def _areas(points: Points, triangles: Triangles) -> Points:
    """Twice that of each triangle, below 0 for one that lies on its face."""
    a, b, c = np.moveaxis(points[triangles], 1, 0)
    along, across = b - a, c - a
    return np.asarray(along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0])


@pytest.mark.parametrize("size", FRAMINGS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PEOPLE)
def test_a_stock_person_fits_every_frame(name: str, size: tuple[int, int]) -> None:
    width, height = size
    assert width % 16 == height % 16 == 0
    seen = framed(PEOPLE[name].portrait(), FRAMINGS[size], width, height)
    assert seen.picture.shape == (height, width, 3)
    assert seen.matte[-1].mean() > 0.4, "the body fills the lower edge"
    assert seen.matte[0].max() < 0.1, "the hair is not cut off"
    chin = seen.curves["face_oval"][18, 1]
    crown = np.nonzero(seen.matte.max(1) > 0.5)[0][0]
    assert 0.4 < (chin - crown) / height < 0.72, "an afro and a bun are high"


def test_a_frame_that_cells_do_not_fill_is_refused(portrait: Portrait) -> None:
    odd = replace(portrait, picture=portrait.picture[:500])
    with pytest.raises(AvatarError, match="multiples of 16"):
        build_avatar(odd)


def test_a_portrait_without_extra_pictures_is_enough(portrait: Portrait) -> None:
    plain = replace(
        portrait,
        eyeballs=None,
        closed_lids=None,
        closed_lid_curves=None,
        upper_teeth=None,
        tongue=None,
        spectacles=None,
    )
    avatar = build_avatar(plain)
    assert not avatar.patches.closed_cover.any()
    assert (avatar.mouth.hang[:, 2] > avatar.mouth.hang[:, 0]).all()
    assert len(avatar.spectacles.triangles) == 0


def test_only_what_is_seen_of_spectacles_is_drawn(portrait: Portrait) -> None:
    layer = build_avatar(portrait).spectacles
    low, high = layer.rest[::4], layer.rest[2::4]
    drawn, box = np.prod(high - low, axis=1).sum(), np.prod(high.max(0) - low.min(0))
    assert 0.1 < drawn / box < 0.7, "the lenses are left out"
    middle, side = np.argmin(np.abs(layer.rest[:, 0] - 256)), np.argmin(layer.rest[:, 0])
    assert layer.relief[middle] > layer.relief[side] + 50, "the temples reach back to the ears"


def test_slanted_brows_rise_at_the_nose_and_fall_at_the_temples(portrait: Portrait) -> None:
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    slant = build_shapes(portrait, mesh)[Control.BROWS_SLANT, :, 1]
    for eye in EYES:
        brow = np.array(eye.brow)
        from_nose = np.abs(mesh.points[brow, 0] - mesh.points[:, 0].mean())
        inner, outer = slant[brow[np.argmin(from_nose)]], slant[brow[np.argmax(from_nose)]]
        assert inner < -1 < 1 < outer


def test_a_frown_lowers_the_corners_of_the_mouth_and_leaves_the_eyes(portrait: Portrait) -> None:
    template = load_template()
    mesh = build_mesh(portrait, landmarks_of(portrait, template), template)
    frown = build_shapes(portrait, mesh)[Control.FROWN]
    row = UPPER_LIP_ROWS[0]
    assert frown[row[0], 1] > 3
    assert frown[row[-1], 1] > 3
    assert frown[row[5], 1] < 0
    assert np.abs(frown[list(EYES[0].upper)]).max() < 0.2

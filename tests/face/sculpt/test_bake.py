"""One person, baked at a tiny scale."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from visavis.face.build.landmarks import landmarks_of
from visavis.face.build.topology import OVAL, load_template
from visavis.face.person import Person
from visavis.face.portrait import Portrait, framed
from visavis.face.sculpt.bake import bake
from visavis.face.sculpt.design import Design

pytestmark = pytest.mark.timeout(900)  # the first run on a machine compiles the kernels

DESIGN = Design(
    glasses="round", hair="short", garment="shirt", strands=6000, locks=200, smile=0.6, setting="office"
)
SCALE = 0.14


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baked") / "theo"
    steps: list[str] = []
    bake(DESIGN, folder, steps.append, SCALE)
    assert steps[0] == "growing the hair"
    assert "putting on the spectacles" in steps
    return folder


@pytest.fixture(scope="module")
def portrait(folder: Path) -> Portrait:
    return Person(folder).portrait()


def test_baking_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    bake(DESIGN, tmp_path / "again", lambda step: None, SCALE)
    first, second = (
        {path.name: path.read_bytes() for path in it.iterdir()} for it in (folder, tmp_path / "again")
    )
    assert first == second
    assert len(first) == 14


def test_the_silhouette_is_a_person_alone_in_the_middle(portrait: Portrait) -> None:
    solid = (portrait.matte > 0.5).astype(np.uint8)
    parts, _, statistics, _ = cv2.connectedComponentsWithStats(solid)
    assert statistics[1:, cv2.CC_STAT_AREA].max() > 0.995 * solid.sum(), parts
    assert portrait.matte[0].max() < 0.1
    assert portrait.matte[-1].mean() > 0.5
    columns = np.nonzero(solid.any(0))[0]
    assert abs(columns.mean() - portrait.width / 2) < 0.02 * portrait.width


def test_the_curves_lie_on_what_is_seen(portrait: Portrait) -> None:
    """Lips are redder than the skin round them, irises darker than the whites, brows than the forehead."""
    picture = cv2.GaussianBlur(portrait.picture, (0, 0), 0.7).astype(float)

    def at(points: np.ndarray) -> np.ndarray:
        x, y = np.round(points).astype(int).T
        return picture[y, x]

    curves = portrait.curves
    middle = slice(6, 15)
    lower_lip = (curves["lip_inner_bottom"][middle] + 2 * curves["lip_outer_bottom"][middle]) / 3
    below = curves["lip_outer_bottom"][middle] + [0, 5]
    red = [np.mean(it[:, 2] / it[:, 1]) for it in (at(lower_lip), at(below))]
    assert red[0] > 1.15 * red[1]
    for side in ("left", "right"):
        iris = curves[f"iris_{side}"]
        brow = (curves[f"brow_top_{side}"] + curves[f"brow_bottom_{side}"])[2:6] / 2
        assert at(iris).mean() < 0.75 * at(iris + np.array([0, 9])).mean()
        assert at(brow).mean() < 0.8 * at(brow - [0, 8]).mean()


def test_the_face_fits_the_rig(portrait: Portrait) -> None:
    oval = np.round(landmarks_of(portrait, load_template())[list(OVAL)]).astype(int)
    assert (portrait.matte[oval[:, 1], oval[:, 0]] > 0.95).all()
    nose = portrait.curves["nose"][4].round().astype(int)
    ear = portrait.curves["face_oval"][9].round().astype(int)
    assert portrait.relief[nose[1], nose[0]] > portrait.relief[ear[1], ear[0]]


def test_closed_lids_close_and_teeth_are_white(portrait: Portrait) -> None:
    assert portrait.closed_lids is not None
    assert portrait.upper_teeth is not None
    x, y = portrait.curves["iris_left"][0].round().astype(int)
    assert portrait.closed_lids[y, x].mean() > 1.3 * portrait.picture[y, x].mean()
    teeth = portrait.upper_teeth
    middle = teeth.picture[teeth.matte > 250].astype(float)
    brightest = middle[middle.mean(1) > np.percentile(middle.mean(1), 80)].mean(0)
    blue, green, red = brightest
    assert brightest.mean() > 150
    assert red >= green > blue, "not bluish"


def test_the_spectacles_are_a_layer_and_not_in_the_picture(folder: Path, portrait: Portrait) -> None:
    assert portrait.spectacles is not None
    layer = portrait.spectacles.cutout
    assert 0.05 < (layer.matte > 128).mean() < 0.4
    middle = layer.matte[layer.matte.shape[0] // 2, layer.matte.shape[1] // 4]
    assert middle < 64, "one looks through a lens"
    assert (np.diff(portrait.spectacles.depths[:, 0]) > 0).all()
    places = json.loads((folder / "curves.json").read_text())["parts"]
    assert set(places) == {"closed_lids", "eyeballs", "upper_teeth", "tongue", "spectacles"}


def test_a_small_sheet_is_framed_like_a_full_one(folder: Path) -> None:
    person = Person(folder)
    framing = person.framing(512, 512)
    assert framing is not None
    shown = framed(person.portrait("home"), framing, 512, 512)
    chin = shown.curves["face_oval"][18, 1]
    assert 0.6 < chin / 512 < 0.8


def test_without_spectacles_there_is_no_layer(tmp_path: Path) -> None:
    bald = replace(DESIGN, glasses="none", hair="bald")
    bake(bald, tmp_path / "bald", lambda step: None, SCALE)
    assert Person(tmp_path / "bald").portrait().spectacles is None
    assert not (tmp_path / "bald" / "spectacles.png").exists()

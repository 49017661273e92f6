"""A rig from a photo, measured: do the lips seal, do they open, is the person the same, are there cracks?"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.face.photo.photos import astronaut, cut_out, mapped, photo_of, placed, png, scaled, turned
from tests.face.raster.expressions import BITE, BLINK, NEUTRAL, OPEN, PRESSED, expression
from tests.model_files import TEST_MODELS_DIR
from visavis.face.avatar import Avatar
from visavis.face.build.rig import build_avatar
from visavis.face.build.topology import LOWER_LIP_ROWS, OVAL, UPPER_LIP_ROWS
from visavis.face.contact_sheet import Look, contact_sheet
from visavis.face.expression import Control, Expression, Pose
from visavis.face.phones import Viseme
from visavis.face.photo.building import FaceModels, PhotoAvatar, build_from_photo
from visavis.face.portrait import Picture, framed
from visavis.face.raster import Renderer

SIZE = (512, 512)
ALL_SIZES = {(512, 512), (720, 480), (1152, 768), (768, 1152)}
VOWEL = Look("", Viseme.MID).expression()


@pytest.fixture(scope="module")
def grin(models: FaceModels) -> PhotoAvatar:
    return build_from_photo(png(astronaut(TEST_MODELS_DIR)), models)


@pytest.fixture(scope="module", params=["ana", "grin"])
def person(request: pytest.FixtureRequest) -> PhotoAvatar:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def drawn(avatar: Avatar, what: Expression) -> Picture:
    renderer = Renderer(avatar)
    renderer.render(what)
    i420 = renderer.frame.reshape(avatar.height * 3 // 2, avatar.width)
    return np.asarray(cv2.cvtColor(i420, cv2.COLOR_YUV2BGR_I420), np.uint8)


def gap(avatar: Avatar, what: Expression) -> float:
    """The widest between the inner lips, in mouth widths, as the renderer has it."""
    renderer = Renderer(avatar)
    renderer.render(what)
    upper, lower = (renderer.canvas.vertices[list(rows[0])] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    return float((lower - upper)[:, 1].max() / avatar.mouth.width)


def likeness_db(one: Picture, other: Picture, mask: np.ndarray) -> float:
    error = (one.astype(float) - other)[mask]
    return float(10 * np.log10(255**2 / max((error**2).mean(), 1e-9)))


def test_lips_seal_and_open(person: PhotoAvatar) -> None:
    avatar = mapped(person.rig(SIZE))
    for closed in (NEUTRAL, PRESSED):
        assert gap(avatar, closed) < 0.01
    assert 0.15 < gap(avatar, VOWEL) < 0.35
    assert 0 < gap(avatar, BITE) < 0.1


def test_f_and_v_show_teeth_that_are_paler_than_the_lips(person: PhotoAvatar) -> None:
    avatar = mapped(person.rig(SIZE))
    renderer = Renderer(avatar)
    renderer.render(BITE)
    upper, lower = (renderer.vertices[rows[0][5]] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    assert lower[1] - upper[1] > 3  # px
    lab = cv2.cvtColor(drawn(avatar, BITE), cv2.COLOR_BGR2LAB).astype(int)
    column = lab[int(upper[1]) - 3 : int(lower[1]) + 4, int(upper[0]), 1] - 128
    assert column[4:-5].min() < 0.5 * column.max()  # less red


def test_the_person_at_rest_is_the_person_in_the_photo(person: PhotoAvatar) -> None:
    avatar = mapped(person.rig(SIZE))
    part = person.framings[SIZE]
    photo = person.canvas[part.y : part.y + part.height, part.x : part.x + part.width]
    photo = np.asarray(cv2.resize(photo, SIZE, interpolation=cv2.INTER_AREA), np.uint8)
    away_from_the_mouth = np.ones((512, 512), bool)
    mouth = avatar.mesh.rest[list(OVAL)]
    away_from_the_mouth[int(mouth[:, 1].mean()) :, int(mouth[:, 0].min()) : int(mouth[:, 0].max())] = False
    assert likeness_db(drawn(avatar, NEUTRAL), photo, away_from_the_mouth) > 36


def test_speaking_leaves_the_eyes_alone(person: PhotoAvatar) -> None:
    avatar = mapped(person.rig(SIZE))
    above = np.zeros((512, 512), bool)
    above[: int(avatar.mesh.rest[2, 1] - 0.2 * np.ptp(avatar.mesh.rest[list(OVAL), 1]))] = True
    assert likeness_db(drawn(avatar, OPEN), drawn(avatar, NEUTRAL), above) > 45


def test_a_blink_hides_the_eyes(person: PhotoAvatar) -> None:
    avatar = mapped(person.rig(SIZE))
    grey = [cv2.cvtColor(drawn(avatar, what), cv2.COLOR_BGR2GRAY) for what in (NEUTRAL, BLINK)]
    for iris in (468, 473):
        x, y = avatar.mesh.rest[iris].astype(int)
        open_eye, shut = (picture[y - 3 : y + 3, x - 3 : x + 3].mean() for picture in grey)
        assert shut > open_eye + 30  # skin where the dark iris was


def test_nothing_tears_in_five_hundred_poses(person: PhotoAvatar) -> None:
    """Before a room of one loud colour, none of it shows within the face."""
    portrait = framed(person.portrait, person.framings[SIZE], *SIZE)
    loud = np.full_like(portrait.backdrop, (255, 0, 255))
    avatar = mapped(build_avatar(replace(portrait, backdrop=loud)))
    renderer = Renderer(avatar)
    chance = np.random.default_rng(3)
    key_u, key_v = (int(plane[0]) for plane in np.split(avatar.background[512 * 512 :], 2))
    for _ in range(500):
        pose = {Pose.YAW: 0.12, Pose.PITCH: 0.09, Pose.ROLL: 0.09}
        what = expression({part: chance.uniform(-most, most) for part, most in pose.items()})
        what.controls[: Control.SQUINT + 1] = chance.uniform(0, 1, Control.SQUINT + 1)
        renderer.render(what)
        oval = renderer.canvas.vertices[list(OVAL)] / 2
        inside = np.zeros((256, 256), np.uint8)
        cv2.fillPoly(inside, [np.round(oval).astype(np.int32)], 1)
        u, v = (plane.reshape(256, 256).astype(int) for plane in np.split(renderer.frame[512 * 512 :], 2))
        loud_here = (abs(u - key_u) < 40) & (abs(v - key_v) < 40) & (inside > 0)
        assert not loud_here.any()


def test_the_same_photo_gives_the_same_rig(models: FaceModels, ana: PhotoAvatar) -> None:
    again = build_from_photo(png(photo_of("ana")), models)
    np.testing.assert_array_equal(again.rig(SIZE).texture.luma, ana.rig(SIZE).texture.luma)
    np.testing.assert_array_equal(again.rig(SIZE).mesh.shapes, ana.rig(SIZE).mesh.shapes)


def test_every_frame_is_built_and_has_the_head_where_the_stock_people_have_it(ana: PhotoAvatar) -> None:
    assert set(ana.framings) == ALL_SIZES
    assert {(size.width, size.height) for size in ana.report.sizes} == ALL_SIZES
    for size in ALL_SIZES:
        avatar = ana.rig(size)
        assert (avatar.width, avatar.height) == size
        eyes = avatar.mesh.rest[[468, 473]].mean(0) / size
        assert eyes[0] == pytest.approx(0.5, abs=0.03)
        assert 0.3 < eyes[1] < 0.42


def test_a_small_face_in_a_corner_fills_the_frame_all_the_same(models: FaceModels, ana: PhotoAvatar) -> None:
    tucked_away = placed(scaled(photo_of(), 0.3), 2000, 1300, 1500, 940)
    made = build_from_photo(png(tucked_away), models)
    here, there = (avatar.rig(SIZE).mesh.rest[list(OVAL)] for avatar in (made, ana))
    assert np.ptp(here, axis=0) == pytest.approx(np.ptp(there, axis=0), rel=0.06)


def test_a_tilted_photo_is_straightened(models: FaceModels) -> None:
    made = build_from_photo(png(turned(photo_of(), -18)), models)
    eyes = made.rig(SIZE).mesh.rest[[468, 473]]
    assert abs(eyes[0, 1] - eyes[1, 1]) < 3


def test_a_photo_that_ends_below_the_chin_has_no_upright_frame(models: FaceModels) -> None:
    made = build_from_photo(png(photo_of()[:775]), models)
    assert set(made.framings) == ALL_SIZES - {(768, 1152)}
    assert "no_portrait" in {finding.code for finding in made.report.findings}
    assert made.still("portrait") is None
    landscape = made.still("landscape")
    assert landscape is not None
    assert landscape.shape == (768, 1152, 3)


def test_someone_who_was_cut_out_stands_before_a_plain_wall(models: FaceModels) -> None:
    made = build_from_photo(png(cut_out()), models)
    frame = drawn(mapped(made.rig(SIZE)), NEUTRAL)
    wall = frame[:60, :60].reshape(-1, 3).astype(int)
    assert wall.std(0).max() < 6
    assert 90 < wall.mean() < 200
    black = (frame.max(2) < 4).mean()
    assert black < 0.001  # nothing of what the file hides


def test_advice_names_an_open_mouth(grin: PhotoAvatar) -> None:
    assert {"mouth_open", "face_small"} <= {finding.code for finding in grin.report.findings}


def test_progress_only_grows(models: FaceModels) -> None:
    told: list[float] = []
    build_from_photo(png(photo_of()), models, progress=told.append)
    assert told == sorted(told)
    assert len(told) == 4
    assert 0 < told[0] < told[-1] < 1


def test_corrected_points_are_taken_as_they_are(models: FaceModels, ana: PhotoAvatar) -> None:
    lips = ana.report.landmarks["lipsInnerUpper"]
    raised = {name: tuple((x, y - 0.004) for x, y in lips) for name in ("lipsInnerUpper", "lipsInnerLower")}
    made = build_from_photo(png(photo_of()), models, raised)
    for name, points in raised.items():
        assert np.allclose(made.report.landmarks[name], points, atol=1e-4)
    assert gap(mapped(made.rig(SIZE)), NEUTRAL) < 0.01
    numbers = list(UPPER_LIP_ROWS[0][2:-2])
    higher = ana.portrait.landmarks[numbers, 1] - made.portrait.landmarks[numbers, 1]  # type: ignore[index]
    assert np.abs(higher).max() < 0.03 * 1182


def test_a_contact_sheet_shows_twelve_looks(ana: PhotoAvatar) -> None:
    sheet = contact_sheet(mapped(ana.rig(SIZE)))
    assert sheet.shape == (3 * 512, 4 * 512, 3)
    looks = [sheet[y : y + 512, x : x + 512] for y in (0, 512, 1024) for x in range(0, 2048, 512)]
    assert all((one != looks[0]).any() for one in looks[1:])

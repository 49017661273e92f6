from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.face.raster import oracle
from tests.face.raster.expressions import BITE, BLINK, NEUTRAL, OPEN, PRESSED, ROUNDED, TH, TURNED, expression

from visavis.face.avatar import LIPS, TONGUE_TIP, UPPER_TEETH, Avatar, Mouth
from visavis.face.build.topology import EYES
from visavis.face.expression import Control, Expression, Pose
from visavis.face.raster import Renderer

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


def picture(avatar: Avatar, shown: Expression) -> NDArray[np.uint8]:
    renderer = Renderer(avatar, threshold_px=0)
    renderer.render(shown)
    return renderer.frame


def psnr(a: NDArray[np.generic], b: NDArray[np.generic]) -> float:
    error = np.mean((a.astype(float) - b.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-6)))


def mouth_seen(avatar: Avatar, shown: Expression, layers: int | slice = slice(None)) -> NDArray[np.bool_]:
    """The luma pixels that show something between the lips: those that change with its brightness."""
    blackened = avatar.mouth.gain.copy()
    blackened[layers] = 0
    blackened.flags.writeable = False
    dark = avatar._replace(mouth=avatar.mouth._replace(gain=blackened))
    luma = slice(avatar.width * avatar.height)
    differs = picture(avatar, shown)[luma] != picture(dark, shown)[luma]
    return differs.reshape(avatar.height, avatar.width)


def planes(avatar: Avatar, frame: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Y, U and V of an I420 frame."""
    size = avatar.width * avatar.height
    luma, *chroma = np.split(frame, [size, size * 5 // 4])
    half = (avatar.height // 2, avatar.width // 2)
    return [luma.reshape(avatar.height, avatar.width), *(plane.reshape(half) for plane in chroma)]


@pytest.mark.parametrize("shown", [NEUTRAL, OPEN, TURNED], ids=["neutral", "open", "turned"])
def test_the_grid_draws_what_plain_triangles_draw(ana: Avatar, shown: Expression) -> None:
    renderer = Renderer(ana, threshold_px=0)
    renderer.render(shown)
    yaw = float(shown.pose[Pose.YAW])
    planes = np.split(renderer.frame, [ana.width * ana.height, ana.width * ana.height * 5 // 4])
    for plane, wanted in zip(planes, oracle.draw(ana, renderer.canvas.vertices, yaw), strict=True):
        drawn = plane.reshape(wanted.shape)
        compared = np.ones(wanted.shape, np.bool_)
        for box in renderer.canvas.patch_box * drawn.shape[1] // ana.width:  # eyes and lips have layers
            compared[max(box[1] - 2, 0) : box[3] + 3, max(box[0] - 2, 0) : box[2] + 3] = False
        assert psnr(drawn[compared], wanted[compared]) >= 50


def test_what_may_wait_is_not_seen(ana: Avatar) -> None:
    patient = Renderer(ana)
    for i in range(40):
        shown = expression({Pose.YAW: 0.05 * np.sin(i / 9), Pose.BREATH: np.sin(i / 7)}, jaw=0.3 + 0.01 * i)
        patient.render(shown)
    assert psnr(patient.frame, picture(ana, shown)) >= 50


def test_a_frame_that_asks_for_the_same_redraws_nothing(ana: Avatar) -> None:
    renderer = Renderer(ana)
    assert renderer.render(OPEN) > 0
    before = renderer.frame.copy()
    assert renderer.render(OPEN) == 0
    assert (renderer.frame == before).all()


def test_breathing_redraws_only_what_moved(ana: Avatar) -> None:
    renderer = Renderer(ana)
    everything = renderer.render(NEUTRAL)
    assert 0 < renderer.render(expression({Pose.BREATH: 0.5})) < everything / 2


def test_open_lips_show_the_mouth(ana: Avatar) -> None:
    seen = mouth_seen(ana, OPEN)
    height = seen.any(1).sum()
    assert 0.25 < height / ana.mouth.width < 0.6
    assert seen.any(0).sum() > 0.6 * ana.mouth.width


def test_teeth_are_no_greyer_behind_lips_that_are_hardly_rounded(ana: Avatar) -> None:
    wide = expression(jaw=0.26, upper_lip=0.14, lower_lip=0.24)
    rounded = expression(jaw=0.26, upper_lip=0.14, lower_lip=0.24, pucker=0.4)
    bright = [
        float(
            np.percentile(picture(ana, shown)[: ana.width * ana.height][mouth_seen(ana, shown).ravel()], 90)
        )
        for shown in (wide, rounded)
    ]
    assert bright[1] > 0.85 * bright[0]


def test_what_is_seen_behind_rounded_lips_is_dark_red_and_not_grey(ana: Avatar) -> None:
    _, _, red = planes(ana, picture(ana, ROUNDED))
    height, width = ana.height // 2, ana.width // 2
    inside = mouth_seen(ana, ROUNDED).reshape(height, 2, width, 2).all((1, 3))
    assert inside.sum() > 100
    assert (red[inside] > 131).mean() > 0.9


def test_the_rim_lies_square_to_the_edge_and_is_as_wide_where_that_is_steep(ana: Avatar) -> None:
    renderer = Renderer(ana)
    renderer.render(OPEN)
    patches, points = ana.patches, renderer.canvas.vertices
    loop = slice(*patches.loop_start[LIPS : LIPS + 2])
    edge = points[patches.rim_vertex[loop]]
    rim = points[len(ana.mesh.rest) :][loop] - edge
    along = np.roll(edge, -1, axis=0) - np.roll(edge, 1, axis=0)
    corners = patches.rim_down[loop] == 0
    np.testing.assert_allclose(np.hypot(*rim[~corners].T), 1.6, atol=0.01)
    np.testing.assert_allclose((rim * along).sum(1) / np.hypot(*along.T), 0, atol=0.01)
    inwards = np.vstack([edge.mean(0) - edge])
    assert ((rim * inwards).sum(1)[~corners] > 0).all()


@pytest.mark.parametrize("shown", [NEUTRAL, PRESSED], ids=["at rest", "pressed with an open jaw"])
def test_closed_lips_leave_no_gap(ana: Avatar, shown: Expression) -> None:
    assert not mouth_seen(ana, shown).any()


def test_lips_that_would_cross_meet_instead(ana: Avatar) -> None:
    renderer = Renderer(ana)
    renderer.render(expression(upper_lip=-2.0, lower_lip=-2.0))
    upper, lower = (renderer.canvas.vertices[row[0], 1] for row in (ana.lips.upper, ana.lips.lower))
    assert (lower - upper > -0.01).all()


def test_f_and_v_show_the_upper_teeth_on_the_lower_lip(ana: Avatar) -> None:
    seen = mouth_seen(ana, BITE)
    assert 0.03 < seen.any(1).sum() / ana.mouth.width < 0.2
    assert (seen.sum(0) > 2).sum() < 0.6 * ana.mouth.width  # the front teeth alone


def test_th_shows_the_tip_of_the_tongue_between_the_teeth_and_the_lower_lip(ana: Avatar) -> None:
    tip, teeth = (mouth_seen(ana, TH, layer) for layer in (TONGUE_TIP, UPPER_TEETH))
    assert 0.07 < tip.any(1).sum() / ana.mouth.width < 0.15
    assert 0.35 < tip.any(0).sum() / ana.mouth.width < 0.6
    assert np.flatnonzero(teeth.any(1)).min() < np.flatnonzero(tip.any(1)).min() - 3
    height, width = ana.height // 2, ana.width // 2
    whole = tip.reshape(height, 2, width, 2).all((1, 3))
    _, _, red = planes(ana, picture(ana, TH))
    assert (red[whole] > 138).mean() > 0.9


def test_a_tongue_that_is_only_raised_stays_behind_the_teeth(ana: Avatar) -> None:
    raised = expression(jaw=0.25, upper_lip=0.14, lower_lip=0.24, tongue=0.75)
    assert not mouth_seen(ana, raised, TONGUE_TIP).any()


def test_an_avatar_file_from_before_the_tip_is_drawn_without_it(ana: Avatar) -> None:
    layers = ("hang", "atlas", "gain", "dark", "relief")
    four = {name: getattr(ana.mouth, name)[:TONGUE_TIP] for name in layers}
    old = ana._replace(mouth=Mouth(**ana.mouth._asdict() | four))
    assert (picture(old, OPEN) == picture(ana, OPEN)).all()
    without, with_tip = (planes(avatar, picture(avatar, TH))[0].astype(int) for avatar in (old, ana))
    tip = mouth_seen(ana, TH, TONGUE_TIP)
    assert (without != with_tip)[tip].any()
    assert np.abs(without - with_tip)[~tip].max() <= 2  # its edge


def test_nothing_of_the_eyes_is_seen_through_closed_lids(ana: Avatar) -> None:
    looking_aside = replace(BLINK, controls=BLINK.controls + expression(gaze_x=1.0, gaze_y=-1.0).controls)
    assert psnr(picture(ana, BLINK), picture(ana, looking_aside)) > 60
    open_eyes = expression(gaze_x=1.0, gaze_y=-1.0)
    assert psnr(picture(ana, NEUTRAL), picture(ana, open_eyes)) < 45


@pytest.mark.parametrize("blink", [0.75, 0.85])
def test_lids_that_are_still_apart_show_one_line_of_lashes(ana: Avatar, blink: float) -> None:
    """Below the lower lid's edge there is skin and no darker line."""
    renderer = Renderer(ana, threshold_px=0)
    renderer.render(expression(blink_left=blink, blink_right=blink))
    luma = planes(ana, renderer.frame)[0].astype(int)
    for vertex in EYES[0].lower[2:-2]:
        x, y = renderer.vertices[vertex].astype(int)
        below = luma[y + 1 : y + 8, x]
        assert below.min() > 0.9 * below.max()


def test_the_background_stays_while_the_head_turns(ana: Avatar) -> None:
    luma = ana.width * ana.height
    turned = picture(ana, TURNED)[:luma].reshape(ana.height, ana.width)
    background = ana.background[:luma].reshape(ana.height, ana.width)
    assert (turned[:200, :60] == background[:200, :60]).all()


def test_absurd_input_writes_nothing_outside_the_frame(ana: Avatar) -> None:
    renderer = Renderer(ana, threshold_px=0)
    guard = 1 << 16
    memory = np.full(renderer.canvas.frame.size + 2 * guard, 0xA5, np.uint8)
    memory[guard:-guard] = renderer.canvas.frame
    renderer.canvas = renderer.canvas._replace(frame=memory[guard:-guard])
    rng = np.random.default_rng(1)
    for i in range(600):
        size = 10.0 ** rng.uniform(-1, 2.5)
        absurd = Expression(rng.normal(size=len(Control)) * size, rng.normal(size=6) * size * 0.3)
        absurd.pose[Pose.X :] *= 60
        if i % 20 == 0:
            absurd.pose[rng.integers(6)] = rng.choice([np.nan, np.inf, -np.inf, 1e30])
            absurd.controls[rng.integers(len(Control))] = rng.choice([np.nan, np.inf, -np.inf, 1e30])
        renderer.render(absurd)
    assert (memory[:guard] == 0xA5).all()
    assert (memory[-guard:] == 0xA5).all()
    renderer.render(NEUTRAL)
    frame = memory[guard:-guard][: renderer.frame.size]
    assert (frame == picture(ana, NEUTRAL)).all()


def test_two_renderers_of_one_avatar_do_not_disturb_each_other(ana: Avatar) -> None:
    first, second = Renderer(ana, threshold_px=0), Renderer(ana, threshold_px=0)
    first.render(OPEN)
    second.render(TURNED)
    assert (first.frame == picture(ana, OPEN)).all()
    assert not np.shares_memory(first.frame, second.frame)


def test_the_lip_patch_is_redrawn_where_it_was_and_where_it_goes(ana: Avatar) -> None:
    moving = Renderer(ana, threshold_px=0)
    for shown in (OPEN, TURNED, PRESSED):
        moving.render(shown)
    assert moving.canvas.patch_box[LIPS].min() > 0
    assert (moving.frame == picture(ana, PRESSED)).all()

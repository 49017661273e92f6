"""The light of a head that turns comes in steps that nobody sees, and costs a frame nothing between them."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.face.raster.expressions import NEUTRAL, expression
from visavis.face.avatar import Avatar, no_light
from visavis.face.build import load_avatar
from visavis.face.expression import Expression, Pose
from visavis.face.light import Compose, FallingLight, step_of
from visavis.face.plain import PlainRenderer
from visavis.face.plain.light import compose_light as compose_plainly
from visavis.face.proportions import LIGHT_KNOWN_AT_RAD, LIGHT_STEPS
from visavis.face.raster import Renderer
from visavis.face.raster.light import compose_light
from visavis.face.stock import PEOPLE

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels

STEP_RAD = LIGHT_KNOWN_AT_RAD / LIGHT_STEPS
STEPS = range(-LIGHT_STEPS, LIGHT_STEPS + 1)
MOST_LEVELS, MEAN_LEVELS = 2, 0.6
"""By which a step changes any pixel, and those on which light falls at all on average."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("avatars")


@pytest.fixture(scope="module")
def ana(folder: Path) -> Avatar:
    return load_avatar("ana", 512, 512, folder)


def turned(steps: float) -> Expression:
    return expression({Pose.YAW: steps * STEP_RAD})


def luma_of(avatar: Avatar, step: int, compose: Compose) -> NDArray[np.uint32]:
    """Quad texels, composed at once."""
    lit = avatar.texture.luma.copy()
    compose(avatar.texture.luma, avatar.texture.row, avatar.light, step, lit)
    return lit


def seen_light(avatar: Avatar) -> NDArray[np.bool_]:
    """The pixels of a frame at rest on which light falls, and no layer lies over them."""
    everywhere = np.zeros((avatar.texture.luma.size // avatar.texture.row, avatar.texture.row), np.bool_)
    left, top = avatar.light.corner
    levels = avatar.light.levels[1]
    everywhere[top : top + levels.shape[0], left : left + levels.shape[1]] = np.abs(levels) > 8
    return everywhere[16 : 16 + avatar.height, 16 : 16 + avatar.width]


def test_a_step_waits_until_the_head_has_turned_for_good() -> None:
    trembling = [0.0, 0.6, 0.4, 0.7, 0.5, 0.74]
    held = 0
    for steps in trembling:
        held = step_of(steps * STEP_RAD, held)
        assert held == 0
    assert step_of(0.8 * STEP_RAD, held) == 1
    assert step_of(0.3 * STEP_RAD, 1) == 1
    assert step_of(0.2 * STEP_RAD, 1) == 0
    assert step_of(-0.8 * STEP_RAD, 0) == -1


def test_a_head_that_turns_further_than_its_light_is_known_keeps_the_last() -> None:
    assert step_of(1.5, 0) == LIGHT_STEPS
    assert step_of(-1.5, 0) == -LIGHT_STEPS


@pytest.mark.parametrize("name", PEOPLE)
def test_no_step_is_seen(name: str, folder: Path) -> None:
    avatar = load_avatar(name, 512, 512, folder)
    assert avatar.light.levels.any()
    before = luma_of(avatar, STEPS[0], compose_light) & 255
    fallen_on = avatar.light.levels.any(0).sum()
    for step in STEPS[1:]:
        after = luma_of(avatar, step, compose_light) & 255
        change = np.abs(after.astype(int) - before.astype(int))
        assert change.max() <= MOST_LEVELS, step
        assert 0 < change.sum() / fallen_on <= MEAN_LEVELS, step
        before = after


@pytest.mark.parametrize("compose", [compose_light, compose_plainly], ids=["compiled", "plain"])
def test_every_texel_is_what_it_was_with_its_share_of_the_light(ana: Avatar, compose: Compose) -> None:
    neutral, row = (ana.texture.luma & 255).astype(int).reshape(-1, ana.texture.row), ana.texture.row
    left, top = ana.light.corner
    for step in (-16, -5, 0, 1, 9):
        wanted = neutral.astype(float)
        levels = ana.light.levels[int(step > 0)] / 2
        wanted[top : top + levels.shape[0], left : left + levels.shape[1]] += levels * abs(step) / 16
        wanted = np.clip(np.floor(wanted + 0.5), 0, 255)
        quads = luma_of(ana, step, compose).reshape(-1, row)
        np.testing.assert_array_equal(quads & 255, wanted)
        # neighbours as they are themselves
        np.testing.assert_array_equal(quads[:-1, :-1] >> 8 & 255, wanted[:-1, 1:])
        np.testing.assert_array_equal(quads[:-1, :-1] >> 16 & 255, wanted[1:, :-1])
        np.testing.assert_array_equal(quads[:-1, :-1] >> 24, wanted[1:, 1:])
    assert (luma_of(ana, 0, compose) == ana.texture.luma).all()


def test_where_luma_ends_light_ends_too(ana: Avatar) -> None:
    for luma, step in ((250, 16), (250, -16), (3, 16), (3, -16)):
        flat = np.full_like(ana.texture.luma, luma * 0x01010101)
        flat.flags.writeable = False
        extreme = ana._replace(texture=ana.texture._replace(luma=flat))
        compiled, plain = (luma_of(extreme, step, compose) for compose in (compose_light, compose_plainly))
        np.testing.assert_array_equal(compiled, plain)
        levels = ana.light.levels[int(step > 0)].astype(int)
        assert (compiled & 255).max() == min(luma + (levels.max() + 1) // 2, 255)
        assert (compiled & 255).min() == max(luma + (levels.min() + 1) // 2, 0)


@pytest.mark.parametrize("kind", [Renderer, PlainRenderer])
@pytest.mark.parametrize("steps", [-9, 7])
def test_a_head_held_turned_is_the_same_however_it_got_there(
    ana: Avatar, kind: type[Renderer | PlainRenderer], steps: int
) -> None:
    slowly, at_once = kind(ana, threshold_px=0), kind(ana, threshold_px=0)
    for part in np.linspace(-steps, steps, 10 if kind is PlainRenderer else 50):
        slowly.render(turned(part))
    at_once.render(turned(steps))
    np.testing.assert_array_equal(slowly.frame, at_once.frame)
    assert (slowly.frame != kind(ana._replace(light=no_light()), 0).frame).any()
    for renderer in (slowly, at_once):
        renderer.render(NEUTRAL)
    unlit = kind(ana._replace(light=no_light()), threshold_px=0)
    unlit.render(NEUTRAL)
    np.testing.assert_array_equal(slowly.frame, unlit.frame)


def test_a_step_reaches_every_cell_that_shows_light_though_nothing_has_moved_enough(ana: Avatar) -> None:
    patient, fresh = Renderer(ana, threshold_px=1.0), Renderer(ana, threshold_px=0)
    patient.render(turned(0.7))
    before = patient.frame.copy()
    assert patient.render(turned(0.72)) == 0, "between steps nothing is drawn"
    assert (patient.frame == before).all()
    assert patient.render(turned(0.8)) > 0
    fresh.render(turned(0.8))
    size = ana.width * ana.height
    drawn, wanted, was = (
        frame[:size].reshape(ana.height, -1) for frame in (patient.frame, fresh.frame, before)
    )
    lit = seen_light(ana)
    assert lit.sum() > 20_000
    np.testing.assert_array_equal(drawn[lit], wanted[lit])
    assert (drawn[lit] != was[lit]).mean() > 0.2


@pytest.mark.parametrize("kind", [Renderer, PlainRenderer])
@pytest.mark.parametrize("yaw", [nan, inf, -inf, 1e30, -7.0])
def test_a_yaw_that_is_none_lights_nothing(
    ana: Avatar, kind: type[Renderer | PlainRenderer], yaw: float
) -> None:
    confused, calm = kind(ana), kind(ana)
    confused.render(expression({Pose.YAW: yaw}))
    calm.render(NEUTRAL)
    assert (confused.frame == calm.frame).all()


def test_sessions_of_one_avatar_share_all_but_the_lit_luma_and_never_write_to_it(ana: Avatar) -> None:
    neutral = ana.texture.luma.copy()
    first, second = FallingLight(ana, compose_light), FallingLight(ana, compose_light)
    assert first.turn(0.1)
    assert not first.turn(0.1)
    assert (ana.texture.luma == neutral).all()
    assert (second.avatar.texture.luma == neutral).all()
    assert (first.avatar.texture.luma != neutral).any()
    assert not first.avatar.texture.luma.flags.writeable
    assert first.avatar.texture.matte is second.avatar.texture.matte is ana.texture.matte


def test_who_has_no_known_light_has_no_texture_of_their_own(ana: Avatar) -> None:
    photo = ana._replace(light=no_light())
    light = FallingLight(photo, compose_light)
    assert light.avatar is photo
    assert not light.turn(0.2)
    assert light.avatar is photo

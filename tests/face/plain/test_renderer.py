"""The plain renderer draws what the compiled one does.

Both round to 8 bits; the compiled one also keeps weights in 8 bits and steps along a row in 16.16. Together that
is an error of at most a few levels in single pixels, 66 dB over a frame and 52 dB over a mouth in the worst case
measured. A layer that is missing, or half a pixel off, costs the mouth's box far more than the ten that are left.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.face.golden_frames import PEOPLE, SHAPES
from tests.face.raster.expressions import BLINK, NEUTRAL, OPEN, expression

from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar
from visavis.face.expression import Control, Expression, Pose
from visavis.face.plain import PlainRenderer
from visavis.face.raster import Renderer

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels

FRAME_DB, FEATURE_DB = 60.0, 48.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("avatars")


@pytest.fixture(scope="module")
def ana(folder: Path) -> Avatar:
    return load_avatar("ana", 512, 512, folder)


def psnr(a: NDArray[np.generic], b: NDArray[np.generic]) -> float:
    error = np.mean((a.astype(float) - b.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-6)))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    "size", [(512, 512), (720, 480), (1152, 768)], ids=lambda size: "x".join(map(str, size))
)
def test_every_shape_looks_as_the_compiled_renderer_draws_it(
    person: str, size: tuple[int, int], folder: Path
) -> None:
    width, height = size
    avatar = load_avatar(person, width, height, folder)
    compiled, plain = Renderer(avatar, threshold_px=0), PlainRenderer(avatar, threshold_px=0)
    luma = slice(width * height)
    for name, shown in SHAPES.items():
        compiled.render(shown)
        plain.render(shown)
        np.testing.assert_allclose(plain.vertices, compiled.vertices, atol=1e-3, err_msg=name)
        assert psnr(plain.frame[luma], compiled.frame[luma]) >= FRAME_DB, name
        assert psnr(plain.frame[luma.stop :], compiled.frame[luma.stop :]) >= FRAME_DB, name
        drawn, wanted = (r.frame[luma].reshape(height, width) for r in (plain, compiled))
        for x0, y0, x1, y1 in compiled.canvas.patch_box[:3]:  # eyes and mouth
            assert psnr(drawn[y0:y1, x0:x1], wanted[y0:y1, x0:x1]) >= FEATURE_DB, name


def test_what_has_not_moved_is_not_drawn_again(ana: Avatar) -> None:
    renderer = PlainRenderer(ana)
    assert renderer.render(OPEN) > 0
    before = renderer.frame.copy()
    assert renderer.render(OPEN) == 0
    assert renderer.render(expression({Pose.X: 0.05}, jaw=0.75, upper_lip=0.2, lower_lip=0.3)) == 0
    assert (renderer.frame == before).all()
    for shown in (BLINK, expression(gaze_x=0.3), expression(tongue=0.5), NEUTRAL):
        assert renderer.render(shown) > 0


def test_absurd_input_changes_nothing_outside_the_frame_and_raises_nothing(ana: Avatar) -> None:
    renderer = PlainRenderer(ana, threshold_px=0)
    frame, address = renderer.frame, renderer.frame.ctypes.data
    rng = np.random.default_rng(1)
    for i in range(60):
        size = 10.0 ** rng.uniform(-1, 2.5)
        absurd = Expression(rng.normal(size=len(Control)) * size, rng.normal(size=len(Pose)) * size * 0.3)
        absurd.pose[Pose.X :] *= 60
        if i % 5 == 0:
            absurd.pose[rng.integers(len(Pose))] = rng.choice([np.nan, np.inf, -np.inf, 1e30])
            absurd.controls[rng.integers(len(Control))] = rng.choice([np.nan, np.inf, -np.inf, 1e30])
        renderer.render(absurd)
        assert np.isfinite(renderer.vertices).all()
    renderer.render(NEUTRAL)
    fresh = PlainRenderer(ana, threshold_px=0)
    fresh.render(NEUTRAL)
    assert renderer.frame is frame
    assert frame.ctypes.data == address
    assert (frame == fresh.frame).all()


def test_what_is_not_a_number_counts_as_rest(ana: Avatar) -> None:
    nothing = Expression(np.full(len(Control), np.nan), np.full(len(Pose), np.inf))
    confused, calm = PlainRenderer(ana), PlainRenderer(ana)
    confused.render(nothing)
    calm.render(NEUTRAL)
    assert (confused.frame == calm.frame).all()

"""The rig's turned head against the sculptor's own, with the light of the turned head and without.

Both pictures are brought back to the neutral one first, each by its own geometry, or the comparison would be
about where features lie: the rig and the sculptor do not turn a head about the same axis.
"""

from __future__ import annotations

from math import radians
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from tests.face.raster.expressions import expression

from visavis.face.avatar import Avatar, no_light
from visavis.face.build import load_avatar
from visavis.face.expression import Pose
from visavis.face.person import FILES, FRAMINGS, LIGHT_SHRINK
from visavis.face.raster import Renderer
from visavis.face.sculpt.camera import DISTANCE
from visavis.face.sculpt.design import Moment
from visavis.face.sculpt.design_file import read_design
from visavis.face.sculpt.photograph import Sitter, photograph
from visavis.face.sculpt.sheet import Print, print_of, sheet_camera
from visavis.face.sculpt.turned_light import turned_light
from visavis.face.sculpt.turning import turned
from visavis.face.stock import PEOPLE

pytestmark = pytest.mark.timeout(900)  # the first run on a machine compiles the kernels

Plane = NDArray[np.float32]

WHO = ("marcus", "noor")
"""Nobody of long hair, which takes long to grow and to draw."""
SCALE = 2 / LIGHT_SHRINK
"""Of a sheet whose photographs come out as small as the light that is kept of a person."""
LUMA = np.array([24.966, 128.553, 65.481]) / 255
LEAST_GAIN_DB = {6: 0.15, 10: 0.5}
"""By yaw in degrees: the further a head turns, the more its light has changed."""


class Sculpted(NamedTuple):
    """What the sculptor makes of a person, in luma levels and px of the small sheet."""

    heads: dict[float, Plane]  # by yaw in degrees, brought back to the neutral picture
    compared: NDArray[np.bool_]  # the head, where it is seen in all of them


@pytest.fixture(scope="module", params=WHO)
def who(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def sitter(who: str) -> Sitter:
    return Sitter.of(read_design(PEOPLE[who].folder / FILES.design))


@pytest.fixture(scope="module")
def sculpted(sitter: Sitter) -> Sculpted:
    camera = sheet_camera(SCALE)
    half = camera.scaled(0.5)

    def shown(yaw_deg: float) -> Print:
        return print_of(photograph(sitter, camera, Moment(yaw=radians(yaw_deg)), spectacles=False))

    neutral = shown(0)
    rows, columns = np.mgrid[0 : half.height, 0 : half.width] + 0.5
    per_px = (1 - neutral.depth / DISTANCE) * half.units_per_px
    place = [(columns + half.left) * per_px, half.axis_y - (rows + half.top) * per_px, neutral.depth]
    points = np.stack(place, -1)
    compared = (neutral.matte > 0.95) & (points[..., 1] > -0.8)
    compared = cv2.erode(compared.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    heads = {}
    for yaw_deg in (-10, -6, 6, 10):
        goes_to = turned(points.reshape(-1, 3), radians(yaw_deg)).reshape(points.shape)
        at = (half.project(goes_to)[..., :2] - 0.5).astype(np.float32)
        other = shown(yaw_deg)
        luma = (other.colour @ LUMA).astype(np.float32)
        heads[yaw_deg] = cv2.remap(luma, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
        depth = cv2.remap(other.depth, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
        compared &= np.abs(depth - goes_to[..., 2]) < 0.06
    return Sculpted(heads, compared)


def rig_head(avatar: Avatar, yaw_deg: float) -> Plane:
    """Luma levels of the rig's turned head, brought back by its mesh, in px of the small sheet."""
    renderer = Renderer(avatar, threshold_px=0)
    renderer.render(expression({Pose.YAW: radians(yaw_deg)}))
    count = len(avatar.mesh.rest)
    at = LinearNDInterpolator(avatar.mesh.rest, renderer.vertices[:count])
    rows, columns = np.mgrid[0 : avatar.height, 0 : avatar.width] + 0.5
    x, y = np.moveaxis(at(columns, rows) - 0.5, -1, 0).astype(np.float32)
    luma = renderer.frame[: avatar.width * avatar.height].reshape(avatar.height, avatar.width)
    back = cv2.remap(luma.astype(np.float32) - 16, x, y, cv2.INTER_LINEAR)
    size = FRAMINGS[512, 512].width // LIGHT_SHRINK
    return np.asarray(cv2.resize(back, (size, size), interpolation=cv2.INTER_AREA), np.float32)


def psnr(a: NDArray[Any], b: NDArray[Any]) -> float:
    return float(10 * np.log10(255**2 / np.mean((a - b) ** 2)))


def test_the_rigs_turned_head_is_nearer_to_the_sculptors_with_its_light(
    who: str, sculpted: Sculpted, tmp_path: Path
) -> None:
    lit = load_avatar(f"{who}-studio", 512, 512, tmp_path)
    unlit = lit._replace(light=no_light())
    frame = FRAMINGS[512, 512]
    top, left, side = frame.y // LIGHT_SHRINK, frame.x // LIGHT_SHRINK, frame.width // LIGHT_SHRINK
    compared = sculpted.compared[top : top + side, left : left + side]
    assert compared.sum() > 2000
    for yaw_deg, whole in sculpted.heads.items():
        wanted = whole[top : top + side, left : left + side][compared]
        with_light, without = (psnr(rig_head(it, yaw_deg)[compared], wanted) for it in (lit, unlit))
        assert with_light > without + LEAST_GAIN_DB[abs(yaw_deg)], yaw_deg


def test_light_ends_smoothly_before_the_silhouette_and_leaves_the_body_alone(sitter: Sitter) -> None:
    camera = sheet_camera(SCALE)
    light = turned_light(sitter, camera)
    matte = print_of(photograph(sitter, camera, Moment(), spectacles=False)).matte
    assert light.shape == (2, *matte.shape)
    assert np.abs(light).max() > 8, "it is to be seen"
    assert not light[:, matte < 0.95].any(), "nothing falls on the room"
    shoulders = round(0.75 * matte.shape[0])
    assert not light[:, shoulders:].any()
    head = (matte > 0.95).astype(np.uint8)
    rim = (head - cv2.erode(head, np.ones((3, 3), np.uint8))) > 0
    assert np.abs(light[:, rim]).max() < 6, "there is no rim"
    left, right = light
    assert np.corrcoef(left.ravel(), right.ravel())[0, 1] < 0, "what one turn darkens, the other lights up"

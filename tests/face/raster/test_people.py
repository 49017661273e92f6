"""Every stock person, as sessions draw them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.face.raster.cracks import grey_avatar, holes, holes_in_poses

from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar
from visavis.face.expression import Expression
from visavis.face.portrait import framed
from visavis.face.raster import Renderer
from visavis.face.stock import PEOPLE

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


def grey_person(name: str, folder: Path) -> Avatar:
    person = PEOPLE[name]
    framing = person.framing(512, 512)
    assert framing is not None
    return grey_avatar(framed(person.portrait(), framing, 512, 512), folder)


@pytest.mark.parametrize("name", PEOPLE)
def test_no_pose_tears_a_hole_into_a_person(name: str, tmp_path: Path) -> None:
    assert holes_in_poses(grey_person(name, tmp_path)) == 0


def test_a_torn_person_would_be_noticed(tmp_path: Path) -> None:
    avatar = grey_person("ana", tmp_path)
    renderer = Renderer(avatar)
    renderer.render(Expression())
    assert holes(avatar, renderer.frame) == 0
    torn = renderer.frame.copy()
    u = torn[512 * 512 : 512 * 512 * 5 // 4].reshape(256, 256)
    u[140:150, 128] = 240
    assert holes(avatar, torn) == 10


def test_idle_frames_that_are_the_same_are_known_to_be(tmp_path: Path) -> None:
    avatar = load_avatar("kenji", 512, 512, tmp_path)
    renderer, animator = Renderer(avatar), Animator(3)
    same, before = 0, renderer.frame.copy()
    for k in range(250):
        redrawn = renderer.render(animator.express(k / 25))
        if redrawn == 0:
            same += 1
            assert (renderer.frame == before).all()
        before = renderer.frame.copy()
    assert same > 60

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from visavis.face.build import load_avatar
from visavis.face.expression import Control, Expression
from visavis.face.face import Face

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


class Nodding:
    """Opens the jaw by as much as the clock says."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def express(self, at_s: float) -> Expression:
        self.asked.append(at_s)
        shown = Expression()
        shown.controls[Control.JAW] = at_s
        return shown


def test_a_frame_is_decided_at_once_and_drawn_later_in_any_thread(tmp_path: Path) -> None:
    animator = Nodding()
    face = Face(load_avatar("ana", 512, 512, tmp_path), animator)
    closed, opened = face.paint(0.0), face.paint(0.5)
    assert animator.asked == [0.0, 0.5]
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(closed).result().copy()
        second = pool.submit(opened).result()
    assert first.size == 512 * 512 * 3 // 2
    assert (first != second).any()
    assert opened() is second
    assert face.redrawn == 0


def test_faces_of_one_avatar_share_its_arrays_and_not_their_frames(tmp_path: Path) -> None:
    one, two = (load_avatar("ana", 512, 512, tmp_path) for _ in range(2))
    assert np.shares_memory(one.texture.luma, two.texture.luma)
    frames = [Face(avatar, Nodding()).paint(0.0)() for avatar in (one, two)]
    assert not np.shares_memory(*frames)
    assert (frames[0] == frames[1]).all()

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar
from visavis.face.expression import Control
from visavis.face.show.idle_clip import BLEND, FPS, LENGTH, idle_clip, loop

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar("ana", 512, 512, tmp_path_factory.mktemp("avatars"))


@pytest.mark.parametrize("seed", range(5))
def test_the_loop_closes_without_a_jump(seed: int) -> None:
    moments = loop(Animator(seed))
    assert len(moments) == LENGTH
    poses = np.array([moment.pose for moment in (*moments, moments[0])])
    steps = np.abs(np.diff(poses, axis=0))
    assert (steps[-1] <= 1.5 * steps.max(0) + 1e-9).all()
    lids = np.array([moment.controls[Control.BLINK_LEFT] for moment in moments])
    assert abs(lids[-1] - lids[0]) <= np.abs(np.diff(lids)).max()
    assert lids.max() > 0.9, "one sees a blink"


def test_the_passage_takes_over_from_what_follows_the_end() -> None:
    animator = Animator(2)
    moments = loop(animator)
    again = Animator(2)
    played = [again.express(k / FPS) for k in range(3000)]
    last = next(k for k in range(len(played)) if (played[k].pose == moments[-1].pose).all())
    np.testing.assert_array_equal(moments[0].pose, played[last + 1].pose)
    np.testing.assert_array_equal(moments[BLEND].pose, played[last - LENGTH + 1 + BLEND].pose)


def test_the_clip_is_small_silent_h264_that_can_start_at_once(ana: Avatar) -> None:
    content = idle_clip(ana, seed=1)
    assert len(content) < 400_000
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(io.BytesIO(content)) as clip:
        [stream] = clip.streams
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 512, 512)
        pictures = [frame.to_ndarray(format="gray").astype(float) for frame in clip.decode(stream)]
    assert len(pictures) == LENGTH
    jump = np.abs(pictures[-1] - pictures[0]).mean()
    usual = np.mean([np.abs(b - a).mean() for a, b in pairwise(pictures)])
    assert jump < 3 * usual + 0.5


def test_the_same_seed_gives_the_same_clip(ana: Avatar, tmp_path: Path) -> None:
    assert idle_clip(ana, seed=1) == idle_clip(ana, seed=1)

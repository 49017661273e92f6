"""A clip of an idling face that can be repeated for ever: it ends as it begins.

time    0 ── BLEND ─────────────── LENGTH ── BLEND ──▶
shown   ███▓▓▓▒▒▒│░░░░░░░░░░░░░░░░░│
        the first second comes, mixed, from what follows the end
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import av
import numpy as np

from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.expression import Control, Expression
from visavis.face.renderer import renderer_for

FPS = 25
LENGTH, BLEND = 150, 30
"""Frames of the clip, and of the passage from its end to its beginning."""
STILL_LIDS = 0.2
"""Lids may be this far down in the passage: half a blink mixed with none looks like a twitch."""
WARM_UP = 50
MOST_FRAMES = 3000
CRF = "28"


def idle_clip(avatar: Avatar, seed: int) -> bytes:
    """H.264 in MP4, without sound; the same avatar and seed give the same clip."""
    renderer = renderer_for(avatar, threshold_px=0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "idle.mp4"  # a file, because the index is moved to its front at the end
        with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
            stream = container.add_stream("libx264", rate=FPS)
            stream.width, stream.height, stream.pix_fmt = avatar.width, avatar.height, "yuv420p"
            stream.options = {"crf": CRF, "preset": "medium"}
            stream.thread_count = 1
            for expression in loop(Animator(seed)):
                renderer.render(expression)
                planes = renderer.frame.reshape(avatar.height * 3 // 2, avatar.width)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
            container.mux(stream.encode())
        return path.read_bytes()


def loop(animator: Animator) -> list[Expression]:
    """LENGTH expressions, the first of which follows the last."""
    moments: list[Expression] = []
    while len(moments) < MOST_FRAMES:
        moments.append(animator.express(len(moments) / FPS))
        start = len(moments) - LENGTH - BLEND
        if start >= WARM_UP and _joins(moments[start:]):
            return _closed(moments[start:])
    return _closed(moments[-LENGTH - BLEND :])


def _joins(moments: list[Expression]) -> bool:
    """Whether no blink is in the passage, and one is seen elsewhere."""
    lids = np.array([moment.controls[Control.BLINK_LEFT] for moment in moments])
    passage = np.maximum(lids[:BLEND], lids[LENGTH:])
    return bool(passage.max() < STILL_LIDS and lids[BLEND:LENGTH].max() > 0.9)


def _closed(moments: list[Expression]) -> list[Expression]:
    clip = moments[:LENGTH]
    for k in range(BLEND):
        share = k / BLEND
        share = share * share * (3 - 2 * share)
        after, before = moments[LENGTH + k], moments[k]
        clip[k] = Expression(
            after.controls * (1 - share) + before.controls * share,
            after.pose * (1 - share) + before.pose * share,
        )
    return clip

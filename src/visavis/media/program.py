"""What a session sends: the seam between the conversation and the media plane."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from visavis.speech import Pcm

AUDIO_HZ = 48_000
TICK_S = 0.02
TICK_SAMPLES = 960
FRAMES_PER_S = 25

I420 = NDArray[np.uint8]
"""A picture as one flat array of width*height*3/2 bytes: Y, U, V planes, no padding."""


class Picture(NamedTuple):
    pixels: I420
    """They stay the painter's, valid until the next picture is painted."""
    changed: bool = True
    """False: bit for bit what was painted before."""


Painter = Callable[[], Picture]
"""Draws one frame; called at most once, in a thread."""


class Program(Protocol):
    """One clock drives both tracks: tick n of sound starts at n * 0.02 s, frame k is shown at k / 25 s.

    Both calls come from the event loop, in order, at their time, whether or not a client is connected.
    """

    def audio(self, tick: int) -> Pcm | None:
        """The next 960 samples at 48 kHz; None is silence."""

    def video(self, frame: int) -> Painter:
        """How to draw frame `frame`, the one that belongs to sound tick 2 * frame."""

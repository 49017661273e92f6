"""A clip with sound, as a session would show and play it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from bench.face_report.film import FPS
from visavis.speech import Speech

CRF = "20"
AUDIO_HZ = 48_000


def write_clip(path: Path, frames: Sequence[NDArray[np.uint8]], speech: Speech, speech_s: float) -> None:
    """H.264 and AAC in MP4. Frames are I420 planes, stacked; the speech begins at `speech_s`."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS)
        audio = container.add_stream("aac", rate=AUDIO_HZ, layout="mono")
        video.pix_fmt, video.options = "yuv420p", {"crf": CRF, "preset": "medium"}
        video.thread_count = 1
        video.width, video.height = frames[0].shape[1], frames[0].shape[0] * 2 // 3
        for planes in frames:
            container.mux(video.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(video.encode())
        sound = np.zeros(round(len(frames) / FPS * speech.rate_hz), np.int16)
        first = round(speech_s * speech.rate_hz)
        room = sound[first : first + len(speech.pcm)]
        room[:] = speech.pcm[: len(room)]
        heard = av.AudioFrame.from_ndarray(sound[None], format="s16", layout="mono")
        heard.sample_rate = speech.rate_hz
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=AUDIO_HZ)
        for frame in (*resampler.resample(heard), *resampler.resample(None)):
            container.mux(audio.encode(frame))
        container.mux(audio.encode())

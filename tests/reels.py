"""Reels and films as PyAV reads them, what to look for in them (when it becomes loud, and bright), and how to
make a reel."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np

from tests.media.client import tone
from visavis.engine.reel import PERSONA, PICTURES, USER, Reel, Take
from visavis.media.h264 import H264Encoder
from visavis.media.opus import OpusEncoder
from visavis.media.vp8 import Vp8Encoder

WIDTH, HEIGHT, RATE_BPS = 96, 64, 300_000
LOUD, BRIGHT = 2_000, 180


@dataclass
class Shown:
    codec: str = ""
    pictures: list[tuple[float, float]] = field(default_factory=list)
    """Seconds, and the mean luma."""
    persona: list[tuple[float, np.ndarray]] = field(default_factory=list)
    user: list[tuple[float, np.ndarray]] = field(default_factory=list)
    """Seconds, and samples at 48 kHz."""

    @property
    def bright_from_s(self) -> float:
        return next(at_s for at_s, luma in self.pictures if luma > BRIGHT)


def shown(path: Path) -> Shown:
    """Every picture and every sound of a reel or a film."""
    found = Shown()
    with av.open(path) as reel:
        if reel.streams.video:
            found.codec = reel.streams.video[0].codec.canonical_name
        sounds = [found.persona, found.user]
        for packet in reel.demux():
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    luma = frame.to_ndarray(format="gray").mean()
                    found.pictures.append((frame.time, float(luma)))
                else:
                    sound = sounds[reel.streams.audio.index(packet.stream)]
                    sound.append((frame.time, as_int16(frame)))
    return found


def as_int16(frame: av.AudioFrame) -> np.ndarray:
    samples = frame.to_ndarray().mean(axis=0)
    return samples if frame.format.name.startswith("s16") else samples * 32_768


def loud_from_s(sound: list[tuple[float, np.ndarray]]) -> float:
    """When the first sample was loud."""
    for at_s, samples in sound:
        loud = np.flatnonzero(np.abs(samples) > LOUD)
        if len(loud):
            return at_s + loud[0] / 48_000
    raise AssertionError("it is never loud")


def flash(
    path: Path, codec: str = "VP8", seconds: int = 3, at_s: float = 1.0, user_from_s: float = 0.0
) -> Path:
    """A reel on which all is dark and silent, until at `at_s` she is bright and loud (440 Hz), and so is her
    user (700 Hz). Of the user nothing comes before `user_from_s`."""
    reel = Reel(path, WIDTH, HEIGHT)
    pictures = Vp8Encoder(WIDTH, HEIGHT) if codec == "VP8" else H264Encoder(WIDTH, HEIGHT, RATE_BPS)
    sounds = ((PERSONA, OpusEncoder(), 440.0, 0.0), (USER, OpusEncoder(), 700.0, user_from_s))
    for second in range(seconds):
        takes = []
        for tick in range(50 * second, 50 * second + 50):
            on, at_ms = tick >= at_s * 50, tick * 20
            for track, encoder, hz, from_s in sounds:
                if tick >= from_s * 50:
                    packets = encoder.encode(tone(tick, hz) if on else None, tick)
                    takes += [Take(track, at_ms, packet) for packet in packets]
            if codec and tick % 2 == 0:
                source = np.full(WIDTH * HEIGHT * 3 // 2, 128, np.uint8)
                source[: WIDTH * HEIGHT] = 235 if on else 16
                encoded = pictures.encode(source, frame=tick // 2, bps=RATE_BPS, key=tick == 0)
                takes.append(Take(PICTURES, at_ms, encoded.data, codec))
        reel.write(takes, last=second == seconds - 1)
    reel.close()
    return path

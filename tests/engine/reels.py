"""Reels as PyAV reads them, and what the tests look for in them: when it becomes loud, when it becomes bright."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np

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

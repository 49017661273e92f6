"""Makes a film (MP4: H.264, and AAC with both sides in one) of a reel (see contract/internal.py).

    pictures   H.264: taken over as they are ┐
               VP8: decoded, encoded anew    ├─▶ film
    sounds     decoded, laid on one time line, gaps silent, added up, encoded ┘

Pure apart from its two files; memory is bounded, however long the reel is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from visavis.speech import Pcm

RATE_HZ = 48_000
OUT_OF_PLACE = RATE_HZ // 50
"""Samples: a sound that seems to be this far from where the one before it ended was heard apart from it."""
BEHIND = 3 * RATE_HZ
"""Samples: how much later than the rest of the reel a sound may stand in it."""

PICTURES = {"preset": "veryfast", "crf": "23", "threads": "1"}
SOUND_BPS = 96_000
FRAMES_PER_S = 25
_MS = Fraction(1, 1000)


class Unusable(Exception):
    """There is nothing in the reel that could be shown or heard."""


class Line:
    """One side's sounds, each after the one before it unless it was clearly heard apart."""

    def __init__(self) -> None:
        self._next = 0

    def place(self, at: int, pcm: Pcm) -> tuple[int, Pcm]:
        """Where a sound goes that was stamped with sample `at`, and what of it was not yet filled."""
        if abs(at - self._next) <= OUT_OF_PLACE:
            at = self._next
        elif at < self._next:
            pcm, at = pcm[self._next - at :], self._next
        self._next = at + len(pcm)
        return at, pcm


class Mix:
    """Sounds added up on one time line of samples; what was taken is over."""

    def __init__(self) -> None:
        self._begin = 0
        self._sum = np.zeros(0, np.int32)

    @property
    def end(self) -> int:
        return self._begin + len(self._sum)

    def add(self, at: int, pcm: Pcm) -> None:
        pcm, at = pcm[max(0, self._begin - at) :], max(at, self._begin)
        self._grow(at + len(pcm))
        self._sum[at - self._begin : at - self._begin + len(pcm)] += pcm

    def take(self, until: int) -> Pcm:
        """Everything up to sample `until`, silent where there was nothing."""
        self._grow(until)
        count = max(0, until - self._begin)
        taken, self._sum = self._sum[:count], self._sum[count:].copy()
        self._begin += count
        clipped: Pcm = np.clip(taken, -32_768, 32_767).astype(np.int16)
        return clipped

    def _grow(self, end: int) -> None:
        if end > self.end:
            self._sum = np.concatenate((self._sum, np.zeros(end - self.end, np.int32)))


def make_film(reel: Path, film: Path, progress: Callable[[float], None] = lambda share: None) -> None:
    """`progress` is told how much of the reel has been read, 0 to 1. Blocking. Raises Unusable."""
    try:
        source = av.open(reel)
    except av.FFmpegError as error:
        raise Unusable(str(error)) from None
    with source, av.open(film, "w", format="mp4", options={"movflags": "+faststart"}) as target:
        _Filming(source, target).run(progress)


class _Filming:
    def __init__(self, source: InputContainer, target: OutputContainer) -> None:
        self._source, self._target = source, target
        self._lines = {stream.index: Line() for stream in source.streams.audio}
        self._mix = Mix()
        self._written = 0
        """Samples of sound that the film has."""
        self._pictures: _TakenOver | _Anew | None = None
        if source.streams.video:
            pictures = source.streams.video[0]
            anew = pictures.codec_context.name != "h264"
            self._pictures = _Anew(pictures, target) if anew else _TakenOver(pictures, target)
        self._sound = target.add_stream("aac", rate=RATE_HZ, layout="mono")
        self._sound.bit_rate = SOUND_BPS

    def run(self, progress: Callable[[float], None]) -> None:
        anything = False
        for packet in _packets(self._source):
            anything = True
            if isinstance(packet.stream, VideoStream):
                assert self._pictures is not None
                self._pictures.add(packet)
            else:
                self._hear(packet)
            at = round(packet.pts * packet.time_base * RATE_HZ) if packet.pts is not None else 0
            if at - BEHIND > self._written + RATE_HZ:
                self._write(at - BEHIND)
                progress(min(1.0, (packet.pos or 0) / max(1, self._source.size)))
        if not anything:
            raise Unusable("it is empty")
        self._write(self._mix.end)
        self._target.mux(self._sound.encode(None))
        if self._pictures is not None:
            self._pictures.finish()

    def _hear(self, packet: av.Packet[AudioStream]) -> None:
        for frame in _decoded(packet):
            assert isinstance(frame, av.AudioFrame)
            if frame.pts is None or frame.time_base is None:
                continue
            samples = frame.to_ndarray()[0]
            if samples.dtype != np.int16:
                samples = np.clip(samples * 32_768, -32_768, 32_767).astype(np.int16)
            line = self._lines[packet.stream.index]
            self._mix.add(*line.place(round(frame.pts * frame.time_base * RATE_HZ), samples))

    def _write(self, until: int) -> None:
        pcm = self._mix.take(until)
        if len(pcm):
            frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), self._written
            self._target.mux(self._sound.encode(frame))
        self._written = max(self._written, until)


class _TakenOver:
    """Pictures that a film can hold as they are."""

    def __init__(self, pictures: VideoStream, target: OutputContainer) -> None:
        self._target = target
        self._stream = target.add_stream_from_template(pictures)

    def add(self, packet: av.Packet[VideoStream]) -> None:
        packet.dts, packet.stream = packet.pts, self._stream
        self._target.mux(packet)

    def finish(self) -> None: ...


class _Anew:
    """Pictures that must be encoded for a film."""

    def __init__(self, pictures: VideoStream, target: OutputContainer) -> None:
        self._target = target
        pictures.codec_context.thread_count = 1
        self._stream = target.add_stream("libx264", rate=FRAMES_PER_S, options=PICTURES)
        self._stream.width, self._stream.height = pictures.width, pictures.height
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = _MS
        self._last = -1

    def add(self, packet: av.Packet[VideoStream]) -> None:
        for frame in _decoded(packet):
            assert isinstance(frame, av.VideoFrame)
            if frame.pts is None or frame.pts <= self._last:
                continue
            self._last = frame.pts
            frame.pict_type = av.video.frame.PictureType.NONE
            self._target.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._target.mux(self._stream.encode(None))


def _packets(reel: InputContainer) -> Iterator[av.Packet[Any]]:
    """Those that have a place; a torn end is the end."""
    try:
        for packet in reel.demux(*reel.streams.video[:1], *reel.streams.audio):
            if packet.pts is not None:
                yield packet
    except av.FFmpegError:
        return


def _decoded(packet: av.Packet[Any]) -> list[av.VideoFrame | av.AudioFrame]:
    """What cannot be decoded is left out."""
    try:
        return list(packet.decode())
    except av.FFmpegError:
        return []

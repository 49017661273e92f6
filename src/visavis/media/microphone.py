"""The user's microphone: Opus packets in, 20 ms chunks of 16 kHz sound out, with no more delay than needed.

    packets    1  2  .  4  5  6        .  lost or late
    chunks     1  2     (wait)  s 4 5 6    s  silence for the lost one, once LATE_PACKETS newer ones came

A packet in its turn is decoded at once. A hole is waited for until `LATE_PACKETS` newer packets are there or
`LATE_S` have passed, then it becomes silence, so that the sound keeps its time. When the client stops sending
altogether, silence goes on in real time for `TRAIL_S`, so that whoever listens hears the turn end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from numpy.typing import NDArray

from visavis.media.program import TICK_S, TICK_SAMPLES
from visavis.media.tap import Tap
from visavis.speech import Pcm

LATE_PACKETS = 3
LATE_S = 0.06
TRAIL_AFTER_S = 0.12
TRAIL_S = 3.0
HOLE_MAX_S = 1.0
"""A longer hole in the sender's clock is a pause (a muted or changed device), not lost sound."""

_CHUNK = 320
_CHUNK_SILENCE = np.zeros(_CHUNK, np.int16)
_BEHIND = 0x8000
_LATE_MAX = 500
"""Packets; who is further behind has begun to count anew."""


@dataclass(frozen=True, slots=True)
class _Packet:
    timestamp: int  # of the sender's 48 kHz clock
    payload: bytes
    arrived_s: float


class Microphone:
    """Puts packets in order and decodes them. `now_s` is any steadily running clock."""

    def __init__(self, heard: Callable[[Pcm], None], tap: Tap | None = None) -> None:
        self._heard, self._tap = heard, tap
        self._decoder = OpusDecoder()
        self._waiting: dict[int, _Packet] = {}
        self._source: int | None = None
        self._next_sequence: int | None = None
        self._next_timestamp = 0
        self._sound_until_s = 0.0
        self._trailed_s = 0.0

    def packet(self, source: int, sequence: int, timestamp: int, payload: bytes, now_s: float) -> None:
        """Take one RTP packet of a source (SSRC), in whatever order they arrive."""
        if not payload:
            return
        if source != self._source or self._next_sequence is None:
            self._begin(source, sequence, timestamp)
        elif (sequence - self._next_sequence) & 0xFFFF >= _BEHIND:
            if (self._next_sequence - sequence) & 0xFFFF <= _LATE_MAX:
                return  # its time has been filled
            self._begin(source, sequence, timestamp)
        self._waiting[sequence] = _Packet(timestamp, payload, now_s)
        self._play(now_s)

    def tick(self, now_s: float) -> None:
        """Called every 20 ms: gives up on late packets, and lets silence follow the last sound."""
        if self._next_sequence is None:
            return
        self._play(now_s)
        if now_s - self._sound_until_s > TRAIL_AFTER_S and self._trailed_s < TRAIL_S:
            self._trailed_s += TICK_S
            self._sound_until_s += TICK_S
            self._heard(_CHUNK_SILENCE)

    def _begin(self, source: int, sequence: int, timestamp: int) -> None:
        self._waiting.clear()
        self._source, self._next_sequence, self._next_timestamp = source, sequence, timestamp

    def _play(self, now_s: float) -> None:
        assert self._next_sequence is not None
        while self._waiting:
            packet = self._waiting.pop(self._next_sequence, None)
            if packet is None:
                oldest_s = min(waiting.arrived_s for waiting in self._waiting.values())
                if len(self._waiting) < LATE_PACKETS and now_s - oldest_s < LATE_S:
                    return
                self._next_sequence = self._first_waiting()
                packet = self._waiting.pop(self._next_sequence)
            self._fill_hole(packet.timestamp)
            self._sound(packet, now_s)
            self._next_sequence = (self._next_sequence + 1) & 0xFFFF

    def _first_waiting(self) -> int:
        origin = self._next_sequence or 0
        return min(self._waiting, key=lambda sequence: (sequence - origin) & 0xFFFF)

    def _fill_hole(self, timestamp: int) -> None:
        hole = (timestamp - self._next_timestamp) & 0xFFFFFFFF
        missing = hole // TICK_SAMPLES
        trailed = round(self._trailed_s / TICK_S)
        if missing * TICK_S <= HOLE_MAX_S:
            for _ in range(missing - trailed):
                self._heard(_CHUNK_SILENCE)

    def _sound(self, packet: _Packet, now_s: float) -> None:
        if self._tap is not None:
            self._tap.sound_received(packet.payload, packet.timestamp)
        pcm, samples = self._decoder.decode(packet.payload)
        self._next_timestamp = (packet.timestamp + samples) & 0xFFFFFFFF
        self._sound_until_s = now_s + len(pcm) / _CHUNK * TICK_S
        self._trailed_s = 0.0
        for start in range(0, len(pcm), _CHUNK):
            self._heard(pcm[start : start + _CHUNK])


class OpusDecoder:
    """Opus packets to 16 kHz; a packet that cannot be decoded becomes 20 ms of silence."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libopus", "r")
        assert isinstance(context, AudioCodecContext)
        context.format = "s16"
        context.layout = "mono"
        context.sample_rate = 48_000
        self._context = context
        self._decimator = Decimator()

    def decode(self, payload: bytes) -> tuple[Pcm, int]:
        """The sound at 16 kHz, and its length in samples at 48 kHz."""
        try:
            frames = self._context.decode(av.Packet(payload))
        except av.FFmpegError:
            return _CHUNK_SILENCE, TICK_SAMPLES
        decoded = [frame.to_ndarray()[0] for frame in frames]
        if not decoded:
            return _CHUNK_SILENCE, TICK_SAMPLES
        pcm = decoded[0] if len(decoded) == 1 else np.concatenate(decoded)
        return self._decimator.decimate(pcm), len(pcm)


class Decimator:
    """48 kHz to 16 kHz: a linear-phase low-pass filter (0.65 ms of delay), then every third sample."""

    TAPS = 63
    CUT_HZ = 7_400

    def __init__(self) -> None:
        n = np.arange(self.TAPS) - (self.TAPS - 1) / 2
        kernel = np.sinc(2 * self.CUT_HZ / 48_000 * n) * np.hamming(self.TAPS)
        self._kernel: NDArray[np.float32] = (kernel / kernel.sum()).astype(np.float32)
        self._tail: NDArray[np.float32] = np.zeros(self.TAPS - 1, np.float32)

    def decimate(self, pcm: Pcm) -> Pcm:
        """Samples at 48 kHz, a multiple of three of them, to a third as many at 16 kHz."""
        joined = np.concatenate((self._tail, pcm.astype(np.float32)))
        self._tail = joined[-(self.TAPS - 1) :]
        filtered = np.convolve(joined, self._kernel, "valid")[::3]
        chunk: Pcm = np.clip(np.rint(filtered), -32768, 32767).astype(np.int16)
        return chunk

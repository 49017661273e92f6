"""Recordings as users have them."""

from __future__ import annotations

import io
import wave

import av
import numpy as np

HZ = 16_000


def tone(seconds: float = 1.0) -> np.ndarray:
    return (np.sin(np.arange(int(HZ * seconds)) * 2 * np.pi * 220 / HZ) * 8000).astype(np.int16)


def wav(seconds: float = 1.0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(HZ)
        writer.writeframes(tone(seconds).tobytes())
    return file.getvalue()


def encoded(container: str, codec: str, seconds: float = 1.0) -> bytes:
    """By FFmpeg's names, as ("mp3", "libmp3lame")."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=48_000)
        frame = av.AudioFrame.from_ndarray(tone(seconds)[None], format="s16", layout="mono")
        frame.rate = HZ
        for one in av.AudioResampler(stream.codec_context.format, "mono", 48_000).resample(frame):
            for packet in stream.encode(one):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)
    return file.getvalue()

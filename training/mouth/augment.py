"""Makes synthetic speech sound like other voices, rooms, microphones and codecs."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
import numpy as np
from numpy.random import Generator
from scipy.signal import fftconvolve, resample_poly

from visavis.face.hearing.spectrum import HEARING_HZ, Floats

SPEED = 0.8, 1.25
"""Resampling: pitch, formants and speed together."""
NOISE_DB = 6.0, 45.0
"""Speech over noise."""
PEAK_DB = 1.0, 25.0
"""Below full scale."""
OPUS_BITS_PER_S = (12_000, 24_000, 32_000)


@dataclass(frozen=True, slots=True)
class Variant:
    """What was at t seconds of the recording is at `lead_s + t * stretch` of `sound` (16 kHz)."""

    sound: Floats
    lead_s: float
    stretch: float


def clean(sound: Floats, rate_hz: int) -> Variant:
    """The recording as it is, between a tenth and two tenths of a second of silence."""
    padded = np.pad(resample(sound, rate_hz, HEARING_HZ), (HEARING_HZ // 10, HEARING_HZ // 5))
    return Variant(padded, 0.1, 1.0)


def vary(sound: Floats, rate_hz: int, chance: Generator) -> Variant:
    """One random variant of a recording within ±1."""
    stretched_hz = int(HEARING_HZ * np.exp(chance.uniform(*np.log(SPEED))) / 50) * 50
    before, after = (int(chance.uniform(0.1, 0.6) * HEARING_HZ) for _ in range(2))
    sound = np.pad(resample(sound, rate_hz, stretched_hz), (before, after))
    sound = _peak_at(sound, 0.7)
    if chance.random() < 0.8:
        sound = _equalise(sound, chance)
    if chance.random() < 0.4:
        sound = _reverberate(sound, chance)
    power = float(np.sqrt((sound**2).mean()))
    sound = sound + _noise(len(sound), chance) * power * 10 ** (-chance.uniform(*NOISE_DB) / 20)
    sound = _peak_at(sound, 10 ** (-chance.uniform(*PEAK_DB) / 20))
    codec = chance.random()
    if codec < 0.12:
        sound = _opus(sound, int(chance.choice(OPUS_BITS_PER_S)))
    elif codec < 0.3:
        sound = _mu_law(sound)
    return Variant(sound.astype(np.float32), before / HEARING_HZ, stretched_hz / HEARING_HZ)


def resample(sound: Floats, from_hz: int, to_hz: int) -> Floats:
    divisor = int(np.gcd(from_hz, to_hz))
    return np.asarray(resample_poly(sound, to_hz // divisor, from_hz // divisor), np.float32)


def _peak_at(sound: Floats, peak: float) -> Floats:
    return np.asarray(sound / (np.abs(sound).max() + 1e-6) * peak, np.float32)


def _equalise(sound: Floats, chance: Generator) -> Floats:
    """A random smooth gain over frequency, sometimes a telephone's band or a dull microphone."""
    bins = np.fft.rfft(sound)
    hz = np.linspace(0, HEARING_HZ / 2, len(bins))
    knots_hz = [0, 150, 400, 1000, 2000, 3500, 6000, 8000]
    knots_db = np.cumsum(chance.normal(0, 3.0, len(knots_hz)))
    gain = 10 ** (np.interp(hz, knots_hz, knots_db - knots_db.mean()) / 20)
    kind = chance.random()
    if kind < 0.15:
        gain *= (hz > 250) & (hz < 3500)
    elif kind < 0.35:
        gain *= 1 / (1 + (hz / chance.uniform(2500, 6500)) ** 6)
    return np.asarray(np.fft.irfft(bins * gain, len(sound)), np.float32)


def _reverberate(sound: Floats, chance: Generator) -> Floats:
    length = int(chance.uniform(0.12, 0.5) * HEARING_HZ)
    tail = chance.normal(0, 1, length) * np.exp(-6.9 * np.arange(length) / length)
    tail[: int(0.002 * HEARING_HZ)] = 0
    tail *= chance.uniform(0.15, 0.8) / np.sqrt((tail**2).sum())
    tail[0] = 1
    return np.asarray(fftconvolve(sound, tail)[: len(sound)], np.float32)


def _noise(length: int, chance: Generator) -> Floats:
    """White to brown, its level changing slowly, of power 1."""
    bins = np.fft.rfft(chance.normal(0, 1, length))
    bins /= np.maximum(np.arange(len(bins)), 20 * length / HEARING_HZ) ** chance.uniform(0, 1.2)
    noise = np.fft.irfft(bins, length)
    points = max(2, length // HEARING_HZ + 1)
    level = np.interp(np.arange(length), np.linspace(0, length, points), chance.uniform(0.5, 1.2, points))
    return np.asarray(noise / (noise.std() + 1e-9) * level, np.float32)


def _mu_law(sound: Floats) -> Floats:
    """Eight bits a sample, as a telephone sends it (G.711)."""
    code = np.sign(sound) * np.log1p(255 * np.minimum(np.abs(sound), 1)) / np.log(256)
    code = np.round(code * 127) / 127
    return np.asarray(np.sign(code) * (256 ** np.abs(code) - 1) / 255, np.float32)


def _opus(sound: Floats, bits_per_s: int) -> Floats:
    """Through Opus and back; its file keeps the delay made up for."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = bits_per_s
        pcm = np.rint(np.clip(sound, -1, 1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(pcm[None], "s16", "mono")
        frame.sample_rate = HEARING_HZ
        up = av.AudioResampler("s16", "mono", 48_000, frame_size=960)
        for piece in [*up.resample(frame), *up.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as coded_file:
        down = av.AudioResampler("flt", "mono", HEARING_HZ)
        pieces = [part for coded in coded_file.decode(audio=0) for part in down.resample(coded)]
        pieces += down.resample(None)
    back = np.concatenate([piece.to_ndarray()[0] for piece in pieces])
    return np.asarray(np.pad(back, (0, max(len(sound) - len(back), 0)))[: len(sound)], np.float32)

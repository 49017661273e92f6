"""Phones -> what the formant engine's throat and mouth do, every 5 ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from training.mouth.engines.formant_manners import Manners
from training.mouth.engines.formant_phones import PHONES, Manner, Spoken
from visavis.face.hearing.spectrum import HEARING_HZ, Floats
from visavis.speech import Phone

FRAME = HEARING_HZ // 200
"""5 ms: what is done stays the same for so long."""
NEUTRAL = np.array([500, 1500, 2500], np.float32)
"""Formants of a tube that is open at one end, in Hz."""


@dataclass(frozen=True, slots=True)
class Tracks:
    """What each frame of n is to sound like."""

    formants: Floats
    """(n, 3) Hz."""
    voice: Floats
    breath: Floats
    noise: Floats
    noise_hz: Floats
    wide_hz: Floats
    nasal: Floats
    """0 or 1: sound comes through the nose."""


def tracks_of(phones: Sequence[Phone], manners: Manners, chance: Generator) -> Tracks:
    count = int(phones[-1].end_s * HEARING_HZ) // FRAME
    times_s = (np.arange(count) + 0.5) * FRAME / HEARING_HZ
    formants = np.tile(NEUTRAL, (count, 1))
    rows = {name: np.zeros(count, np.float32) for name in ("voice", "breath", "noise", "nasal")}
    noise_hz, wide_hz = np.full(count, 3000, np.float32), np.full(count, 2000, np.float32)
    for index, phone in enumerate(phones):
        spoken = PHONES.get(phone.symbol)
        if spoken is None:
            continue
        first, last = np.searchsorted(times_s, [phone.start_s, phone.end_s])
        own = _own_formants(spoken, last - first) * np.exp(chance.normal(0, 0.04, 3))
        around = _around(phones, index)
        formants[first:last] = spoken.firm * own + (1 - spoken.firm) * around
        if spoken.noise:
            velar = phone.symbol in ("k", "g")  # bursts where the next vowel has its second formant
            middle = 0.5 * spoken.noise_hz + 0.5 * around[1] if velar else spoken.noise_hz
            noise_hz[first:last] = middle * np.exp(chance.normal(0, 0.1))
            wide_hz[first:last] = spoken.wide_hz
        after = phones[index - 1].symbol == "s"
        _sources(rows, spoken, slice(first, last), manners, chance, after_s=after)
    glide = max(int(manners.glide_s * HEARING_HZ / FRAME), 1)
    smooth = np.stack([_smoothed(column, glide) for column in formants.T], axis=1) * manners.size
    return Tracks(
        smooth,
        _smoothed(rows["voice"], 3),
        _smoothed(rows["breath"], 3),
        _smoothed(rows["noise"], 2),
        noise_hz,
        wide_hz,
        rows["nasal"],
    )


def _own_formants(spoken: Spoken, frames: int) -> Floats:
    """(frames, 3): from the first of its targets to the last."""
    ends = np.array([spoken.formants[0], spoken.formants[-1]], np.float32)
    shares = np.clip(np.linspace(-0.3, 1.3, max(frames, 1)), 0, 1)[:frames, None]
    way: Floats = (ends[0] + (ends[1] - ends[0]) * shares).astype(np.float32)
    return way


def _around(phones: Sequence[Phone], index: int) -> Floats:
    """The formants of the vowels next to a phone (3,), the one after it twice."""
    found = [NEUTRAL]
    for step, weight in ((-1, 1), (1, 2)):
        for other in range(index + step, index + 4 * step, step):
            if not 0 <= other < len(phones):
                break
            spoken = PHONES.get(phones[other].symbol)
            if spoken is not None and spoken.manner in (Manner.VOWEL, Manner.GLIDE):
                near = spoken.formants[0] if step > 0 else spoken.formants[-1]
                found += [np.array(near, np.float32)] * weight
                break
    around: Floats = np.mean(found[1:] or found, axis=0)
    return around


def _sources(
    rows: dict[str, Floats],
    spoken: Spoken,
    place: slice,
    manners: Manners,
    chance: Generator,
    *,
    after_s: bool,
) -> None:
    """What sounds while a phone lasts."""
    loud = spoken.noise * manners.noise * float(np.exp(chance.normal(0, 0.25)))
    match spoken.manner:
        case Manner.VOWEL:
            rows["voice"][place], rows["breath"][place] = 1.0, manners.breath
        case Manner.GLIDE:
            rows["voice"][place], rows["breath"][place] = 0.7, manners.breath
        case Manner.NASAL:
            rows["voice"][place], rows["nasal"][place] = 0.6, 1.0
        case Manner.FRICATIVE:
            rows["voice"][place], rows["noise"][place] = 0.25 * spoken.voiced, loud
        case Manner.BREATH:
            rows["breath"][place] = 0.25
        case Manner.STOP:
            length = place.stop - place.start
            shut = int(length * (0.75 if spoken.voiced else 0.55))
            opens = place.start + shut
            rows["voice"][place.start : opens] = manners.hum * spoken.voiced
            affricate = spoken.formants[0][0] > 250 or spoken.wide_hz == 1600
            rows["noise"][opens : place.stop if affricate else opens + 2] = loud
            rows["voice"][opens + 2 : place.stop] = 0.5 * spoken.voiced
            if not spoken.voiced and not after_s and not affricate:
                rows["breath"][opens + 1 : place.stop] = 0.2


def _smoothed(column: Floats, frames: int) -> Floats:
    padded = np.pad(column, (frames // 2, frames - 1 - frames // 2), mode="edge")
    return np.convolve(padded, np.ones(frames, np.float32) / frames, "valid").astype(np.float32)

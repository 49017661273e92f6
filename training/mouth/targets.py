"""What the network is to say about a recording at each 20 ms: taken from the face that marks would drive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visavis.face.hearing.spectrum import Floats
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme, visemes_of
from visavis.face.visemes import LEAD_S, MouthTrack
from visavis.speech import Alphabet, Phone

VISEMES = tuple(Viseme)
GAP_S = 0.02
"""Closures this close to each other are one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One viseme of one phone."""

    start_s: float
    end_s: float
    viseme: Viseme


@dataclass(frozen=True, slots=True)
class Targets:
    """Of n steps: which viseme (n,), the mouth that the marks would show (n, 8), how shut the lips (n,)."""

    visemes: NDArray[np.int8]
    mouths: Floats
    closures: Floats


def segments(phones: Sequence[Phone], alphabet: Alphabet) -> list[Segment]:
    found = []
    for phone in phones:
        visemes = visemes_of(phone.symbol, alphabet)
        share = (phone.end_s - phone.start_s) / max(len(visemes), 1)
        for index, viseme in enumerate(visemes):
            start_s = phone.start_s + index * share
            found.append(Segment(start_s, start_s + share, viseme))
    return found


def closures(spoken: Sequence[Segment]) -> list[tuple[float, float]]:
    """When each p, b and m begins and ends, neighbours as one."""
    found: list[tuple[float, float]] = []
    for segment in spoken:
        if segment.viseme is Viseme.BILABIAL:
            if found and segment.start_s - found[-1][1] < GAP_S:
                found[-1] = (found[-1][0], segment.end_s)
            else:
                found.append((segment.start_s, segment.end_s))
    return found


def targets(phones: Sequence[Phone], alphabet: Alphabet, times_s: Floats) -> Targets:
    """For ascending times, in seconds of the phones' own time."""
    spoken = segments(phones, alphabet)
    track = MouthTrack()
    track.say(LEAD_S, phones, alphabet)  # the picture's lead is the face's business
    mouths = np.array([track.at(float(time_s)) for time_s in times_s], np.float32)
    return Targets(visemes_at(spoken, times_s), mouths.reshape(len(times_s), -1), _shut(spoken, times_s))


def visemes_at(spoken: Sequence[Segment], times_s: Floats) -> NDArray[np.int8]:
    """Numbers in VISEMES (n,); rest where nothing is said."""
    numbers = np.full(len(times_s), VISEMES.index(Viseme.REST), np.int8)
    for segment in spoken:
        first, last = np.searchsorted(times_s, [segment.start_s, segment.end_s])
        numbers[first:last] = VISEMES.index(segment.viseme)
    return numbers


def looks_at(spoken: Sequence[Segment], times_s: Floats) -> Floats:
    """The looks of the visemes, one after the other without blending: (n, 8)."""
    looks = np.array([LOOKS[viseme].mouth for viseme in VISEMES], np.float32)
    chosen: Floats = looks[visemes_at(spoken, times_s)]
    return chosen


def _shut(spoken: Sequence[Segment], times_s: Floats) -> Floats:
    """1 within a closure, falling to 0 within the 40 ms that a frame may be off."""
    shut = np.zeros(len(times_s), np.float32)
    for start_s, end_s in closures(spoken):
        away_s = np.maximum(np.maximum(start_s - times_s, times_s - end_s), 0)
        shut = np.maximum(shut, np.clip(1 - away_s / 0.04, 0, 1).astype(np.float32))
    return shut


MOUTH_VALUES = len(Mouth._fields)

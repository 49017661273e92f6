"""The corpus as the network meets it: features of augmented recordings, and what it is to answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.mouth.augment import Variant, clean, vary
from training.mouth.marks import settled
from training.mouth.recording import Recording, load_all
from training.mouth.sentences import Role, role_of
from training.mouth.targets import targets
from visavis.face.hearing.reference import Reference
from visavis.face.hearing.spectrum import Floats, sound_of, spectrum
from visavis.face.hearing.timing import answer_times_s
from visavis.speech import Phone

VARIANTS = 3
"""Of each recording that trains."""

Arrays = dict[str, NDArray[np.generic]]


def prepare(corpus: Path, lessons: Path, processes: int) -> int:
    """Write `lessons` (npz) from the recordings that train; returns the number of steps."""
    taught = (
        settled(recording) for recording in load_all(corpus) if role_of(recording.sentence) is Role.TRAIN
    )
    with ProcessPoolExecutor(processes) as pool:
        parts = [part for found in pool.map(_lessons, taught, chunksize=8) for part in found]
    voices = sorted({str(part["voice"]) for part in parts})
    np.savez(
        lessons,
        inputs=np.concatenate([part["inputs"] for part in parts]),
        visemes=np.concatenate([part["visemes"] for part in parts]),
        mouths=np.concatenate([part["mouths"] for part in parts]),
        closures=np.concatenate([part["closures"] for part in parts]),
        voices=np.array(voices),
        voice=np.concatenate(
            [np.full(len(part["inputs"]), voices.index(str(part["voice"])), np.int16) for part in parts]
        ),
    )
    return sum(len(part["inputs"]) for part in parts)


def _lessons(recording: Recording) -> list[Arrays]:
    chance = np.random.default_rng(zlib.crc32(recording.name.encode()))
    sound = sound_of(recording.pcm)
    return list(_of_each(recording, (vary(sound, recording.rate_hz, chance) for _ in range(VARIANTS))))


def _of_each(recording: Recording, variants: Iterator[Variant]) -> Iterator[Arrays]:
    for variant in variants:
        inputs = features(variant.sound)
        phones = moved(recording.phones, variant)
        wanted = targets(phones, recording.alphabet, answer_times_s(0, len(inputs)))
        yield {
            "voice": np.array(f"{recording.engine}-{recording.voice}"),
            "inputs": inputs.astype(np.float16),
            "visemes": wanted.visemes,
            "mouths": wanted.mouths.astype(np.float16),
            "closures": wanted.closures.astype(np.float16),
        }


def features(sound: Floats) -> Floats:
    """All steps of a whole recording of 16 kHz: (n, STEP_VALUES)."""
    bands, voicing = spectrum(sound)
    whole = len(bands) // 2 * 2
    return Reference().relate(bands[:whole], voicing[:whole])


def moved(phones: tuple[Phone, ...], variant: Variant) -> tuple[Phone, ...]:
    """The phones at the times of a variant."""
    lead_s, stretch = variant.lead_s, variant.stretch
    return tuple(
        Phone(phone.symbol, lead_s + phone.start_s * stretch, lead_s + phone.end_s * stretch)
        for phone in phones
    )


def untouched(recording: Recording) -> tuple[Floats, tuple[Phone, ...]]:
    """The recording's sound at 16 kHz as it is, between silences, and its phones there."""
    variant = clean(sound_of(recording.pcm), recording.rate_hz)
    return variant.sound, moved(recording.phones, variant)

"""One synthetic sentence with the times of its phones, as the corpus keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from visavis.speech import Alphabet, Pcm, Phone


@dataclass(frozen=True, slots=True)
class Recording:
    engine: str
    voice: str
    sentence: int
    """Its number; it decides whether the recording trains, tunes or tests."""
    pcm: Pcm
    rate_hz: int
    phones: tuple[Phone, ...]
    alphabet: Alphabet

    @property
    def name(self) -> str:
        return f"{self.engine}-{self.voice}-{self.sentence:04d}"


def save(recording: Recording, folder: Path) -> None:
    marks = {
        "engine": recording.engine,
        "voice": recording.voice,
        "sentence": recording.sentence,
        "alphabet": recording.alphabet,
        "phones": [(phone.symbol, phone.start_s, phone.end_s) for phone in recording.phones],
    }
    path = folder / f"{recording.name.replace('/', '_')}.npz"
    np.savez(path, pcm=recording.pcm, rate_hz=recording.rate_hz, marks=json.dumps(marks))


def load_all(folder: Path) -> Iterator[Recording]:
    """Every recording of a corpus, in the order of their names."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as arrays:
            marks = json.loads(str(arrays["marks"]))
            yield Recording(
                marks["engine"],
                marks["voice"],
                marks["sentence"],
                arrays["pcm"],
                int(arrays["rate_hz"]),
                tuple(Phone(*phone) for phone in marks["phones"]),
                Alphabet(marks["alphabet"]),
            )

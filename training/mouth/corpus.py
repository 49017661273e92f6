"""The corpus: every engine's recordings in one folder."""

from __future__ import annotations

import random
from pathlib import Path

from training.mouth.engines import espeak, festival, flite, formant
from training.mouth.recording import save
from training.mouth.sentences import sentences

ENGINES = {
    "espeak": espeak.recite,
    "festival": festival.recite,
    "flite": flite.recite,
    "formant": formant.recite,
}
SEED = 7


def make(folder: Path) -> int:
    """Synthesise it, some 2,850 recordings; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = sentences(random.Random(SEED))
    count = 0
    for engine, recite in ENGINES.items():
        for recording in recite(texts, random.Random(f"{SEED} {engine}")):
            save(recording, folder)
            count += 1
    return count

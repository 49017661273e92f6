"""sherpa-onnx: the streaming recognisers of local packs, on this machine's processor."""

from __future__ import annotations

from pathlib import Path

from visavis.providers.stt.helper_ears import HelperEars
from visavis.providers.workers.worker import shared

NAME = "sherpa-onnx"
MODULE = "visavis.providers.stt.sherpa_process"

ANSWER_PATIENCE_S = 30.0
"""On a crowded machine, a large model takes seconds for the sound that has gathered."""


def transcriber(folder: Path, language: str = "") -> HelperEars:
    """The ears of one session; all sessions of an engine process that use the model share one helper.

    `folder`: of the recogniser's part. `language`: ISO 639-1, for one that wants to be told.
    """
    worker = shared(MODULE, str(folder), answer_patience_s=ANSWER_PATIENCE_S)
    return HelperEars(NAME, worker, language, as_written)


async def warm_up(folder: Path) -> None:
    """Have the helper process running with its model. Raises ProviderError."""
    await transcriber(folder).open().finish()


def as_written(words: str) -> str:
    """The words as a line of a transcript; models that know no small letters shout them."""
    words = words.strip()
    if words.isupper():
        words = " ".join(_spoken_low(word) for word in words.split())
    return words[:1].upper() + words[1:]


def _spoken_low(word: str) -> str:
    return word.capitalize() if word.partition("'")[0] == "I" else word.lower()

"""pocketsphinx: a recogniser for English that works offline, and no more than that.

About a quarter of a stranger's words are wrong, and most of them in noise. It stands in where nothing better
is configured, and the Lab says so.
"""

from __future__ import annotations

import re

from visavis.providers.stt.helper_ears import HelperEars
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.workers.worker import Worker, shared

NAME = "pocketsphinx"
MODULE = "visavis.providers.stt.sphinx_process"

HESITATIONS = frozenset({"ah", "eh", "er", "erm", "hm", "hmm", "uh", "um"})


def recogniser(spec: RecogniserSpec) -> SphinxTranscriber:
    return transcriber(spec.topic if spec.short_language in ("en", None) else "")


def transcriber(topic: str = "") -> SphinxTranscriber:
    """The ears of one session. All sessions of an engine process share one helper process.

    `topic`: texts with the words that the user is likely to say; they are expected first.
    """
    transcriber = SphinxTranscriber(shared(MODULE), topic)
    if topic:
        transcriber.send_off(transcriber.prepare())
    return transcriber


async def warm_up() -> None:
    """Have the helper process running with a decoder. Raises ProviderError."""
    transcription = transcriber().open()
    await transcription.finish()


class SphinxTranscriber(HelperEars):
    """What its turns teach is the cepstral mean."""

    def __init__(self, worker: Worker, topic: str = "") -> None:
        super().__init__(NAME, worker, topic, as_written)


def as_written(words: str) -> str:
    """The words as a line of a transcript; "" when they are nothing but hesitation."""
    if all(word in HESITATIONS for word in words.split()):
        return ""
    text = re.sub(r"\bi\b", "I", words)
    return text[:1].upper() + text[1:]

"""A user of the bench: sentences in a voice that is not the persona's, with the times that the voice marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bench.conversation.scripts import PAUSED
from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ
from visavis.speech import Pcm, Phone, Word

VOICES = ("rms", "awb")
"""flite's; the bench's personas speak with espeak-ng."""
LEVEL = 0.08
"""RMS of what is voiced, of full scale."""
PAUSE_S = (0.2, 1.5)
"""Short ones more often: log-uniform."""
SILENT_PHONES = frozenset({"pau", "sil", "h#"})


@dataclass(frozen=True, slots=True)
class Said:
    """16 kHz, from the first phone to the last."""

    text: str
    pcm: Pcm
    pauses_s: tuple[float, ...] = ()
    """How long the speaker is silent inside it."""

    @property
    def seconds(self) -> float:
        return len(self.pcm) / MICROPHONE_HZ


async def say(script: str, voice: str, pauses: Iterator[float] | None = None) -> Said:
    """Spoken in one piece, so that the melody carries on, then cut at each "|" and widened by the next pause."""
    parts = [part.strip() for part in script.split("|")]
    text = " ".join(parts)
    synthesizer = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=voice))
    pieces = [piece async for piece in synthesizer.speak(text)]
    if pieces[0].rate_hz != MICROPHONE_HZ:
        raise RuntimeError("the bench needs libflite1 (16 kHz voices)")
    pcm = np.concatenate([piece.pcm for piece in pieces])
    phones = [phone for piece in pieces for phone in piece.phones if phone.symbol not in SILENT_PHONES]
    words = [word for piece in pieces for word in piece.words]
    lengths = [] if pauses is None else [next(pauses) for _ in parts[1:]]
    ends = [len(" ".join(parts[: count + 1])) for count in range(len(lengths))]
    cuts = [_end_of_words(words, end) for end in ends]
    return Said(text, loud(widened(pcm, phones, cuts, lengths)), tuple(lengths))


async def pause_set() -> list[Said]:
    """The scripts that pause, the voices in turn: the same in every part of the bench."""
    lengths = pauses()
    return [await say(script, VOICES[number % 2], lengths) for number, script in enumerate(PAUSED)]


def pauses(seed: int = 7) -> Iterator[float]:
    """Lengths of pauses in seconds, for ever the same."""
    source = np.random.default_rng(seed)
    shortest, longest = np.log(PAUSE_S)
    while True:
        yield float(np.exp(source.uniform(shortest, longest)))


def _end_of_words(words: list[Word], last: int) -> float:
    """When the words up to that character have been said."""
    return max(word.end_s for word in words if word.last <= last)


def widened(pcm: Pcm, phones: list[Phone], cuts_s: list[float], pauses_s: list[float]) -> Pcm:
    """From the first phone to the end of the last, with silence where it is cut."""
    edges = [phones[0].start_s, *cuts_s, phones[-1].end_s]
    parts: list[Pcm] = []
    for number, (begin_s, end_s) in enumerate(pairwise(edges)):
        if number:
            parts.append(np.zeros(round(pauses_s[number - 1] * MICROPHONE_HZ), np.int16))
        parts.append(pcm[round(begin_s * MICROPHONE_HZ) : round(end_s * MICROPHONE_HZ)])
    return np.concatenate(parts)


def loud(pcm: Pcm) -> Pcm:
    """Brought to LEVEL."""
    samples = pcm.astype(np.float64)
    voiced = samples[np.abs(samples) > 0.02 * np.abs(samples).max()]
    factor = LEVEL * 32768 / float(np.sqrt((voiced**2).mean()))
    return np.clip(samples * factor, -32768, 32767).astype(np.int16)


def cough(number: int) -> Pcm:
    """A burst of noise of 0.15 to 0.35 s that dies away."""
    source = np.random.default_rng(number)
    count = round(source.uniform(0.15, 0.35) * MICROPHONE_HZ)
    fading = np.exp(-np.arange(count) / (0.08 * MICROPHONE_HZ))
    burst = np.convolve(source.normal(0, 0.1, count) * fading, np.ones(3) / 3, "same")
    return np.clip(burst * 32768, -32768, 32767).astype(np.int16)

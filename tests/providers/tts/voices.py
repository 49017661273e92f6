"""The embedded voices, for tests: make one, hear it out, measure it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.providers.base import Synthesizer
from visavis.speech import Pcm, Phone, Speech, Word

LONG = "I think the second option sounds better for us, but let me check the details before we decide."


def voice(engine: str, name: str = "", language: str = "en", **options: float) -> Synthesizer:
    return registry.synthesizer(
        VoiceSpec(id="v", display_name="V", engine=engine, name=name, language=language, **options)
    )


@dataclass(frozen=True)
class Heard:
    """All of an utterance."""

    pieces: tuple[Speech, ...]

    @property
    def pcm(self) -> Pcm:
        return np.concatenate([piece.pcm for piece in self.pieces])

    @property
    def seconds(self) -> float:
        return sum(piece.seconds for piece in self.pieces)

    @property
    def phones(self) -> list[Phone]:
        return [phone for piece in self.pieces for phone in piece.phones]

    @property
    def words(self) -> list[Word]:
        return [word for piece in self.pieces for word in piece.words]

    @property
    def speaking_s(self) -> float:
        """From the first phone that sounds to the last."""
        sounding = [phone for phone in self.phones if phone.symbol not in ("pau", "_:")]
        return sounding[-1].end_s - sounding[0].start_s

    def read_back(self, text: str) -> list[str]:
        return [text[word.first : word.last] for word in self.words]


async def hear(speaker: Synthesizer, text: str) -> Heard:
    return Heard(tuple([piece async for piece in speaker.speak(text)]))


def pitch_hz(pcm: Pcm, rate_hz: int) -> float:
    """Median fundamental frequency."""
    return float(np.median(_fundamentals_hz(pcm, rate_hz)))


def pitch_spread_hz(pcm: Pcm, rate_hz: int) -> float:
    """From the 15th to the 85th percentile of the fundamental frequency."""
    low, high = np.percentile(_fundamentals_hz(pcm, rate_hz), [15, 85])
    return float(high - low)


def _fundamentals_hz(pcm: Pcm, rate_hz: int) -> list[float]:
    """Of the voiced 40 ms windows, by autocorrelation."""
    size, shortest, longest = int(0.04 * rate_hz), rate_hz // 400, rate_hz // 60
    found = []
    for start in range(0, len(pcm) - size, size):
        window = pcm[start : start + size].astype(float)
        window -= window.mean()
        if np.abs(window).mean() < 300:
            continue
        similarity = np.correlate(window, window, "full")[size - 1 :]
        period = shortest + int(similarity[shortest:longest].argmax())
        if similarity[period] > 0.4 * similarity[0]:
            found.append(rate_hz / period)
    return found


def assert_marks_fit(heard: Heard) -> None:
    """Marks stand in order, within the sound, and come no later than the piece in which they start."""
    for marks in (heard.phones, heard.words):
        at = 0.0
        for mark in marks:
            assert at - 1e-6 <= mark.start_s <= mark.end_s
            at = mark.end_s if isinstance(mark, Phone) else mark.start_s
        assert at <= heard.seconds + 0.005
    begins_s = 0.0
    for piece in heard.pieces:
        for mark in (*piece.phones, *piece.words):
            assert mark.start_s >= begins_s - 1e-6
        begins_s += piece.seconds
    spans = [(word.first, word.last) for word in heard.words]
    assert all(first < last for first, last in spans)
    assert spans == sorted(spans)

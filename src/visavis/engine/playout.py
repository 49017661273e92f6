"""Playout: the persona's sound on the session's time line, and how much of her text has been heard.

    queued   |--- utterance 1 ---|- utterance 2 -|
    sent                  ^ now                      (20 ms per tick)
             words of 1 ..|  are said; the rest is not, and is forgotten when she is interrupted

Pure: time is the number of samples asked for. A pause holds the sound back; everything queued moves along.
After it she begins the word anew that the pause cut.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import soxr

from visavis.engine.spoken_by import marked, unmarked
from visavis.face.hearing.spectrum import STEP_S
from visavis.face.mouth import Mouth
from visavis.speech import Alphabet, Pcm, Phone, Speech, Word

PLAYOUT_HZ = 48_000
FADE_SAMPLES = 240
"""5 ms: long enough that stopping in a vowel does not click."""
REMEMBERED_TICKS = 75
"""So much of what was played is kept, to begin a word anew: 1.5 s, longer than a word."""


@dataclass(slots=True)
class Utterance:
    """One clause on its way to the listener: its samples, and the marks in seconds from its start."""

    spoken: str
    words: list[Word] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    alphabet: Alphabet = Alphabet.ARPABET
    mouths: list[Mouth] = field(default_factory=list)
    """Read from its sound, where the voice marks no phones: one every 20 ms."""
    samples: int = 0
    """Samples queued so far."""
    complete: bool = False
    """No more samples will come."""
    broken: bool = False
    """The voice failed on the way: not all of the text has sound."""
    start: int | None = None
    """Playout position of its first sample; None until something is queued."""
    heard: int = 0
    """Characters of `spoken` that had been heard before a word was begun anew: they stay heard."""
    resampler: soxr.ResampleStream | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """Phones that were queued, and the playout second at which their utterance starts."""

    start_s: float
    phones: tuple[Phone, ...]
    alphabet: Alphabet


@dataclass(frozen=True, slots=True)
class HeardCue:
    """Mouths that were read from queued sound, and the playout second of the first."""

    start_s: float
    mouths: tuple[Mouth, ...]


class Playout:
    def __init__(self) -> None:
        self.position = 0
        """Samples of session time that have passed."""
        self.paused = False
        self._chunks: deque[Pcm] = deque()
        self._utterances: deque[Utterance] = deque()
        self._queued = 0
        self._tail: Pcm | None = None
        self._played: deque[Pcm] = deque(maxlen=REMEMBERED_TICKS)
        """The sound of the newest ticks that had any."""

    # ---- filling

    def add(self, utterance: Utterance, speech: Speech) -> Cue:
        """Queue a piece of an utterance; pieces of different utterances never interleave."""
        if utterance.start is None:
            utterance.start = self.position + self._queued
            self._utterances.append(utterance)
        utterance.words.extend(speech.words)
        utterance.phones.extend(speech.phones)
        utterance.alphabet = speech.alphabet
        self._queue(utterance, self._resampled(utterance, speech.pcm, speech.rate_hz))
        return Cue(utterance.start / PLAYOUT_HZ, speech.phones, speech.alphabet)

    def place(self, utterance: Utterance) -> None:
        """One without sound: it is over once everything that was queued before it has been played."""
        utterance.start = self.position + self._queued
        utterance.complete = True
        self._utterances.append(utterance)

    def hear(self, utterance: Utterance, mouths: Sequence[Mouth]) -> HeardCue:
        """Keep mouths read from the sound of an utterance; they follow those before."""
        first = len(utterance.mouths)
        utterance.mouths.extend(mouths)
        return _heard(utterance, first)

    def finish(self, utterance: Utterance, *, broken: bool = False) -> None:
        """No more pieces of this utterance will come, `broken` though its text was not all spoken."""
        utterance.broken = broken
        if utterance.resampler is not None:
            empty = np.zeros(0, np.int16)
            self._queue(utterance, utterance.resampler.resample_chunk(empty, last=True))
        utterance.complete = True

    def _resampled(self, utterance: Utterance, pcm: Pcm, rate_hz: int) -> Pcm:
        if rate_hz == PLAYOUT_HZ:
            return pcm
        if utterance.resampler is None:
            utterance.resampler = soxr.ResampleStream(rate_hz, PLAYOUT_HZ, 1, dtype="int16", quality="MQ")
        resampled: Pcm = utterance.resampler.resample_chunk(pcm)
        return resampled

    def _queue(self, utterance: Utterance, pcm: Pcm) -> None:
        if len(pcm):
            self._chunks.append(pcm)
            self._queued += len(pcm)
            utterance.samples += len(pcm)

    # ---- playing

    def take(self, count: int) -> Pcm | None:
        """The next `count` samples of session time; None is silence."""
        tail, self._tail = self._tail, None
        if self.paused or not self._queued:
            self._shift(count)  # before time passes: what has a few samples left is not over
            self.position += count
            return _padded(tail, count)
        out = np.empty(count, np.int16)
        filled = 0
        while filled < count and self._chunks:
            chunk = self._chunks[0]
            part = chunk[: count - filled]
            out[filled : filled + len(part)] = part
            filled += len(part)
            if len(part) == len(chunk):
                self._chunks.popleft()
            else:
                self._chunks[0] = chunk[len(part) :]
        out[filled:] = 0
        self._played.append(out[:filled])
        self._queued -= filled
        self.position += count
        if filled < count:
            self._shift(count - filled)
        if tail is not None:
            mixed = out.astype(np.int32)
            mixed[: len(tail)] += tail
            out = np.clip(mixed, -32768, 32767).astype(np.int16)
        self._forget_the_past()
        return out

    def _shift(self, samples: int) -> None:
        """Silence was played: whatever is not over yet moves back by it."""
        for utterance in self._utterances:
            if utterance.start is not None and self._left(utterance) > 0:
                utterance.start += samples
            elif utterance.start is not None and not utterance.complete:
                utterance.start += samples  # the voice is late: its next piece follows the gap

    def _left(self, utterance: Utterance) -> int:
        assert utterance.start is not None
        return utterance.start + utterance.samples - self.position

    def _forget_the_past(self) -> None:
        while self._utterances and self._utterances[0].complete and self._left(self._utterances[0]) <= 0:
            self._utterances.popleft()

    def coming(self, count: int) -> Pcm:
        """The next samples as they would be taken, at most `count`; fewer when no more are queued."""
        parts: list[Pcm] = []
        missing = 0 if self.paused else count
        for chunk in self._chunks:
            if missing <= 0:
                break
            parts.append(chunk[:missing])
            missing -= len(parts[-1])
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    # ---- interrupting

    def pause(self) -> None:
        """Hold the sound back; what is queued stays."""
        if not self.paused:
            self.paused = True
            self._tail = self._fading()

    def resume(self) -> Iterator[Cue | HeardCue]:
        """Go on with the word that was cut; yields what is still to come, at its new times."""
        if self.paused:
            self.paused = False
            self._tail = None
            self._begin_word_anew()
            self._fade_in()
        for utterance in self._utterances:
            if utterance.start is not None and utterance.phones:
                yield Cue(utterance.start / PLAYOUT_HZ, tuple(utterance.phones), utterance.alphabet)
            if utterance.start is not None and utterance.mouths:
                yield _heard(utterance, 0)

    def clear(self) -> None:
        """Drop everything that has not been played."""
        if self._queued and not self.paused:
            self._tail = self._fading()
        self.paused = False
        self._chunks.clear()
        self._utterances.clear()
        self._queued = 0

    def _begin_word_anew(self) -> None:
        for utterance in self._utterances:
            if utterance.start is None or self._left(utterance) <= 0:
                continue
            played = self.position - utterance.start
            word = next(
                (word for word in utterance.words if word.start_s < played / PLAYOUT_HZ < word.end_s), None
            )
            if word is not None:
                utterance.heard = self.said(utterance)
                again = np.concatenate(self._played)[round(word.start_s * PLAYOUT_HZ) - played :]
                self._chunks.appendleft(again)
                self._queued += len(again)
                self._shift(len(again))
            return

    def _fade_in(self) -> None:
        if self._chunks:
            chunk = self._chunks[0].copy()
            head = chunk[:FADE_SAMPLES]
            head[:] = head * np.linspace(0, 1, len(head))
            self._chunks[0] = chunk

    def _fading(self) -> Pcm | None:
        """A copy of the next few milliseconds, fading to nothing, so that stopping does not click."""
        if not self._chunks:
            return None
        head = self._chunks[0][:FADE_SAMPLES]
        return (head * np.linspace(1, 0, len(head))).astype(np.int16)

    # ---- looking

    @property
    def seconds(self) -> float:
        return self.position / PLAYOUT_HZ

    @property
    def ahead_s(self) -> float:
        """Sound that is queued and not yet played."""
        return self._queued / PLAYOUT_HZ

    @property
    def sounding(self) -> bool:
        return self._queued > 0 and not self.paused

    def is_over(self, utterance: Utterance) -> bool:
        """All of it has been played."""
        return utterance.complete and (utterance.start is None or self._left(utterance) <= 0)

    def played_s(self, utterance: Utterance) -> float:
        """How much of it has sounded."""
        if utterance.start is None:
            return 0.0
        return min(max(self.position - utterance.start, 0), utterance.samples) / PLAYOUT_HZ

    def said(self, utterance: Utterance) -> int:
        """How many characters of `utterance.spoken` have been heard: whole words, each from its middle on."""
        if self.is_over(utterance) and not utterance.broken:
            return len(utterance.spoken)
        elapsed_s, length_s = self.played_s(utterance), utterance.samples / PLAYOUT_HZ
        if utterance.words:
            return max(utterance.heard, marked(utterance.words, elapsed_s))
        whole = utterance.complete and not utterance.broken
        return unmarked(utterance.spoken, elapsed_s, length_s, whole=whole)


def queued(utterance: Utterance) -> int:
    """How many characters of `utterance.spoken` were queued for certain, counted as `Playout.said` counts."""
    return marked(utterance.words, utterance.samples / PLAYOUT_HZ)


def _heard(utterance: Utterance, first: int) -> HeardCue:
    assert utterance.start is not None
    return HeardCue(utterance.start / PLAYOUT_HZ + first * STEP_S, tuple(utterance.mouths[first:]))


def _padded(tail: Pcm | None, count: int) -> Pcm | None:
    if tail is None:
        return None
    out = np.zeros(count, np.int16)
    out[: len(tail)] = tail[:count]
    return out

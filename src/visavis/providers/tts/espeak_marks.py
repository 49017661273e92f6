"""espeak-ng says when something begins; the marks say from when to when it lasts."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

import numpy as np

from visavis.providers.tts.espeak_library import Event, EventKind
from visavis.providers.tts.stream import Stream
from visavis.speech import Pcm, Phone, Word

PAUSE = "_:"
"""The one symbol that all of espeak-ng's pauses, glottal stops and language switches are told as."""

BURSTS = frozenset({"p", "t", "k", "tS"})
GAP_S = 0.048
"""espeak-ng tells of a voiceless stop when it bursts; the mouth has shut this much before, at all rates of
speech (median of 343 stops in 60 voices, half of them within 5 ms of it)."""

_STRESS = "',=%"

_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KANA = "\u3040-\u30ff"
_TOKEN = re.compile(f"[{_IDEOGRAPH}]|[{_KANA}]+|[^\\s—–…\u3000-\u303f{_KANA}{_IDEOGRAPH}]+")
_SPOKEN_SIGNS = frozenset("%&@#*/+")


def tokens(text: str) -> list[tuple[int, int]]:
    """What counts as a word: (first, last) of each run between spaces and dashes without the punctuation
    around it, and of each Chinese character."""
    found = []
    for match in _TOKEN.finditer(text):
        first, last = match.span()
        while first < last and _silent(text[first]):
            first += 1
        while last > first and _silent(text[last - 1]):
            last -= 1
        if first < last:
            found.append((first, last))
    return found


def _silent(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC" and character not in _SPOKEN_SIGNS


class EspeakMarks:
    """Passes sound on to a stream, with marks.

    A phone or a word ends where the next one begins, so the sound is held back from the start of the open
    one on: no mark comes later than the piece in which it starts.
    """

    def __init__(self, stream: Stream, rate_hz: int, text: str) -> None:
        self._stream = stream
        self._rate_hz = rate_hz
        self._tokens = tokens(text)
        self._token_ends = [last for _, last in self._tokens]
        self._held = np.zeros(0, np.int16)
        self._symbol = PAUSE
        self._symbol_from = 0
        self._token = -1  # index of the open word
        self._token_from = 0
        self._sound_to = 0  # where the last sounding phone ended

    def add(self, pcm: Pcm, events: list[Event]) -> bool:
        """More sound, and what begins in it. False when nobody listens any more."""
        self._held = np.concatenate((self._held, pcm))
        for event in events:
            if event.kind is EventKind.PHONEME:
                self._phone_begins(event.symbol.lstrip(_STRESS), event.sample)
            else:
                self._word_begins(event.position, event.sample)
        return self._release(min(self._symbol_from, self._token_from if self._token >= 0 else self._end()))

    def finish(self) -> None:
        """The sound is at its end, and with it what is open."""
        end = self._end()
        self._close_phone(end)
        self._close_word(end, before=len(self._tokens))
        self._release(end)

    def _end(self) -> int:
        return self._stream.samples + len(self._held)

    def _release(self, to: int) -> bool:
        count = min(max(0, to - self._stream.samples), len(self._held))
        ready, self._held = self._held[:count], self._held[count:]
        return self._stream.add(ready) if count else self._stream.wanted

    def _phone_begins(self, symbol: str, sample: int) -> None:
        symbol = PAUSE if not symbol or symbol[0] in "_(" else symbol
        if symbol == PAUSE == self._symbol:
            return
        if symbol in BURSTS and self._symbol != PAUSE:
            sample = self._shut_from(sample)
        self._close_phone(sample)
        self._symbol, self._symbol_from = symbol, sample

    def _shut_from(self, burst: int) -> int:
        """Where the gap before a burst begins: of the phone before it at least half is left."""
        return max(burst - round(GAP_S * self._rate_hz), (self._symbol_from + burst) // 2)

    def _close_phone(self, sample: int) -> None:
        if self._symbol != PAUSE:
            self._sound_to = sample
        if sample > self._symbol_from:
            phone = Phone(self._symbol, self._symbol_from / self._rate_hz, sample / self._rate_hz)
            self._stream.mark([phone], [])

    def _word_begins(self, position: int, sample: int) -> None:
        # A position may lie on a sign before its word ("- a"): then the word that follows is meant. The
        # parts of one token ("$5.50" is "dollars", "5", "point" ...) are one word.
        token = bisect_right(self._token_ends, max(0, position))
        if self._token < token < len(self._tokens):
            self._close_word(sample, before=token)
            self._token, self._token_from = token, sample

    def _close_word(self, sample: int, before: int) -> None:
        if self._token < 0:
            return
        end = sample if self._symbol != PAUSE else min(sample, self._sound_to)
        first, last = self._tokens[self._token]
        for next_first, next_last in self._tokens[self._token + 1 : before]:
            if next_first != last:
                break
            last = next_last  # Chinese characters that were spoken as one word
        start_s = self._token_from / self._rate_hz
        self._stream.mark([], [Word(first, last, start_s, max(start_s, end / self._rate_hz))])

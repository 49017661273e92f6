"""A second decoder for each turn, which knows nothing but the persona's own words.

It is no better at listening, but expects the right things: where both decoders heard a turn, the path of the
one that explains the sound clearly better is believed. In the domain of a persona that halves the errors; the
margin keeps it from costing any elsewhere (see docs/bench.md).
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pocketsphinx import Decoder

from visavis.providers.stt.spelling import Spelling
from visavis.providers.stt.topic import sentences_of
from visavis.providers.stt.trigrams import Trigrams, Words

log = logging.getLogger(__name__)

MARGIN_PER_FRAME = 2e-4
"""By so much per 10 ms the own words' path must be the better one. At 0 a fifth of all other sentences is
taken for the persona's words."""

KEPT_TOPICS = 8
"""Decoders of so many personas are kept, each of them about 8 MB."""


class OwnWords:
    """The decoders by topic, which is the persona's texts."""

    def __init__(self, options: dict[str, Any], dictionary: Decoder) -> None:
        self._options, self._dictionary = options, dictionary
        self._free: OrderedDict[str, list[Decoder]] = OrderedDict()
        self._spelling: Spelling | None = None

    def prepare(self, topic: str) -> None:
        """Have a decoder ready."""
        if topic and not self._free.get(topic):
            decoder = self._made(topic)
            if decoder is not None:
                self.give_back(topic, decoder)

    def take(self, topic: str) -> Decoder | None:
        """None where there is no topic, or nothing can be made of it."""
        free = self._free.get(topic)
        return free.pop() if free else self._made(topic)

    def give_back(self, topic: str, decoder: Decoder) -> None:
        free = self._free.setdefault(topic, [])
        self._free.move_to_end(topic)
        if not free:
            free.append(decoder)
        while len(self._free) > KEPT_TOPICS:
            self._free.popitem(last=False)

    def _made(self, topic: str) -> Decoder | None:
        if not topic:
            return None
        try:
            return self._decoder(sentences_of(topic))
        except Exception:  # whatever it was: the turn is heard without
            log.warning("the persona's own words cannot be listened for", exc_info=True)
            return None

    def _decoder(self, sentences: list[Words]) -> Decoder:
        vocabulary = {word for sentence in sentences for word in sentence}
        spoken = {word: self._pronunciations(word) for word in sorted(vocabulary)}
        known = [sentence for sentence in sentences if all(spoken[word] for word in sentence)]
        lines = [line for pronunciations in spoken.values() for line in pronunciations]
        with TemporaryDirectory(prefix="visavis-words-") as folder:
            model, dictionary = Path(folder, "words.lm"), Path(folder, "words.dict")
            model.write_text(Trigrams(known).arpa())
            dictionary.write_text("\n".join([*lines, ""]))
            return Decoder(**self._options, lm=str(model), dict=str(dictionary))

    def _pronunciations(self, word: str) -> list[str]:
        """Lines of a dictionary; none for a word that nobody can pronounce."""
        known = self._dictionary.lookup_word(word)
        if not known:
            guessed = " ".join(self._guessed(word))
            return [f"{word} {guessed}"] if guessed else []
        lines = [f"{word} {known}"]
        while known := self._dictionary.lookup_word(f"{word}({len(lines) + 1})"):
            lines.append(f"{word}({len(lines) + 1}) {known}")
        return lines

    def _guessed(self, word: str) -> list[str]:
        if self._spelling is None:
            try:
                self._spelling = Spelling()
            except OSError:
                return []  # flite is not installed
        return self._spelling.phones(word)


def better(general: Decoder, own: Decoder | None) -> str:
    """The words of the one whose path explains the sound better, as pocketsphinx writes them."""
    heard, heard_own = general.hyp(), own.hyp() if own is not None else None
    if heard is None:
        return ""
    if heard_own is not None and heard_own.score - heard.score > MARGIN_PER_FRAME * general.n_frames():
        heard = heard_own
    return str(heard.hypstr)

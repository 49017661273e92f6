"""The helper process that speaks with flite: `python -m visavis.providers.tts.flite_process`."""

from __future__ import annotations

from functools import cache

from visavis.providers.tts.flite_library import Flite, Marks, Token
from visavis.providers.tts.messages import Request, pack_speech
from visavis.providers.tts.plain_english import plain_english
from visavis.providers.tts.rewriting import Rewriting
from visavis.providers.tts.stream import Stream, pause_after
from visavis.providers.workers.child import Emit, serve
from visavis.speech import Alphabet, Pcm, Phone, Word

RATE_HZ = 16_000

LEAD_S = 0.02
"""What is left of the 160 to 230 ms of silence that flite starts with: every sound comes so much earlier."""


def handle(data: bytes, emit: Emit) -> None:
    """Speak one request; the first piece holds all marks."""
    request = Request.unpacked(data)
    plain = plain_english(request.text)
    if not any(character.isalnum() for character in plain.text):
        return
    stream = Stream(RATE_HZ, Alphabet.ARPABET, request.volume, lambda speech: emit(pack_speech(speech)))
    cut = _LeadCut(stream, plain)
    _library().speak(
        plain.text,
        request.voices[0],
        stretch=1 / request.speed,
        f0_shift=request.pitch,
        f0_spread=request.melody,
        on_marks=cut.mark,
        on_sound=cut.add,
    )
    if stream.wanted:
        stream.finish_at(max(cut.marked_s, cut.last_sound_s + pause_after(request.text)))


class _LeadCut:
    """Passes an utterance on without the silence that it starts with."""

    def __init__(self, stream: Stream, plain: Rewriting) -> None:
        self._stream = stream
        self._plain = plain
        self._to_drop = 0
        self.last_sound_s = 0.0
        self.marked_s = 0.0

    def mark(self, marks: Marks) -> None:
        lead = marks.phones[0].end_s if marks.phones and marks.phones[0].symbol == "pau" else 0.0
        self._to_drop = round(max(0.0, lead - LEAD_S) * RATE_HZ)
        early_s = self._to_drop / RATE_HZ
        phones = [
            Phone(phone.symbol, max(0.0, phone.start_s - early_s), phone.end_s - early_s)
            for phone in marks.phones
        ]
        self.last_sound_s = max((phone.end_s for phone in phones if phone.symbol != "pau"), default=0.0)
        self.marked_s = phones[-1].end_s if phones else 0.0
        self._stream.mark(phones, words(marks.tokens, self._plain, early_s))

    def add(self, pcm: Pcm, rate_hz: int) -> bool:
        if rate_hz != RATE_HZ:
            raise ValueError(f"flite speaks at {rate_hz} Hz, not at {RATE_HZ}")
        dropped = min(self._to_drop, len(pcm))
        self._to_drop -= dropped
        return self._stream.add(pcm[dropped:])


def words(tokens: tuple[Token, ...], plain: Rewriting, early_s: float) -> list[Word]:
    """Word marks in the given text. Tokens with nothing between them there become one: "€5" is "5", "euros",
    and "example.com" is "example", "dot", "com"."""
    found: list[Word] = []
    at = 0
    for token in tokens:
        position = plain.text.find(token.name, at)
        if position < 0:
            continue
        at = position + len(token.name)
        first, last = plain.source(position, at)
        start_s, end_s = max(0.0, token.start_s - early_s), token.end_s - early_s
        if found and first <= found[-1].last:
            earlier = found.pop()
            first, last, start_s = earlier.first, max(last, earlier.last), earlier.start_s
        found.append(Word(first, last, start_s, end_s))
    return found


@cache
def _library() -> Flite:
    return Flite()


if __name__ == "__main__":
    _library()  # before READY, so that a warm process is warm
    serve(handle)

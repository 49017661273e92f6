"""The helper process of pocketsphinx: `python -m visavis.providers.stt.sphinx_process`.

The calls of several sessions are mixed; each user turn has a decoder of its own while it lasts, and beside it
one that knows the persona's own words. A general one takes 0.4 s and 90 MB to make: one is made at the start,
more only when people speak at the same time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pocketsphinx import Decoder

from visavis.providers.stt.hearing_calls import Answer, Request, Step
from visavis.providers.stt.own_words import OwnWords, better
from visavis.providers.workers.child import Emit, serve

DECODER_OPTIONS = {
    # The second and third pass would start when the user has stopped: too late for an answer in time.
    "fwdflat": False,
    "bestpath": False,
    # A tighter search: 2/3 of the work at the same word error rate (24 sentences each of flite rms, awb and
    # slt, 5 of LibriVox), and bounded work in noise.
    "maxhmmpf": 3000,
    "maxwpf": 10,
    "pl_window": 10,
    "loglevel": "FATAL",
}

SPARE_DECODERS = 4
"""So many free ones are kept, once so many people spoke at the same time: making one holds up all."""

FIRST_MEAN = "41,0,0,5,-2,0,0,-2,-1,-1,1,0,0"
"""The cepstral mean that a session begins with: rounded over the turns of six speakers, human and synthetic.
From the decoder's own (40,3,-1,0 ...) the first turn has a fifth more words wrong."""

_ALTERNATIVE = re.compile(r"\(\d+\)")  # "read(2)" is another pronunciation of "read"


@dataclass(frozen=True, slots=True)
class Turn:
    """The decoders that hear it."""

    general: Decoder
    own: Decoder | None
    topic: str

    @property
    def decoders(self) -> list[Decoder]:
        return [self.general] if self.own is None else [self.general, self.own]

    def begin(self, mean: str) -> None:
        for decoder in self.decoders:
            decoder.set_cmn(mean)
            decoder.start_utt()

    def hear(self, pcm: bytes) -> None:
        for decoder in self.decoders:
            decoder.process_raw(pcm)

    def end(self) -> None:
        for decoder in self.decoders:
            decoder.end_utt()

    @property
    def words(self) -> str:
        return _ALTERNATIVE.sub("", better(self.general, self.own)).strip()


class Recogniser:
    """The turns that are under way, and the decoders."""

    def __init__(self) -> None:
        self._spare = [_decoder()]
        self._own_words = OwnWords(DECODER_OPTIONS, dictionary=self._spare[0])
        self._turns: dict[int, Turn] = {}

    def answer(self, request: Request) -> Answer:
        """Take one call. Raises LookupError for a turn that did not begin here."""
        if request.step is Step.PREPARE:
            self._own_words.prepare(request.about)
            return Answer("")
        if request.step is Step.BEGIN:
            self._begin(request)
        turn = self._turns.pop(request.turn, None)
        if turn is None:
            raise LookupError("the turn was lost with an earlier helper process")
        # Only decoders that did their work without an error are used again.
        if request.step is Step.DROP:
            turn.end()
            self._give_back(turn)
            return Answer("")
        if request.pcm:
            turn.hear(request.pcm)
        if request.step is not Step.END:
            self._turns[request.turn] = turn
            return Answer(turn.words)
        turn.end()
        answer = Answer(turn.words, turn.general.get_cmn(True))
        self._give_back(turn)
        return answer

    def _begin(self, request: Request) -> None:
        general = self._spare.pop() if self._spare else _decoder()
        turn = Turn(general, self._own_words.take(request.about), request.about)
        turn.begin(request.learned or FIRST_MEAN)
        self._turns[request.turn] = turn

    def _give_back(self, turn: Turn) -> None:
        if len(self._spare) < SPARE_DECODERS:
            self._spare.append(turn.general)
        if turn.own is not None:
            self._own_words.give_back(turn.topic, turn.own)


def _decoder() -> Decoder:
    return Decoder(**DECODER_OPTIONS)


def main() -> None:
    recogniser = Recogniser()

    def handle(data: bytes, emit: Emit) -> None:
        emit(recogniser.answer(Request.unpacked(data)).packed())

    serve(handle)


if __name__ == "__main__":
    main()

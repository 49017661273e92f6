"""The helper process of pocketsphinx: `python -m visavis.providers.stt.sphinx_process`.

The calls of several sessions are mixed; each user turn has a decoder of its own while it lasts. A decoder
takes 0.4 s and 90 MB to make: one is made at the start, more only when people speak at the same time.
"""

from __future__ import annotations

import re

from pocketsphinx import Decoder

from visavis.providers.stt.sphinx_calls import Answer, Request, Step
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

SPARE_DECODERS = 2
"""So many free ones are kept."""

FIRST_MEAN = "41,0,0,5,-2,0,0,-2,-1,-1,1,0,0"
"""The cepstral mean that a session begins with: rounded over the turns of six speakers, human and synthetic.
From the decoder's own (40,3,-1,0 ...) the first turn has a fifth more words wrong."""

_ALTERNATIVE = re.compile(r"\(\d+\)")  # "read(2)" is another pronunciation of "read"


class Recogniser:
    """The turns that are under way, and the decoders."""

    def __init__(self) -> None:
        self._spare = [_decoder()]
        self._turns: dict[int, Decoder] = {}

    def answer(self, request: Request) -> Answer:
        """Take one call. Raises LookupError for a turn that did not begin here."""
        if request.step is Step.BEGIN:
            self._begin(request.turn, request.mean or FIRST_MEAN)
        decoder = self._turns.pop(request.turn, None)
        if decoder is None:
            raise LookupError("the turn was lost with an earlier helper process")
        # Only a decoder that did its work without an error is used again.
        if request.step is Step.DROP:
            decoder.end_utt()
            self._give_back(decoder)
            return Answer("")
        if request.pcm:
            decoder.process_raw(request.pcm)
        if request.step is not Step.END:
            self._turns[request.turn] = decoder
            return Answer(_words(decoder))
        decoder.end_utt()
        answer = Answer(_words(decoder), decoder.get_cmn(True))
        self._give_back(decoder)
        return answer

    def _begin(self, turn: int, mean: str) -> None:
        decoder = self._spare.pop() if self._spare else _decoder()
        decoder.set_cmn(mean)
        decoder.start_utt()
        self._turns[turn] = decoder

    def _give_back(self, decoder: Decoder) -> None:
        if len(self._spare) < SPARE_DECODERS:
            self._spare.append(decoder)


def _decoder() -> Decoder:
    return Decoder(**DECODER_OPTIONS)


def _words(decoder: Decoder) -> str:
    hypothesis = decoder.hyp()
    return _ALTERNATIVE.sub("", hypothesis.hypstr).strip() if hypothesis else ""


def main() -> None:
    recogniser = Recogniser()

    def handle(data: bytes, emit: Emit) -> None:
        emit(recogniser.answer(Request.unpacked(data)).packed())

    serve(handle)


if __name__ == "__main__":
    main()

"""What a synthesizer and its helper process say to each other: a request, then pieces of sound."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass

import numpy as np

from visavis.speech import Alphabet, Phone, Speech, Word

_MARKS_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Request:
    """One utterance to speak. `voices` are names in order of preference; the first that exists speaks."""

    text: str
    voices: tuple[str, ...]
    speed: float = 1.0
    pitch: float = 1.0
    melody: float = 1.0
    volume: float = 1.0

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def unpacked(data: bytes) -> Request:
        fields = json.loads(data)
        return Request(**{**fields, "voices": tuple(fields["voices"])})


def pack_speech(speech: Speech) -> bytes:
    """`length of the marks | marks as JSON | little-endian samples`."""
    marks = json.dumps(
        {
            "rate": speech.rate_hz,
            "alphabet": speech.alphabet,
            "phones": [(phone.symbol, phone.start_s, phone.end_s) for phone in speech.phones],
            "words": [(word.first, word.last, word.start_s, word.end_s) for word in speech.words],
        }
    ).encode()
    return _MARKS_LENGTH.pack(len(marks)) + marks + speech.pcm.astype("<i2", copy=False).tobytes()


def unpack_speech(data: bytes) -> Speech:
    (length,) = _MARKS_LENGTH.unpack_from(data)
    marks = json.loads(data[_MARKS_LENGTH.size : _MARKS_LENGTH.size + length])
    return Speech(
        pcm=np.frombuffer(data, dtype="<i2", offset=_MARKS_LENGTH.size + length).astype(np.int16, copy=False),
        rate_hz=marks["rate"],
        phones=tuple(Phone(*phone) for phone in marks["phones"]),
        words=tuple(Word(*word) for word in marks["words"]),
        alphabet=Alphabet(marks["alphabet"]),
    )

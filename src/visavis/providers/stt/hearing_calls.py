"""What the engine and the helper process of a recogniser say to each other.

A user turn is a run of calls. The helper forgets a turn with its last call, and remembers nothing of a
session: what a turn taught about speaker and microphone travels with the answer, and back with the next turn.
So does what is known of the session beforehand; what was made of it is kept only to be quick.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum


class Step(IntEnum):
    BEGIN = 1
    GO_ON = 2
    END = 3  # the answer holds the final words
    DROP = 4  # nobody wants the words
    PREPARE = 5  # no turn: a session begins


@dataclass(frozen=True, slots=True)
class Request:
    step: Step
    turn: int
    pcm: bytes = b""
    """Mono samples at MICROPHONE_HZ, signed 16 bit."""
    learned: str = ""
    """With BEGIN: what an earlier turn of the session taught, as the helper put it; "" in the first."""
    about: str = ""
    """With PREPARE and BEGIN: what the recogniser wants to know of the session: its topic, or language."""

    _HEAD = struct.Struct("<BIHI")

    def packed(self) -> bytes:
        learned, about = self.learned.encode(), self.about.encode()
        return self._HEAD.pack(self.step, self.turn, len(learned), len(about)) + learned + about + self.pcm

    @classmethod
    def unpacked(cls, data: bytes) -> Request:
        step, turn, learned_length, about_length = cls._HEAD.unpack_from(data)
        about_at = cls._HEAD.size + learned_length
        pcm_at = about_at + about_length
        learned, about = data[cls._HEAD.size : about_at].decode(), data[about_at:pcm_at].decode()
        return cls(Step(step), turn, data[pcm_at:], learned, about)


@dataclass(frozen=True, slots=True)
class Answer:
    words: str
    """The words so far, as the recogniser writes them."""
    learned: str = ""
    """With END: what is to come with the next turn."""

    def packed(self) -> bytes:
        return f"{self.learned}\n{self.words}".encode()

    @classmethod
    def unpacked(cls, data: bytes) -> Answer:
        learned, words = data.decode().split("\n", 1)
        return cls(words, learned)

"""What the engine and the helper process that runs pocketsphinx say to each other.

A user turn is a run of calls. The helper forgets a turn with its last call, and remembers nothing of a
session: what a turn taught about speaker and microphone travels with the answer, and back with the next turn.
So does the topic; what was made of it is kept only to be quick.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

MODULE = "visavis.providers.stt.sphinx_process"


class Step(IntEnum):
    BEGIN = 1
    GO_ON = 2
    END = 3  # the answer holds the final words
    DROP = 4  # nobody wants the words
    PREPARE = 5  # no turn: a session begins, whose persona talks about the topic


@dataclass(frozen=True, slots=True)
class Request:
    step: Step
    turn: int
    pcm: bytes = b""
    """Mono samples at MICROPHONE_HZ, signed 16 bit."""
    mean: str = ""
    """With BEGIN: the cepstral mean that an earlier turn of the session ended with; "" in its first turn."""
    topic: str = ""
    """With PREPARE and BEGIN: texts with the words that the user is likely to say."""

    _HEAD = struct.Struct("<BIHI")

    def packed(self) -> bytes:
        mean, topic = self.mean.encode(), self.topic.encode()
        return self._HEAD.pack(self.step, self.turn, len(mean), len(topic)) + mean + topic + self.pcm

    @classmethod
    def unpacked(cls, data: bytes) -> Request:
        step, turn, mean_length, topic_length = cls._HEAD.unpack_from(data)
        topic_at = cls._HEAD.size + mean_length
        pcm_at = topic_at + topic_length
        mean, topic = data[cls._HEAD.size : topic_at].decode(), data[topic_at:pcm_at].decode()
        return cls(Step(step), turn, data[pcm_at:], mean, topic)


@dataclass(frozen=True, slots=True)
class Answer:
    words: str
    """The words so far, lower case."""
    mean: str = ""
    """With END: the cepstral mean by now."""

    def packed(self) -> bytes:
        return f"{self.mean}\n{self.words}".encode()

    @classmethod
    def unpacked(cls, data: bytes) -> Answer:
        mean, words = data.decode().split("\n", 1)
        return cls(words, mean)

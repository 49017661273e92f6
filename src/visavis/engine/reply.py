"""One turn of the persona: what is to be said, how far that is, and what was heard of it, to the word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from visavis.contract.token_usage import TokenUsage
from visavis.engine.clauses import Clause
from visavis.engine.playout import Playout, Utterance
from visavis.engine.thoughts import Thoughts
from visavis.providers.base import Spoken
from visavis.speech import Speech


class Kind(StrEnum):
    GREETING = "greeting"
    ANSWER = "answer"
    NUDGE = "nudge"
    """She speaks up because the user is silent."""
    FAREWELL = "farewell"
    """Nobody asks for anything any more; once it is said the session ends."""
    TALK = "talk"
    PASSTHROUGH = "passthrough"


@dataclass(slots=True)
class Line:
    """A clause and its sound."""

    clause: Clause
    utterance: Utterance
    by_model: str = ""
    """Of sound that the model made by itself: what it calls this utterance."""


@dataclass(slots=True)
class Milestones:
    """When the stages of this reply were done, in seconds on the conversation's clock; see TurnLatency, which
    has the same names."""

    first_token_s: float | None = None
    last_token_s: float | None = None
    voice_began_s: float | None = None
    voice_ended_s: float | None = None
    first_sound_s: float | None = None
    sound_sent_s: float | None = None
    picture_sent_s: float | None = None


@dataclass(slots=True)
class Reply:
    """What the persona is to say next. `text` may still be streaming in."""

    kind: Kind
    text: AsyncGenerator[str | Spoken, None] | None
    """To be spoken, unless the model speaks by itself."""
    sound: AsyncGenerator[Speech, None] | None = None
    """In place of text: what a client sends to be heard as it is."""
    correlation_id: str | None = None
    utterances: list[tuple[int, str]] = field(default_factory=list)
    """Of a streamed text: at which character each utterance begins, and the client's id for it."""
    interruptible: bool = True
    thoughts: Thoughts = field(default_factory=Thoughts)
    usage: TokenUsage | None = None
    """What the model has told by now of the questions that it was asked for this."""
    locks: int = 0
    """Tools at work that must not be interrupted."""
    acted: bool = False
    """Tools were called for it: it cannot be begun anew."""
    broke_off: bool = False
    """The model failed in the middle of it."""
    hangs_up: bool = False
    """Once it has been heard the session ends."""
    message_id: str = field(default_factory=lambda: str(uuid4()))
    lines: list[Line] = field(default_factory=list)
    milestones: Milestones = field(default_factory=Milestones)
    may_sound: asyncio.Event = field(default_factory=asyncio.Event)
    produced: bool = False
    """Everything has been said to the playout; nothing more will be queued."""
    sent: int = 0
    """Characters that the client has been told were heard."""
    pieces: int = 0
    """Messages that told it."""
    task: asyncio.Task[None] | None = None

    @property
    def was_heard(self) -> bool:
        return self.pieces > 0

    @property
    def start(self) -> int | None:
        """Playout position of its first sample. Lines before it may be silent, as code is; None: all are."""
        return next((line.utterance.start for line in self.lines if line.utterance.samples), None)

    def heard(self, playout: Playout) -> str:
        """The text that has really been heard, exact to the word."""
        return "".join(text for _, text in self.heard_lines(playout))

    def heard_lines(self, playout: Playout) -> Iterator[tuple[Line, str]]:
        """The same, line by line."""
        for line in self.lines:
            text, over = line.clause.text, playout.is_over(line.utterance)
            if not over or line.utterance.broken:
                text = text[: line.clause.source_end(playout.said(line.utterance))]
            yield line, text + " " if line.utterance.broken and text else text
            if not over:
                break

    def by_utterance(self, first: int, last: int) -> list[tuple[int, int, str | None]]:
        """The characters `first` to `last` of the text, cut where utterances begin: (first, last, id)."""
        cuts = [begin for begin, _ in self.utterances if first < begin < last]
        return [
            (begin, end, self._utterance_at(begin))
            for begin, end in zip([first, *cuts], [*cuts, last], strict=True)
        ]

    def _utterance_at(self, character: int) -> str | None:
        begun = [utterance_id for begin, utterance_id in self.utterances if begin <= character]
        return begun[-1] if begun else None

    def cancel(self) -> None:
        """Stop making it."""
        if self.task is not None:
            self.task.cancel()

    def is_over(self, playout: Playout) -> bool:
        return self.produced and all(playout.is_over(line.utterance) for line in self.lines)

"""What a model speaks by itself: its sound is played as it comes, its words count as heard along with it.

words     |One two |three fo|ur.|            of one utterance, as they come
sound     |------|----------|-----|          not timed to each other
heard     One two thr                        as if the words followed each other evenly
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from visavis.engine.clauses import Clause
from visavis.engine.playout import Playout, Utterance
from visavis.engine.reply import Line, Reply
from visavis.providers.base import LiveModel, Message, Role, Spoken
from visavis.providers.tts.rewriting import unchanged
from visavis.speech import Speech


class Finish(Protocol):
    def __call__(self, line: Line, *, broken: bool = False) -> None: ...


class Aloud:
    """The model's own utterances in one reply, one after the other."""

    def __init__(
        self, reply: Reply, queue: Callable[[Reply, Line, Speech], Awaitable[None]], finish: Finish
    ) -> None:
        self._reply, self._queue, self._finish = reply, queue, finish
        self._line: Line | None = None

    async def say(self, piece: Spoken) -> None:
        line = self._line
        if line is None or line.by_model != piece.utterance:
            self.end()
            line = self._line = Line(_clause(""), Utterance(""), piece.utterance)
            self._reply.lines.append(line)
        if piece.text:
            line.clause = _clause(line.clause.text + piece.text)
            line.utterance.spoken = line.clause.spoken
        if piece.speech is not None:
            await self._queue(self._reply, line, piece.speech)

    def end(self) -> None:
        """The present utterance is complete, unless the model failed."""
        line, self._line = self._line, None
        if line is not None:
            self._finish(line, broken=self._reply.broke_off or not line.utterance.samples)


def keep_informed(model: LiveModel, reply: Reply, playout: Playout) -> None:
    """It knows what it said itself, but not how much of that was heard, nor what other voices said."""
    for line in reply.lines:
        if line.by_model and (line.utterance.broken or not playout.is_over(line.utterance)):
            model.heard(line.by_model, playout.played_s(line.utterance))
    others = "".join(text for line, text in reply.heard_lines(playout) if not line.by_model).strip()
    if others:
        model.tell(Message(Role.ASSISTANT, others))


def _clause(text: str) -> Clause:
    return Clause(text, text, unchanged(text))

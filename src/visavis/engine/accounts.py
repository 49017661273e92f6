"""What came of the tokens of a session: those of answers that stand in the transcript go with their lines,
the rest is told as overhead.

answer heard to its end          ─▶ its line
answer cut off, or broken off    ─▶ its line, as far as the model was done · the rest: cut off
answer that nobody heard         ─▶ dropped: thought ahead in vain, stopped in time, or without a word
summary of the conversation      ─▶ summary
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from functools import partial

from visavis.contract.token_usage import Overhead, OverheadReason, TokenUsage
from visavis.engine.meter import Meter, Spent, characters_of
from visavis.engine.questions import Question
from visavis.engine.reply import Reply
from visavis.providers.base import ChatModel, Message, Piece


class Accounts:
    def __init__(self, meter: Meter, on_overhead: Callable[[Overhead], None]) -> None:
        self._meter, self._on_overhead = meter, on_overhead

    def answer(self, question: Question, reply: Reply) -> AsyncGenerator[Piece, None]:
        """Its pieces, but for what it took."""
        late = partial(self._told_late, reply)
        return self._meter.read(question.ask(late), question.characters, partial(self._answered, reply))

    def summary(self, model: ChatModel, messages: Sequence[Message]) -> AsyncGenerator[Piece, None]:
        """The same of a question that is no part of the conversation."""
        return self._meter.read(model.reply(messages), characters_of(messages), self._summarised)

    def unheard(self, reply: Reply) -> None:
        """Nobody will hear anything of it."""
        if reply.usage is not None:
            self._overhead(OverheadReason.DROPPED, Spent(reply.usage))

    def _answered(self, reply: Reply, spent: Spent) -> None:
        if spent.whole:
            reply.usage = spent.usage if reply.usage is None else reply.usage + spent.usage
        else:
            self._overhead(OverheadReason.CUT_OFF if reply.was_heard else OverheadReason.DROPPED, spent)

    def _told_late(self, reply: Reply, usage: TokenUsage) -> None:
        self._answered(reply, Spent(usage, whole=False))

    def _summarised(self, spent: Spent) -> None:
        self._overhead(OverheadReason.SUMMARY, spent)

    def _overhead(self, reason: OverheadReason, spent: Spent) -> None:
        self._on_overhead(Overhead(reason=reason, usage=spent.usage, estimated=spent.estimated))

"""What the persona has in mind: asks the model, and keeps one answer ready that may never be given.

silence      |--0.2 s--|-- the rest of the wait --|
speculation            |-- answer is being made --| kept if the words stayed the same, else dropped

A model that hears by itself is asked when the turn is over, before anybody knows its words; they decide then
whether what it says may be heard.

Dropped it leaves no trace: nothing of it was heard, told or remembered. A model that failed at it is asked
again once the turn is over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime
from functools import partial

from visavis.engine.accounts import Accounts
from visavis.engine.history import History, Instruction
from visavis.engine.production import Production
from visavis.engine.questions import Mind, Question
from visavis.engine.reply import Kind, Reply
from visavis.engine.rounds import Rounds
from visavis.providers.base import ProviderError, Spoken, TooLong

log = logging.getLogger(__name__)

UNKNOWN = ""
"""A guess, where whoever answers has heard the words by itself."""
APOLOGY = "Sorry, I lost my train of thought. Could you say that again?"


class Answering:
    """`now` tells the date, for those who are told when the user acted."""

    def __init__(
        self,
        rounds: Rounds,
        accounts: Accounts,
        mind: Mind,
        history: History,
        production: Production,
        on_trouble: Callable[[ProviderError], None],
        now: Callable[[], datetime],
    ) -> None:
        self._rounds, self._accounts, self._mind = rounds, accounts, mind
        self._history, self._production = history, production
        self._on_trouble, self._now = on_trouble, now
        self._user_acted_at = now()
        self._speculation: tuple[str, Reply | None] | None = None
        """What the user has probably said, and the answer to it; None: the model failed at that one."""

    def instructed(self, instruction: Instruction, kind: Kind, *, interruptible: bool = True) -> Reply:
        """Something to say that nobody asked for: a greeting, a nudge, a goodbye."""
        question = partial(self._mind.question, instruction=instruction)
        reply = self._reply(kind, question, otherwise=instruction.otherwise)
        reply.interruptible = interruptible
        return reply

    def answer(self, text: str, correlation_id: str) -> Reply:
        """The answer to the user's last turn, which stands in the history and is `text`."""
        self._user_acted_at = self._now()
        speculation, self._speculation = self._speculation, None
        if speculation is not None:
            guess, reply = speculation
            if reply is not None and (guess == UNKNOWN or _same(guess, text)):
                reply.correlation_id = correlation_id
                return reply
            if reply is not None:
                self._drop(reply)
        reply = self._reply(Kind.ANSWER, self._mind.question)
        reply.correlation_id = correlation_id
        return reply

    def speculate(self, guess: str) -> None:
        """The user may be done, and has probably said this: begin to answer, inaudibly.

        Asked again with the words that a slow recogniser still added, it begins anew.
        """
        if self._speculation is not None and _same(self._speculation[0], guess):
            return
        self.drop_speculation()
        if guess:
            self._begin(guess, partial(self._mind.question, user=guess))

    def anticipate(self) -> None:
        """The user is done, and the model heard them: begin to answer, inaudibly, while their words are
        written down."""
        self.drop_speculation()
        self._begin(UNKNOWN, self._mind.question)

    def drop_speculation(self) -> None:
        if self._speculation is not None and self._speculation[1] is not None:
            self._drop(self._speculation[1])
        self._speculation = None

    async def close(self) -> None:
        """Once what was thought ahead has come to its end."""
        reply = None if self._speculation is None else self._speculation[1]
        self.drop_speculation()
        if reply is not None and reply.task is not None:
            await asyncio.gather(reply.task, return_exceptions=True)

    def _drop(self, reply: Reply) -> None:
        reply.cancel()
        self._mind.take_back(reply)
        self._accounts.unheard(reply)

    def _begin(self, guess: str, question: Callable[[], Question]) -> None:
        reply = self._reply(Kind.ANSWER, question, guess=guess)
        self._production.begin(reply)
        self._speculation = (guess, reply)

    def _reply(
        self,
        kind: Kind,
        question: Callable[[], Question],
        *,
        otherwise: str = APOLOGY,
        guess: str | None = None,
    ) -> Reply:
        reply = Reply(kind, None)
        reply.text = self._thoughts(reply, question, otherwise, guess)
        return reply

    async def _thoughts(
        self, reply: Reply, question: Callable[[], Question], otherwise: str, guess: str | None
    ) -> AsyncGenerator[str | Spoken, None]:
        """Her words; where the model fails, `otherwise` takes their place. Where it fails at a guess that
        nobody has confirmed, nobody is told: it is asked again once the turn is over."""
        try:
            async with aclosing(self._words(reply, question)) as words:
                async for delta in words:
                    yield delta
        except ProviderError as error:
            if guess is not None and self._speculation is not None and self._speculation[0] == guess:
                self.drop_speculation()
                self._speculation = (guess, None)
                return
            reply.broke_off = True
            self._on_trouble(error)
            yield " " + otherwise

    async def _words(
        self, reply: Reply, question: Callable[[], Question]
    ) -> AsyncGenerator[str | Spoken, None]:
        """Of a model that cannot read all of the conversation, the answer to less and less of it."""
        while True:
            words = self._rounds.text(question(), reply, lambda: self._user_acted_at)
            try:
                async with aclosing(words):
                    async for delta in words:
                        yield delta
                return
            except TooLong as error:
                if reply.acted or not self._history.halve():
                    raise
                log.warning("the conversation is too long for the model, it is given half of it: %s", error)


def _same(one: str, other: str) -> bool:
    return one.lower().split() == other.lower().split()

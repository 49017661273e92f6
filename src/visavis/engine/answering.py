"""What the persona has in mind: asks the model, and keeps one answer ready that may never be given.

silence      |--0.2 s--|-- the rest of the wait --|
speculation            |-- answer is being made --| kept if the words stayed the same, else dropped

Dropped it leaves no trace: nothing of it was heard, told or remembered. A model that failed at it is asked
again once the turn is over.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

from visavis.engine.history import History, Instruction
from visavis.engine.patience import Patience, patiently
from visavis.engine.reply import Kind, Production, Reply
from visavis.providers.base import ChatModel, Message, ProviderError

APOLOGY = "Sorry, I lost my train of thought. Could you say that again?"


class Answering:
    def __init__(
        self,
        model: ChatModel,
        history: History,
        production: Production,
        patience: Patience,
        on_trouble: Callable[[ProviderError], None],
    ) -> None:
        self._model, self._history, self._production = model, history, production
        self._patience, self._on_trouble = patience, on_trouble
        self._speculation: tuple[str, Reply | None] | None = None
        """What the user has probably said, and the answer to it; None: the model failed at that one."""

    def instructed(self, instruction: Instruction, kind: Kind, *, interruptible: bool = True) -> Reply:
        """Something to say that nobody asked for: a greeting, a nudge, a goodbye."""
        messages = self._history.messages(instruction=instruction)
        thoughts = self._thoughts(messages, otherwise=instruction.otherwise)
        return Reply(kind, thoughts, interruptible=interruptible)

    def answer(self, text: str, correlation_id: str) -> Reply:
        """The answer to the user's last turn, which stands in the history and is `text`."""
        speculation, self._speculation = self._speculation, None
        if speculation is not None:
            guess, reply = speculation
            if reply is not None and _same(guess, text):
                reply.correlation_id = correlation_id
                return reply
            if reply is not None:
                reply.cancel()
        return Reply(Kind.ANSWER, self._thoughts(self._history.messages()), correlation_id=correlation_id)

    def speculate(self, guess: str) -> None:
        """The user may be done, and has probably said this: begin to answer, inaudibly.

        Asked again with the words that a slow recogniser still added, it begins anew.
        """
        if self._speculation is not None and _same(self._speculation[0], guess):
            return
        self.drop_speculation()
        if guess:
            reply = Reply(Kind.ANSWER, self._thoughts(self._history.messages(user=guess), guess=guess))
            self._production.begin(reply)
            self._speculation = (guess, reply)

    def drop_speculation(self) -> None:
        if self._speculation is not None and self._speculation[1] is not None:
            self._speculation[1].cancel()
        self._speculation = None

    async def _thoughts(
        self, messages: list[Message], *, otherwise: str = APOLOGY, guess: str | None = None
    ) -> AsyncGenerator[str, None]:
        """The model's words; where it fails, `otherwise` takes their place. Where it fails at a guess that
        nobody has confirmed, nobody is told: it is asked again once the turn is over."""
        try:
            async for delta in patiently(self._model.reply(messages), self._patience):
                yield delta
        except ProviderError as error:
            if guess is not None and self._speculation is not None and self._speculation[0] == guess:
                self.drop_speculation()
                self._speculation = (guess, None)
                return
            self._on_trouble(error)
            yield " " + otherwise


def _same(one: str, other: str) -> bool:
    return one.lower().split() == other.lower().split()

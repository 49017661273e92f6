"""What a model is asked: to read the conversation and say what comes next, or, where it hears, to go on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from visavis.contract.token_usage import TokenUsage
from visavis.engine.history import History, Instruction
from visavis.engine.meter import characters_of
from visavis.engine.reply import Reply
from visavis.providers.base import ChatModel, LiveModel, Message, Piece, Role, ToolCall, ToolOffer


class Question(Protocol):
    @property
    def characters(self) -> int | None:
        """That the model is given to read; None: nobody knows."""

    def ask(self, late: Callable[[TokenUsage], None]) -> AsyncGenerator[Piece, None]:
        """As ChatModel.reply and LiveModel.reply."""

    def learn(self, said: str, calls: tuple[ToolCall, ...], results: Sequence[Message]) -> None:
        """It said this and called these tools; the next answer knows what came of it."""


class Mind(Protocol):
    """Whom the persona asks what to say."""

    def question(self, *, user: str | None = None, instruction: Instruction | None = None) -> Question:
        """As History.messages."""

    def take_back(self, reply: Reply) -> None:
        """Nobody will hear anything of it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Implements `Mind` with a model that reads and writes."""

    model: ChatModel
    history: History
    tools: Sequence[ToolOffer]

    def question(self, *, user: str | None = None, instruction: Instruction | None = None) -> Question:
        return _Written(self.model, self.history.messages(user=user, instruction=instruction), self.tools)

    def take_back(self, reply: Reply) -> None:
        """It knows only what it is given to read."""


@dataclass(slots=True)
class _Written:
    model: ChatModel
    messages: list[Message]
    tools: Sequence[ToolOffer]

    @property
    def characters(self) -> int:
        return characters_of(self.messages, self.tools)

    def ask(self, late: Callable[[TokenUsage], None]) -> AsyncGenerator[Piece, None]:
        return self.model.reply(self.messages, self.tools)

    def learn(self, said: str, calls: tuple[ToolCall, ...], results: Sequence[Message]) -> None:
        self.messages = [*self.messages, Message(Role.ASSISTANT, said, calls), *results]


@dataclass(frozen=True, slots=True)
class Listener:
    """Implements `Mind` with a model that hears and speaks."""

    model: LiveModel

    def question(self, *, user: str | None = None, instruction: Instruction | None = None) -> Question:
        return _Heard(self.model, None if instruction is None else instruction.text)

    def take_back(self, reply: Reply) -> None:
        for line in reply.lines:
            if line.by_model:
                self.model.heard(line.by_model, 0.0)


@dataclass(slots=True)
class _Heard:
    model: LiveModel
    instruction: str | None

    @property
    def characters(self) -> None:
        """It hears, and keeps in mind by itself what it heard."""

    def ask(self, late: Callable[[TokenUsage], None]) -> AsyncGenerator[Piece, None]:
        return self.model.reply(self.instruction, late)

    def learn(self, said: str, calls: tuple[ToolCall, ...], results: Sequence[Message]) -> None:
        for result in results:
            self.model.tell(result)

"""One answer of the persona, from question to last word, with the tools that are called on the way.

model     |-- says, wants tools --|                    |-- says --|
tools                             |--- all at once ---|
she       "Let me see."               "One moment, …"  "It is on its way."
                                      after a while in which nothing was said
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from visavis.engine.accounts import Accounts
from visavis.engine.history import UNFINISHED
from visavis.engine.patience import Patience, patiently
from visavis.engine.questions import Question
from visavis.engine.reply import Reply
from visavis.engine.tools.tool import Then
from visavis.engine.tools.toolbox import Toolbox
from visavis.engine.tools.words import farewell, filler
from visavis.providers.base import Message, ProviderError, Role, Spoken, Stage, Thought, ToolCall

MOST_ROUNDS = 6
"""A model that still wants tools then is going in circles."""
FILLER_AFTER_S = 1.5
"""How long a tool may take without a word; silence on a line for longer sounds like a fault."""
BREATH = ""
"""A piece of text that ends the clause before it: what comes next may take a while."""


@dataclass(frozen=True, slots=True)
class Rounds:
    toolbox: Toolbox
    accounts: Accounts
    patience: Patience
    language: Callable[[], str]
    """That she speaks now."""
    fall_silent: Callable[[], None]
    """Drop what she says, and would say."""
    on_thought: Callable[[Reply], None] = lambda reply: None
    """The reply has thoughts that nobody has been told of, perhaps."""

    async def text(
        self, question: Question, reply: Reply, acted_at: Callable[[], datetime]
    ) -> AsyncGenerator[str | Spoken, None]:
        """What she says, for `reply`. Tools wait until it is her turn: the user may not have ended theirs.

        Raises ProviderError.
        """
        everything, filled = "", False
        for _ in range(MOST_ROUNDS):
            said, calls = "", []
            async with aclosing(
                patiently(
                    self.accounts.answer(question, reply), self.patience, may_be_silent=bool(everything)
                )
            ) as pieces:
                async for piece in pieces:
                    match piece:
                        case ToolCall():
                            calls.append(piece)
                        case Thought(thought):
                            reply.thoughts.think(thought)
                            self.on_thought(reply)
                        case str() if piece:
                            reply.thoughts.end()
                            self.on_thought(reply)
                            said += piece
                            yield piece
                        case Spoken():
                            reply.thoughts.end()
                            self.on_thought(reply)
                            said += piece.text
                            yield piece
            everything += said
            if not calls:
                return
            if said.strip():
                if not said[-1].isspace():
                    yield " "
                yield BREATH
            await reply.may_sound.wait()
            reply.acted = True
            errands = self.toolbox.begin(calls, reply, acted_at())
            results = [Message(Role.TOOL, UNFINISHED, answers=call.id) for call in errands.calls]
            try:
                silent = not filled and not everything.strip()
                if silent and not await errands.done_within(FILLER_AFTER_S):
                    filled = True
                    yield filler(self.language()) + " "
                    yield BREATH
                results = await errands.results()
            finally:
                errands.abandon()
                question.learn(said, errands.calls, results)
            match errands.then:
                case Then.ANSWER:
                    continue
                case Then.HANG_UP:
                    reply.hangs_up = True
                    if not everything.strip():
                        yield farewell(self.language())
                case Then.SILENCE:
                    self.fall_silent()
            return
        raise ProviderError(Stage.THINK, "llm", f"it still called tools after {MOST_ROUNDS} rounds")

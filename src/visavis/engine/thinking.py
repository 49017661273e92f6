"""When the persona thinks: ahead of the end of a turn, after it, or never, where her client does it for her.

silence        |-- may be over --|-- over, its words known --|
a reader             guess ······ kept or dropped · answer
a listener                       | anticipate ··· answer
"""

from __future__ import annotations

from collections.abc import Sequence

from visavis.engine.answering import Answering
from visavis.engine.history import History, Instruction
from visavis.engine.questions import Listener, Mind, Reader
from visavis.engine.reply import Kind, Reply
from visavis.engine.summary import Summary
from visavis.providers.base import ChatModel, LiveModel, Message, Role, ToolOffer


class Thinking:
    """Without an `answering` nobody thinks here: there is nothing that she would say by herself."""

    def __init__(self, answering: Answering | None, summary: Summary | None, live: LiveModel | None) -> None:
        self._answering, self._summary, self._live = answering, summary, live
        self._may_be_over = False

    # ---- ahead

    def may_be_over(self) -> None:
        """The user fell silent: what they said so far may be all. Who hears by itself needs no guess."""
        self._may_be_over = self._live is None

    def guess(self, text: str) -> None:
        """Begin to answer this, if the turn may be over: the user has probably said it."""
        if self._may_be_over and self._answering is not None:
            self._free_the_model()
            self._answering.speculate(text)

    def over(self, *, barge_in: bool) -> None:
        """The turn is; its words are being settled. To what cut in, perhaps nothing is to be answered."""
        self._may_be_over = False
        if self._live is not None and self._answering is not None and not barge_in:
            self._answering.anticipate()

    def drop(self) -> None:
        """What was thought ahead is not wanted."""
        self._may_be_over = False
        if self._answering is not None:
            self._answering.drop_speculation()

    # ---- what she says

    def instructed(self, instruction: Instruction, kind: Kind, *, interruptible: bool = True) -> Reply | None:
        """Something that nobody asked for."""
        if self._answering is None:
            return None
        return self._answering.instructed(instruction, kind, interruptible=interruptible)

    def answer(self, text: str, correlation_id: str) -> Reply | None:
        """To the user's last turn, which stands in the history and is `text`."""
        if self._answering is None:
            return None
        self._free_the_model()
        return self._answering.answer(text, correlation_id)

    # ---- what she learns

    def tell(self, role: Role, text: str) -> None:
        """Who hears by itself is told what cannot be heard."""
        if self._live is not None and text.strip():
            self._live.tell(Message(role, text.strip()))

    async def close(self) -> None:
        if self._answering is not None:
            await self._answering.close()
        if self._summary is not None:
            await self._summary.close()

    def _free_the_model(self) -> None:
        """An answer waits for nothing: a summary can be made later."""
        if self._summary is not None:
            self._summary.drop()


def mind_of(
    model: ChatModel | None, live: LiveModel | None, history: History, tools: Sequence[ToolOffer]
) -> Mind | None:
    """Of whoever is there to think; `live` comes first."""
    if live is not None:
        live.begin(history.messages, tools)
        return Listener(live)
    return None if model is None else Reader(model, history, tools)

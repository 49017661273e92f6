"""Keeps a long conversation in mind: while she speaks, the model puts the oldest of it into a few sentences.

history   |  oldest lines            | newest lines |      3/4 of what the model may read
          └── summary, a paragraph ──┘ newest lines |      and there is room again

Nobody waits for it: it is dropped when the user wants an answer meanwhile, and tried again later. Where that
never works, the oldest lines are forgotten as they are (History).
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing

from visavis.engine.accounts import Accounts
from visavis.engine.history import History
from visavis.providers.base import ChatModel, Message, ProviderError, Role

log = logging.getLogger(__name__)

FULL, KEPT = 3 / 4, 1 / 3
"""Of the room for lines: from when on it is written, and what stays of the newest lines, word for word."""
LIMIT_S = 30.0
MOST_CHARACTERS = 2_000
"""A model that says more has not understood."""

ORDER = (
    "You keep notes for an assistant that talks with a user. Summarise the conversation below in at most 150 "
    "words: who the user is, what they want, what was agreed, found out or promised, with names and numbers. "
    "Write plain sentences about 'the user' and 'the assistant', and nothing else."
)
NAMES = {Role.USER: "User", Role.ASSISTANT: "Assistant", Role.TOOL: "Result of a tool", Role.SYSTEM: "Note"}


class Summary:
    def __init__(self, history: History, model: ChatModel, accounts: Accounts) -> None:
        self._history, self._model, self._accounts = history, model, accounts
        self._task: asyncio.Task[None] | None = None

    def consider(self) -> None:
        """She has begun to speak: nobody needs the model for a while."""
        if self._task is None and self._history.characters > FULL * self._history.room:
            self._task = asyncio.create_task(self._write())
            self._task.add_done_callback(self._over)

    def drop(self) -> None:
        """Somebody needs the model."""
        if self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        self.drop()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._task = None

    async def _write(self) -> None:
        lines = self._history.oldest(round(KEPT * self._history.room))
        if not lines:
            return
        told = "\n".join(filter(None, map(_told, lines)))
        before = (
            f"Summary of what was said before: {self._history.summary}\n\n" if self._history.summary else ""
        )
        question = [Message(Role.SYSTEM, ORDER), Message(Role.USER, before + told)]
        try:
            async with asyncio.timeout(LIMIT_S):
                summary = await self._asked(question)
        except (ProviderError, TimeoutError) as error:
            log.warning("the conversation was not summarised: %s", error)
            return
        if summary:
            self._history.put_in_short(lines, summary)

    async def _asked(self, question: list[Message]) -> str:
        text = ""
        async with aclosing(self._accounts.summary(self._model, question)) as pieces:
            async for piece in pieces:
                if isinstance(piece, str):
                    text += piece
                if len(text) > MOST_CHARACTERS:
                    break
        return text[:MOST_CHARACTERS].strip()


def _told(line: Message) -> str:
    calls = " ".join(f"(calls {call.name}: {call.arguments})" for call in line.calls)
    said = f"{line.content} {calls}".strip()
    return f"{NAMES[line.role]}: {said}" if said else ""

"""A tool of the client: it is told of each call, and where that is wanted its answer is waited for.

The event that tells it is the toolbox's; a client that has no handler for the tool never answers. Old SDKs
cannot answer, or are not even told (`wire/dialect.py`): nobody waits for those.
"""

from __future__ import annotations

import asyncio
from typing import Any

from visavis.contract.tools import ClientTool
from visavis.engine.tools.tool import Call, Outcome, ToolFailed
from visavis.wire.datachannel import ToolResult
from visavis.wire.dialect import NEWEST, Dialect

TOLD = "The user's device has been told."
TOLD_IN_VAIN = "The user's device has been told, but it is too old to answer."
NOTHING = "It is done; there is nothing to tell about it."


class OnTheClient:
    def __init__(self, spec: ClientTool, dialect: Dialect = NEWEST) -> None:
        self.spec = spec
        self._dialect = dialect
        self._waiting: dict[str, asyncio.Future[ToolResult]] = {}

    @property
    def parameters(self) -> dict[str, Any]:
        return self.spec.parameters

    async def run(self, call: Call) -> Outcome:
        if not self._dialect.reads_of_tools:
            raise ToolFailed("The client's SDK is too old for tools")
        if not self.spec.await_result:
            return Outcome(TOLD, awaited=False)
        if not self._dialect.answers_tools:
            return Outcome(TOLD_IN_VAIN, awaited=False)
        answer = self._waiting[call.id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.spec.timeout_s):
                said = await answer
        except TimeoutError:
            raise ToolFailed(f"The client gave no answer within {self.spec.timeout_s:g} s") from None
        finally:
            del self._waiting[call.id]
        if said.error is not None:
            raise ToolFailed(said.error, by_client=True)
        return Outcome(said.result or NOTHING)

    def answer(self, said: ToolResult) -> None:
        """What comes too late, or is about somebody else's call, is passed over."""
        answer = self._waiting.get(said.tool_call_id)
        if answer is not None and not answer.done():
            answer.set_result(said)

    async def close(self) -> None:
        """Nothing is held."""

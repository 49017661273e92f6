"""The toolbox: what a model may call, and one call from the model's words to what came of it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from visavis.contract.tools import ClientTool, KnowledgeTool
from visavis.engine.history import History
from visavis.engine.reply import Reply
from visavis.engine.tools.arguments import read_arguments
from visavis.engine.tools.client import OnTheClient
from visavis.engine.tools.errands import Errands
from visavis.engine.tools.news import News
from visavis.engine.tools.tool import Call, Outcome, Tool, ToolFailed
from visavis.providers.base import ToolCall, ToolOffer
from visavis.wire.datachannel import ToolResult

log = logging.getLogger(__name__)

MOST_CALLS = 16
"""At once. A model that asks for more is beside itself."""
CUT_OFF = "The user cut in before it was done"
FAILED = "It failed: {error}. Say so in a few words if it matters, or go on without it."


class Toolbox:
    """`now` tells the date, for what is told to others."""

    def __init__(
        self, tools: Sequence[Tool], news: News, history: History, now: Callable[[], datetime]
    ) -> None:
        self._news, self._history, self._now = news, history, now
        self._tools = _by_name(tools)
        self.offers = tuple(_offer(name, tool) for name, tool in self._tools.items())
        self._ids: set[str] = set()
        self._running: set[asyncio.Task[Outcome]] = set()
        self._closing = False

    def begin(self, calls: Sequence[ToolCall], reply: Reply, user_acted_at: datetime) -> Errands:
        """Run what the model asked for, all at once."""
        calls = tuple(self._with_own_id(call) for call in calls[:MOST_CALLS])
        self._history.add_calls(calls)
        return Errands(
            calls, [self._task(call, reply, user_acted_at) for call in calls], self._may_be_cut_off
        )

    def _with_own_id(self, call: ToolCall) -> ToolCall:
        """All who hear of it tell calls apart by their ids, and some models number them anew in each turn."""
        if not call.id or call.id in self._ids:
            call = replace(call, id=f"call_{uuid4().hex}")
        self._ids.add(call.id)
        return call

    def client_answered(self, said: ToolResult) -> None:
        for tool in self._tools.values():
            if isinstance(tool, OnTheClient):
                tool.answer(said)

    def cancel(self) -> None:
        """The session ends; nobody waits any more."""
        self._closing = True
        for running in self._running:
            running.cancel()

    async def close(self) -> None:
        self.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await asyncio.gather(*(tool.close() for tool in self._tools.values()))

    def _may_be_cut_off(self, call: ToolCall) -> bool:
        """When the user cuts in by other means than the voice, which is not heard meanwhile."""
        tool = self._tools.get(call.name)
        return tool is None or not tool.spec.disable_interruptions

    def _task(self, call: ToolCall, reply: Reply, user_acted_at: datetime) -> asyncio.Task[Outcome]:
        task = asyncio.create_task(self._run(call, reply, user_acted_at))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _run(self, asked: ToolCall, reply: Reply, user_acted_at: datetime) -> Outcome:
        """Whatever happens, the model is told of it."""
        tool = self._tools.get(asked.name)
        if tool is None:
            self._news.unknown(asked.name)
            outcome = Outcome(f"There is no tool {asked.name}; there are {', '.join(self._tools)}")
        else:
            call = Call(
                id=asked.id,
                spec=tool.spec,
                arguments={},
                exchange=self._history.exchange,
                correlation_id=reply.correlation_id or str(uuid4()),
                user_acted_at=user_acted_at,
                started_at=self._now(),
            )
            reply.locks += tool.spec.disable_interruptions
            try:
                outcome = await self._run_tool(tool, asked, call)
            finally:
                reply.locks -= tool.spec.disable_interruptions
        self._history.settle(asked.id, outcome.result)
        return outcome

    async def _run_tool(self, tool: Tool, asked: ToolCall, call: Call) -> Outcome:
        try:
            arguments = read_arguments(asked.arguments, tool.parameters)
        except ToolFailed as error:  # a client that is told of its start would do it
            self._news.failed(call, str(error), tell_client=not isinstance(call.spec, ClientTool))
            return Outcome(f"{error}.")
        call = replace(call, arguments=arguments)
        self._news.started(call)
        try:
            outcome = await tool.run(call)
        except asyncio.CancelledError:
            self._cut_off(call)
            raise
        except ToolFailed as error:
            return self._failed(call, error)
        except Exception:
            log.exception("the tool %s failed", call.spec.name)
            return self._failed(call, ToolFailed("It failed on this server"))
        if outcome.awaited:
            self._news.completed(call, outcome)
        else:
            self._news.left_open(call)
        return outcome

    def _failed(self, call: Call, error: ToolFailed) -> Outcome:
        self._news.failed(call, str(error), tell_client=not error.by_client)
        return Outcome(told(error))

    def _cut_off(self, call: Call) -> None:
        if self._closing:
            self._news.left_open(call)
        else:
            self._news.failed(call, CUT_OFF, tell_client=not isinstance(call.spec, ClientTool))


def told(error: ToolFailed) -> str:
    """What a model reads of a tool that failed."""
    return FAILED.format(error=str(error).rstrip("."))


def _by_name(tools: Sequence[Tool]) -> dict[str, Tool]:
    """Under names that all models take."""
    named: dict[str, Tool] = {}
    for tool in tools:
        name = plain = re.sub(r"[^a-zA-Z0-9_-]", "_", tool.spec.name)[:60]
        number = 1
        while name in named:
            number += 1
            name = f"{plain}_{number}"
        named[name] = tool
    return named


def _offer(name: str, tool: Tool) -> ToolOffer:
    nothing = {"type": "object", "properties": {}}
    return ToolOffer(
        name=name,
        description=tool.spec.description,
        parameters=tool.parameters or nothing,
        finds_knowledge=isinstance(tool.spec, KnowledgeTool),
    )

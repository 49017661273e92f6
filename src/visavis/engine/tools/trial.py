"""A webhook called outside of any conversation, just as one would call it, and all that came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from visavis.contract.tools import ToolTrial, TriedTool
from visavis.engine.tools.arguments import read_arguments
from visavis.engine.tools.tool import Call, ToolFailed
from visavis.engine.tools.toolbox import told
from visavis.engine.tools.webhook import ByWebhook
from visavis.guarded_http import GuardedTransport


async def try_tool(trial: ToolTrial, clock: Callable[[], float]) -> TriedTool:
    """Its answer is waited for, also where no conversation would. `clock` in seconds."""
    began = clock()
    status = _LastStatus(GuardedTransport(trial.tool.allowed_hosts))
    webhook = ByWebhook(trial.tool.model_copy(update={"await_response": True}), status)
    error = None
    try:
        result = await _call(webhook, trial)
    except ToolFailed as failure:
        error = str(failure)
        result = told(failure)
    finally:
        await webhook.close()
    return TriedTool(status=status.seen, seconds=clock() - began, result=result, error=error)


async def _call(webhook: ByWebhook, trial: ToolTrial) -> str:
    """Raises ToolFailed."""
    arguments = read_arguments(json.dumps(trial.arguments), webhook.parameters)
    at = datetime.now(UTC)
    call = Call("trial", webhook.spec, arguments, 0, "trial", user_acted_at=at, started_at=at)
    return (await webhook.run(call)).result


class _LastStatus(httpx.AsyncBaseTransport):
    """Lets everything through, and remembers what was answered last."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.seen: int | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.seen = None
        response = await self._inner.handle_async_request(request)
        self.seen = response.status_code
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

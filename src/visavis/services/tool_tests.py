"""Calling a stored tool to see what comes of it, as a conversation would: an engine does it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from visavis.contract.tools import ToolTrial, TriedTool, WebhookTool
from visavis.services.errors import Busy, Forbidden, Unprocessable
from visavis.services.placement import NoEngine, Placement
from visavis.services.session_tools import stored_tool
from visavis.services.tool_headers import HARMLESS, REDACTED
from visavis.services.tools import get_tool
from visavis.services.wing import ControlWing

SHORTEST_SECRET = 6
"""Of the parts of a header: hiding what is shorter would only spoil the answer."""


@dataclass(frozen=True, slots=True)
class ToolTest:
    tried: TriedTool
    """Without the tool's secrets, also where the webhook said them."""
    awaited: bool
    """Whether a conversation would wait for this answer."""


async def call_stored(
    wing: ControlWing, placement: Placement, organization_id: str, tool_id: str, arguments: dict[str, Any]
) -> ToolTest:
    """Raises NotFound, Forbidden for stock tools, Unprocessable for what is no webhook, Busy."""
    async with wing.database.transaction() as session:
        view = await get_tool(session, organization_id, tool_id)
    if view.tool.organization_id is None:
        raise Forbidden("System tools cannot be tested; they act on a conversation")
    tool = stored_tool(wing, view.tool)
    if not isinstance(tool, WebhookTool):
        raise Unprocessable("Only webhooks can be called without a conversation")
    try:
        tried = await placement.try_tool(ToolTrial(tool=tool, arguments=arguments))
    except NoEngine as error:
        raise Busy(f"The tool could not be called: {error}") from None
    return ToolTest(_without(tried, list(_secrets_of(tool))), tool.await_response)


def _secrets_of(tool: WebhookTool) -> Iterable[str]:
    """Whole values of headers and their words ("Bearer …"), also as JSON would write them."""
    for name, sealed in tool.headers.items():
        value = sealed.get_secret_value()
        if name.lower() not in HARMLESS:
            for part in (value, *value.split()):
                yield from {part, json.dumps(part)[1:-1]}


def _without(tried: TriedTool, secrets: Iterable[str]) -> TriedTool:
    hidden = sorted({secret for secret in secrets if len(secret) >= SHORTEST_SECRET}, key=len, reverse=True)

    def cleaned(text: str) -> str:
        for secret in hidden:
            text = text.replace(secret, REDACTED)
        return text

    error = tried.error and cleaned(tried.error)
    return tried.model_copy(update={"result": cleaned(tried.result), "error": error})

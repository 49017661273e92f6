"""A session's toolbox, from what its spec says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ClientTool, KnowledgeTool, ToolSpec, WebhookTool
from visavis.engine.history import History
from visavis.engine.outlet import Outlet
from visavis.engine.tools.client import OnTheClient
from visavis.engine.tools.knowledge import InTheLibrary, Library
from visavis.engine.tools.news import News
from visavis.engine.tools.system import OnTheConversation
from visavis.engine.tools.tool import Tool
from visavis.engine.tools.toolbox import Toolbox
from visavis.engine.tools.webhook import ByWebhook
from visavis.wire.dialect import dialect


def toolbox(
    spec: SessionSpec,
    *,
    outlet: Outlet,
    history: History,
    wait: Callable[[float], None],
    library: Library | None,
    now: Callable[[], datetime],
) -> Toolbox:
    """`library` None: there are no documents here, and tools that search them are left out."""

    spoken = dialect(spec.client.name, spec.client.version)

    def made(tool: ToolSpec) -> Tool | None:
        if isinstance(tool, ClientTool):
            return OnTheClient(tool, spoken)
        if isinstance(tool, WebhookTool):
            return ByWebhook(tool)
        if isinstance(tool, KnowledgeTool):
            return None if library is None else InTheLibrary(tool, library)
        return OnTheConversation(tool, wait=wait, listen_in=outlet.listen_in)

    tools = [tool for tool in map(made, spec.tools) if tool is not None]
    return Toolbox(tools, News(spec.session_id, outlet, now), history, now)

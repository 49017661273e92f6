"""What users, clients and libraries do in conversations with tools, and what was told of it."""

import asyncio
from dataclasses import dataclass, field

from visavis.contract.knowledge import Snippet
from visavis.contract.tools import ClientTool, KnowledgeTool, SystemTool
from visavis.providers.base import Role, ToolCall
from visavis.wire.datachannel import ToolResult
from visavis.wire.tool_calls import ToolCallCompleted, ToolCallFailed, ToolCallStarted

SEATS = ClientTool(
    name="free_seats",
    description="How many seats are free.",
    parameters={"type": "object", "properties": {"show": {"type": "string"}}, "required": ["show"]},
    await_result=True,
    timeout_s=5,
)
SHOW_MAP = ClientTool(name="show_map")
DOCS = KnowledgeTool(name="look_up", group_ids=("g1",))
WANTS_SEATS = ToolCall("c1", "free_seats", '{"show": "Tosca"}')
LOOKS_UP = ToolCall("c2", "look_up", '{"query": "opening hours"}')
HOURS = Snippet(filename="FAQs.docx", text="We open at nine.", score=0.82)


@dataclass
class ScriptedLibrary:
    found: tuple = (HOURS,)
    takes_s: float = 0.1
    error: Exception | None = None
    asked: list = field(default_factory=list)

    async def search(self, group_ids, question, limit):
        self.asked.append((tuple(group_ids), question))
        await asyncio.sleep(self.takes_s)
        if self.error is not None:
            raise self.error
        return self.found


def system(action):
    return SystemTool(name=action, action=action)


def typed(text="How many seats are free?", *, seconds=0.3):
    """The user types, and then waits for so long."""

    async def script(scene):
        scene.conversation.user_message(text)
        await scene.pass_time(seconds)
        await scene.until_silent()

    return script


def answers_after(seconds, result=None, error=None, call_id="c1"):
    """The user types; the client answers the call so many seconds later."""

    async def script(scene):
        scene.conversation.user_message("How many seats are free?")
        await scene.pass_time(0.2 + seconds)
        scene.conversation.tool_result(ToolResult(call_id, result, error))
        await scene.until_silent()

    return script


def told(scene):
    """The events about tools, as a client gets them."""
    return [
        m
        for m in scene.outlet.messages
        if isinstance(m, ToolCallStarted | ToolCallCompleted | ToolCallFailed)
    ]


def kinds(scene):
    return [message.kind for message in told(scene)]


def results(scene, asked=-1):
    return [m.content for m in scene.model.asked[asked] if m.role is Role.TOOL]

"""Tools as the public API takes and shows them.

Beside the contract's {type, name, description, config} the flat shape of inline tools is understood, which is
also what the public MCP server sends: {type: "server", subtype: "webhook", name, url, method, …}.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.services.options import Body
from visavis.services.tool_kinds import (
    CONFIG_FIELDS,
    ToolConfig,
    ToolConfigChanges,
    ToolDescription,
    ToolName,
    ToolType,
)
from visavis.services.tool_tests import ToolTest
from visavis.services.tools import ToolView
from visavis.store.tables import Tool

FLAT_TYPES = {
    ("client", None): "CLIENT",
    ("server", "knowledge"): "SERVER_RAG",
    ("server", "webhook"): "SERVER_WEBHOOK",
    ("system", None): "SYSTEM",
}
OTHER_NAMES = {"folderIds": "documentFolderIds"}
IN_CONFIG = CONFIG_FIELDS | set(OTHER_NAMES)


class ToolUpdate(Body):
    also_read = IN_CONFIG | {"subtype"}

    name: ToolName = ""
    description: ToolDescription = ""
    type: ToolType = "CLIENT"
    disable_interruptions: bool = False
    config: ToolConfigChanges = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, body: Any) -> Any:
        """What stands beside `config` and belongs into it, put into it."""
        if not isinstance(body, dict) or not isinstance(body.get("config", {}), dict):
            return body
        type, subtype = body.get("type"), body.get("subtype")
        if isinstance(type, str) and isinstance(subtype, str | None):
            body = body | {"type": FLAT_TYPES.get((type, subtype), type)}
        config = {OTHER_NAMES.get(name, name): body[name] for name in IN_CONFIG if name in body}
        config |= {OTHER_NAMES.get(name, name): value for name, value in body.get("config", {}).items()}
        return body | {"config": config} if config or "config" in body else body

    def given(self) -> dict[str, Any]:
        """What the request said, under the names of the table, without type and config."""
        return self.model_dump(exclude_unset=True, exclude={"type", "config"})

    @property
    def given_type(self) -> ToolType | None:
        return self.type if "type" in self.model_fields_set else None

    @property
    def given_config(self) -> dict[str, Any] | None:
        return self.config if "config" in self.model_fields_set else None


class ToolCreate(ToolUpdate):
    name: ToolName
    description: ToolDescription
    type: ToolType
    config: ToolConfig = Field(default_factory=dict)


class ToolOfPersona(Answer):
    id: Uuid
    name: str
    description: str
    type: ToolType
    config: ToolConfig
    disable_interruptions: bool
    created_at: Timestamp
    updated_at: Timestamp


class ToolAnswer(ToolOfPersona):
    usage_count: int
    built_in: bool
    """It belongs to the server, and cannot be changed. Ours, like the test of a tool."""


class ToolTestCall(Body):
    arguments: dict[str, Any] = Field(default_factory=dict)
    """As a model would write them."""


class ToolTestAnswer(Answer):
    http_status: int | None
    """null: nothing answered."""
    duration_seconds: float
    result: str
    """What a model would read."""
    error_message: str | None
    awaited: bool
    """Whether a conversation would wait for it."""


def tool_of_persona(tool: Tool) -> ToolOfPersona:
    return ToolOfPersona(
        id=tool.id,
        name=tool.name,
        description=tool.description,
        type=tool.type,
        config=tool.config,
        disable_interruptions=tool.disable_interruptions,
        created_at=tool.created_at,
        updated_at=tool.updated_at,
    )


def tool_answer(view: ToolView) -> ToolAnswer:
    return ToolAnswer(
        **dict(tool_of_persona(view.tool)),
        usage_count=view.usage_count,
        built_in=view.tool.organization_id is None,
    )


def tool_test_answer(test: ToolTest) -> ToolTestAnswer:
    tried = test.tried
    return ToolTestAnswer(
        http_status=tried.status,
        duration_seconds=round(tried.seconds, 3),
        result=tried.result,
        error_message=tried.error,
        awaited=test.awaited,
    )

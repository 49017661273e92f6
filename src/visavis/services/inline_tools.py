"""Tools that a session brings along instead of naming stored ones. Fields beside these are passed over."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic.alias_generators import to_camel

from visavis.services.options import Lenient
from visavis.services.tool_kinds import GroupIds, Headers, Method

LARGEST_SCHEMA = 10_000
"""Bytes of UTF-8 that a JSON Schema of an inline tool may have; those of stored tools have no limit."""
MOST_TOOLS = 100
NEEDED = {"knowledge": ("document_folder_ids",), "webhook": ("url", "method")}
"""Of a server tool, by its subtype."""


def _small(schema: dict[str, Any]) -> dict[str, Any]:
    if len(json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()) > LARGEST_SCHEMA:
        raise ValueError(f"a JSON Schema of an inline tool may have {LARGEST_SCHEMA} bytes at most")
    return schema


Schema = Annotated[dict[str, Any], AfterValidator(_small)]


class InlineTool(Lenient):
    """`client`, `system`, or `server` with a subtype. One class, because the contract has one."""

    type: Literal["client", "server", "system"]
    subtype: Literal["knowledge", "webhook"] | None = None
    name: Annotated[str, Field(min_length=1)]
    description: Annotated[str, Field(max_length=1024)] | None = None
    parameters: Schema | None = None
    query_parameters: Schema | None = None
    disable_interruptions: bool | None = None
    # client
    await_result: bool | None = None
    tool_timeout_seconds: Annotated[float, Field(ge=1, le=600)] | None = None
    # knowledge
    document_folder_ids: GroupIds | None = None
    # webhook
    url: Annotated[str, Field(pattern=r"^https?://[^/\s]", max_length=4000)] | None = None
    method: Method | None = None
    headers: Headers | None = None
    await_response: bool | None = None

    @property
    def group_ids(self) -> list[str]:
        return [str(id) for id in self.document_folder_ids or ()]

    @model_validator(mode="after")
    def _complete(self) -> InlineTool:
        if self.type == "server" and self.subtype is None:
            raise ValueError("a server tool needs the subtype knowledge or webhook")
        for field in NEEDED.get(self.subtype or "", ()) if self.type == "server" else ():
            if getattr(self, field) is None:
                raise ValueError(f"a {self.subtype} tool needs {to_camel(field)}")
        return self


def _different(tools: list[InlineTool]) -> list[InlineTool]:
    if len({tool.name for tool in tools}) < len(tools):
        raise ValueError("two tools have the same name")
    return tools


InlineTools = Annotated[list[InlineTool], Field(max_length=MOST_TOOLS), AfterValidator(_different)]

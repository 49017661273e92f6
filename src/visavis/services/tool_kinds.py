"""The four kinds of tools, and what each is configured with."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationError

from visavis.services.errors import Invalid
from visavis.services.ignored import ignore
from visavis.services.options import Lenient, Shown
from visavis.services.unused_fields import unused_fields

ToolType = Literal["CLIENT", "SERVER_RAG", "SERVER_WEBHOOK", "SYSTEM"]
ToolName = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-zA-Z0-9_.-]+$")]
ToolDescription = Annotated[str, Field(min_length=1, max_length=1024)]
Method = Literal["GET", "POST", "PUT", "DELETE", "PATCH"]

MOST_GROUPS = 100
MOST_HEADERS = 100

HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def _sendable(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a header")
        if not HEADER_VALUE.fullmatch(value):
            raise ValueError(f"the value of {name} cannot be sent in a header")
    if len({name.lower() for name in headers}) < len(headers):
        raise ValueError("a header is named twice")
    return headers


GroupId = Annotated[UUID, Field(strict=False)]
GroupIds = Annotated[list[GroupId], Field(min_length=1, max_length=MOST_GROUPS)]
Headers = Annotated[dict[str, str], Field(max_length=MOST_HEADERS), AfterValidator(_sendable)]


class ClientToolConfig(Lenient):
    parameters: dict[str, Any] | None = None
    """JSON Schema of what the LLM fills in."""
    await_result: bool | None = None
    tool_timeout_seconds: Annotated[float, Field(ge=1, le=600)] | None = None


class RagToolConfig(Lenient):
    document_folder_ids: GroupIds


class WebhookToolConfig(Lenient):
    """The last three are of inline tools in the public contract, and kept for stored ones too."""

    url: Annotated[str, Field(min_length=1, max_length=4000, json_schema_extra={"format": "uri"})]
    method: Method
    headers: Headers | None = None
    body_template: str | None = None
    parameters: dict[str, Any] | None = None
    query_parameters: dict[str, Any] | None = None
    await_response: bool | None = None


class SystemToolConfig(Lenient):
    action: Literal["end_call", "interrupt"]


CONFIGS: dict[str, type[Lenient]] = {
    "CLIENT": ClientToolConfig,
    "SERVER_RAG": RagToolConfig,
    "SERVER_WEBHOOK": WebhookToolConfig,
    "SYSTEM": SystemToolConfig,
}

CONFIG_FIELDS = frozenset(
    field.alias or name for config in CONFIGS.values() for name, field in config.model_fields.items()
)
"""Under their public names."""


ToolConfig = Annotated[dict[str, Any], Shown(tuple(CONFIGS.values()))]
"""The tool's type decides which of them it is."""
ToolConfigChanges = Annotated[dict[str, Any], Shown(tuple(CONFIGS.values()), changes=True)]


def checked_config(type: str, config: dict[str, Any]) -> dict[str, Any]:
    """Under its public names, without what a tool of this kind does not know. Raises Invalid."""
    try:
        known = CONFIGS[type].model_validate(config)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(["config", *(str(part) for part in first["loc"])])
        reason = first["msg"].removeprefix("Value error, ")
        raise Invalid(where, f"{reason} (of a {type} tool)") from None
    ignore(f"config.{path}" for path in unused_fields(known, config))
    return known.model_dump(mode="json", by_alias=True, exclude_unset=True)

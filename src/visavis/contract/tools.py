"""The tools of a session, each with all that is needed to call it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_serializer

from visavis.contract.frozen import Frozen

Method = Literal["GET", "POST", "PUT", "DELETE", "PATCH"]
SystemAction = Literal["end_call", "change_language", "skip_turn", "interrupt"]


class _Tool(Frozen):
    name: str
    description: str = ""
    """When the model should call it, in the words of the persona's author."""
    disable_interruptions: bool = False
    """While it runs, the user cannot cut in."""


class ClientTool(_Tool):
    """Something that the client does: it is told, and may answer."""

    kind: Literal["client"] = "client"
    parameters: dict[str, Any] = Field(default_factory=dict)
    """JSON Schema; {}: none."""
    await_result: bool = False
    timeout_s: float = 10.0


LONGEST_WEBHOOK_S = 60.0
"""The documented cap, from the look-up of the name to the last byte."""


class WebhookTool(_Tool):
    """A request to an address of the persona's owner."""

    kind: Literal["webhook"] = "webhook"
    url: str
    method: Method
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    """They hold credentials."""
    parameters: dict[str, Any] = Field(default_factory=dict)
    """JSON Schema of what goes into the body, or into the query where a method has no body."""
    query_parameters: dict[str, Any] = Field(default_factory=dict)
    """JSON Schema of what goes into the query in any case."""
    body_template: str | None = None
    await_response: bool = True
    allowed_hosts: tuple[str, ...] = ()
    """Hosts that are no public ones and may be reached all the same."""

    @field_serializer("headers", when_used="json")
    def _unsealed_for_the_engine(self, headers: dict[str, SecretStr]) -> dict[str, str]:
        return {name: value.get_secret_value() for name, value in headers.items()}


class KnowledgeTool(_Tool):
    """A search of the organization's documents."""

    kind: Literal["knowledge"] = "knowledge"
    group_ids: tuple[str, ...]


class SystemTool(_Tool):
    """Something that she does with the conversation itself."""

    kind: Literal["system"] = "system"
    action: SystemAction


class ToolTrial(Frozen):
    """A webhook that is to be called outside of any conversation, to see what comes of it."""

    tool: WebhookTool
    arguments: dict[str, Any]


class TriedTool(Frozen):
    status: int | None
    """Of the last answer, behind all redirects; None where nothing answered."""
    seconds: float
    result: str
    """What a model reads of it."""
    error: str | None = None
    """Why it failed, in a sentence."""


ToolSpec = Annotated[ClientTool | WebhookTool | KnowledgeTool | SystemTool, Field(discriminator="kind")]

"""The tools of a session: stored ones, those that it brings along, and a search of its knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.tools import ClientTool, KnowledgeTool, SystemAction, SystemTool, ToolSpec, WebhookTool
from visavis.services.errors import Invalid
from visavis.services.inline_tools import InlineTool
from visavis.services.knowledge_groups import check_groups
from visavis.services.session_request import PersonaConfig
from visavis.services.tool_headers import unseal_headers
from visavis.services.tool_kinds import ClientToolConfig, RagToolConfig, SystemToolConfig, WebhookToolConfig
from visavis.services.tools import usable_tools
from visavis.services.wing import ControlWing
from visavis.store.tables import PersonaTool, Tool

SEARCH = "search_knowledge"
SEARCH_DESCRIPTION = (
    "Searches the documents that you were given. Call it when you are asked about something that you were "
    "not told, and say in passing which document an answer is from. What is not found there you do not know."
)
DEFAULT_TIMEOUT_S = 10.0


async def tools_of(
    wing: ControlWing, session: AsyncSession, organization_id: str, config: PersonaConfig
) -> tuple[ToolSpec, ...]:
    """With the secrets of webhooks unsealed. Raises Invalid for what is not there, and for two of one name.

    Addresses of inline webhooks are not looked at: see `check_addresses`.
    """
    stored = await usable_tools(session, organization_id, config.tool_ids or (), "personaConfig.toolIds")
    tools = [stored_tool(wing, tool) for tool in stored]
    for number, tool in enumerate(config.tools or ()):
        path = f"personaConfig.tools.{number}"
        await check_groups(session, organization_id, tool.group_ids, f"{path}.documentFolderIds")
        tools.append(_inline(wing, tool, path))
    names = {tool.name for tool in tools}
    if len(names) < len(tools):
        raise Invalid("personaConfig.tools", "A tool has the same name as one in toolIds")
    if config.knowledge:
        groups = tuple(str(id) for id in config.knowledge)
        tools.append(
            KnowledgeTool(name=_unused(SEARCH, names), description=SEARCH_DESCRIPTION, group_ids=groups)
        )
    return tuple(tools)


async def check_addresses(wing: ControlWing, tools: Sequence[InlineTool]) -> None:
    """Raises Invalid for a webhook that would not be reached."""
    for number, tool in enumerate(tools):
        if tool.url is not None:
            await wing.outgoing.check(tool.url, f"personaConfig.tools.{number}.url")


async def tools_of_persona(session: AsyncSession, persona_id: str) -> Sequence[str]:
    """Their ids, in the order in which the persona was given them."""
    statement = (
        select(PersonaTool.tool_id).where(PersonaTool.persona_id == persona_id).order_by(PersonaTool.position)
    )
    return (await session.scalars(statement)).all()


def stored_tool(wing: ControlWing, tool: Tool) -> ToolSpec:
    """As an engine is told of it: a webhook's secrets are unsealed."""
    said = {
        "name": tool.name,
        "description": tool.description,
        "disable_interruptions": tool.disable_interruptions,
    }
    match tool.type:
        case "CLIENT":
            client = ClientToolConfig.model_validate(tool.config)
            return ClientTool(
                **said,
                parameters=client.parameters or {},
                await_result=bool(client.await_result),
                timeout_s=client.tool_timeout_seconds or DEFAULT_TIMEOUT_S,
            )
        case "SERVER_WEBHOOK":
            hook = WebhookToolConfig.model_validate(tool.config)
            return WebhookTool(
                **said,
                url=hook.url,
                method=hook.method,
                headers=_secret(unseal_headers(wing.keyring, tool.sealed_headers)),
                parameters=hook.parameters or {},
                query_parameters=hook.query_parameters or {},
                body_template=hook.body_template,
                await_response=hook.await_response is not False,
                allowed_hosts=tuple(wing.settings.allowed_hosts),
            )
        case "SERVER_RAG":
            folders = RagToolConfig.model_validate(tool.config).document_folder_ids
            return KnowledgeTool(**said, group_ids=tuple(str(id) for id in folders))
    return SystemTool(**said, action=SystemToolConfig.model_validate(tool.config).action)


def _inline(wing: ControlWing, tool: InlineTool, path: str) -> ToolSpec:
    said = {
        "name": tool.name,
        "description": tool.description or "",
        "disable_interruptions": bool(tool.disable_interruptions),
    }
    if tool.type == "client":
        return ClientTool(
            **said,
            parameters=tool.parameters or {},
            await_result=bool(tool.await_result),
            timeout_s=tool.tool_timeout_seconds or DEFAULT_TIMEOUT_S,
        )
    if tool.subtype == "knowledge" and tool.type == "server":
        return KnowledgeTool(**said, group_ids=tuple(tool.group_ids))
    if tool.url is not None and tool.method is not None and tool.type == "server":
        return WebhookTool(
            **said,
            url=tool.url,
            method=tool.method,
            headers=_secret(tool.headers or {}),
            parameters=tool.parameters or {},
            query_parameters=tool.query_parameters or {},
            await_response=tool.await_response is not False,
            allowed_hosts=tuple(wing.settings.allowed_hosts),
        )
    for action in get_args(SystemAction):
        if tool.name == action:
            return SystemTool(**said, action=action)
    known = ", ".join(get_args(SystemAction))
    raise Invalid(f"{path}.name", f"There is no system tool of this name; there are {known}")


def _secret(headers: dict[str, str]) -> dict[str, SecretStr]:
    return {name: SecretStr(value) for name, value in headers.items()}


def _unused(name: str, taken: Iterable[str]) -> str:
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}_{number}"
    return unused

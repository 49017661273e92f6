"""LLMs: those of this server, and those that organizations bring, with their addresses and sealed secrets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.spec import ASSUMED_CONTEXT_TOKENS, LlmSpec
from visavis.services import stock
from visavis.services.default_llm import describe
from visavis.services.errors import Forbidden, Invalid, NotFound
from visavis.services.live_llms import LIVE, azure_spec, is_live, live_spec
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.vendor_access import VendorAccess
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.queries import usable
from visavis.store.secrets import NotSealedHere
from visavis.store.tables import Llm

Protocol = Literal["openai", "azure_openai", "gemini", "anthropic"]

OWN = "own"
WITHOUT_MODEL = ("none", LIVE)
"""Formats that need neither an address nor a model."""
PROTOCOLS: dict[str, Protocol] = {
    "openai": "openai",
    "groq_openai": "openai",
    "custom": "openai",
    "azure_openai": "azure_openai",
    "gemini": "gemini",
    "anthropic": "anthropic",
}
"""What each format speaks that reads and writes."""
KNOWN_URLS = {
    "openai": "https://api.openai.com/v1/chat/completions",
    "groq_openai": "https://api.groq.com/openai/v1/chat/completions",
    "gemini": "https://generativelanguage.googleapis.com/v1beta",
    "anthropic": "https://api.anthropic.com/v1/messages",
}
"""Where a format's vendor is reached; for requests that name no address."""
ENDPOINTS = ("/chat/completions", "/v1/messages", "/realtime")
"""Ends of addresses that name one operation; the SDKs put them there themselves."""


async def list_llms(
    session: AsyncSession,
    organization_id: str,
    request: PageRequest,
    *,
    search: str | None = None,
    include_defaults: bool = True,
) -> Page[Llm]:
    """An organization's own first, then stock."""
    statement = (
        select(Llm)
        .where(usable(Llm, organization_id))
        .order_by(Llm.organization_id.is_(None), Llm.created_at, Llm.id)
    )
    if search:
        statement = statement.where(Llm.display_name.icontains(search, autoescape=True))
    if not include_defaults:
        statement = statement.where(Llm.is_default.is_(False))
    return await fetch_page(session, statement, request)


async def get_llm(session: AsyncSession, organization_id: str, llm_id: str) -> Llm:
    llm = await session.get(Llm, stock.llm_for(llm_id))
    if llm is None or llm.organization_id not in (None, organization_id):
        raise NotFound("LLM not found")
    return llm


async def create_llm(
    wing: ControlWing, organization_id: str, fields: dict[str, Any], secret: str | None
) -> Llm:
    """`fields` as in the table. Raises Invalid."""
    llm = await described_llm(wing, organization_id, fields, secret)
    async with wing.database.transaction() as session:
        session.add(llm)
    return llm


async def described_llm(
    wing: ControlWing, organization_id: str, fields: dict[str, Any], secret: str | None
) -> Llm:
    """One that nobody has kept yet. `fields` as in the table. Raises Invalid."""
    llm = Llm(id=new_id(), organization_id=organization_id, kind=OWN)
    llm.urls = [{"url": KNOWN_URLS[fields["llm_format"]]}] if fields["llm_format"] in KNOWN_URLS else []
    await _check_urls(wing, fields.get("urls", []))
    _write(wing, llm, fields, secret)
    return llm


async def changed_llm(
    wing: ControlWing, organization_id: str, llm_id: str, changes: dict[str, Any], secret: str | None
) -> Llm:
    """A copy of a kept one with these changes, which are not kept. Raises what `update_llm` raises."""
    await _check_urls(wing, changes.get("urls", []))
    find = _own if changes or secret is not None else get_llm
    async with wing.database.transaction() as session:
        llm = await find(session, organization_id, llm_id)
        session.expunge(llm)
    if find is _own:
        _write(wing, llm, changes, secret)
    return llm


async def update_llm(
    wing: ControlWing, organization_id: str, llm_id: str, changes: dict[str, Any], secret: str | None
) -> Llm:
    """Raises NotFound, Forbidden for default LLMs, Invalid."""
    await _check_urls(wing, changes.get("urls", []))
    async with wing.database.transaction() as session:
        llm = await _own(session, organization_id, llm_id)
        _write(wing, llm, changes, secret)
    return llm


async def delete_llm(session: AsyncSession, organization_id: str, llm_id: str) -> None:
    """Raises NotFound, and Forbidden for default LLMs."""
    await session.delete(await _own(session, organization_id, llm_id))


def llm_spec(
    wing: ControlWing, llm: Llm, access: VendorAccess, field: str = "personaConfig.llmId"
) -> LlmSpec:
    """What answers for a persona with this LLM. `access`: of the organization. Raises Invalid, naming
    `field`, for what this server cannot call."""
    if llm.kind == "default":
        return wing.default_llm.model_copy(update={"id": llm.id})
    if llm.kind == "offline":
        return LlmSpec(id=llm.id, kind="offline")
    if llm.llm_format == "none":
        return LlmSpec(id=llm.id, kind="none")
    if llm.llm_format == LIVE:
        url = _base(llm.urls[0]["url"]) if llm.urls else None
        return live_spec(access, llm, url, _unsealed(wing, llm, field), field)
    if is_live(llm):
        return azure_spec(access, llm, _unsealed(wing, llm, field))
    first, *others = [_base(one["url"]) for one in llm.urls]
    return LlmSpec(
        id=llm.id,
        kind=PROTOCOLS[llm.llm_format],
        model=llm.deployment_name or llm.model_name or "",
        base_url=first,
        fallback_urls=tuple(others),
        allowed_hosts=tuple(wing.settings.allowed_hosts),
        api_key=_unsealed(wing, llm, field),
        temperature=llm.temperature,
        max_tokens=llm.max_tokens,
        context_tokens=llm.context_tokens or ASSUMED_CONTEXT_TOKENS,
        reasoning_effort=None if llm.reasoning_effort == "default" else llm.reasoning_effort,
        shows_reasoning=llm.reasoning_format != "hidden",
        api_version=llm.api_version,
    )


def engine_of(llm: Llm, default: LlmSpec) -> tuple[str, str]:
    """What answers, and the same for people."""
    if llm.kind == "default":
        return default.kind, f"Answered by {describe(default)}."
    if llm.kind != OWN:
        return llm.kind, llm.description or ""
    if llm.llm_format == "none":
        return "none", "Nothing answers by itself: the client sends what is said."
    if llm.llm_format == LIVE:
        return (
            "openai_realtime",
            f"{llm.model_name or 'A realtime model'} hears and speaks by itself.",
        )
    place = urlsplit(llm.urls[0]["url"]).netloc
    if is_live(llm):
        return "azure_realtime", f"{llm.model_name} at {place} hears and speaks by itself."
    return PROTOCOLS[llm.llm_format], f"Answered by {llm.model_name} at {place}."


def _base(url: str) -> str:
    url = url.rstrip("/")
    for end in ENDPOINTS:
        url = url.removesuffix(end)
    return url


def _unsealed(wing: ControlWing, llm: Llm, field: str) -> SecretStr | None:
    if llm.sealed_secret is None:
        return None
    try:
        return SecretStr(wing.keyring.unseal(llm.sealed_secret))
    except NotSealedHere:
        raise Invalid(field, "The secret of this LLM is unreadable; set it again") from None


async def _check_urls(wing: ControlWing, urls: Sequence[dict[str, Any]]) -> None:
    for number, one in enumerate(urls):
        await wing.outgoing.check(one["url"], f"urls.{number}.url")


def _write(wing: ControlWing, llm: Llm, fields: dict[str, Any], secret: str | None) -> None:
    """`secret`: None leaves what is there, an empty one takes it away."""
    for name, value in fields.items():
        setattr(llm, name, value)
    if secret is not None:
        llm.sealed_secret = wing.keyring.seal(secret) if secret else None
    if llm.llm_format in WITHOUT_MODEL:
        return
    if not llm.urls:
        raise Invalid("urls", f"An LLM of the format {llm.llm_format} needs an address", "invalid_type")
    if not llm.model_name:
        raise Invalid("modelName", f"An LLM of the format {llm.llm_format} needs a model", "invalid_type")


async def _own(session: AsyncSession, organization_id: str, llm_id: str) -> Llm:
    llm = await get_llm(session, organization_id, llm_id)
    if llm.organization_id is None:
        raise Forbidden("Default LLMs belong to the server and cannot be changed; create one of your own")
    return llm

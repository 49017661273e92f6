"""Writes the stock catalogue into the database, at every start, over what an earlier version seeded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import stock
from visavis.services.local_voices import give_to_pack
from visavis.services.stock_avatars import AVATARS, StockAvatar
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_voices import give_to_vendor
from visavis.settings import Settings
from visavis.store.tables import Avatar, Llm, Persona, Tool, Voice

Row = TypeVar("Row", Avatar, Voice, Llm, Persona, Tool)


async def seed_stock(session: AsyncSession, settings: Settings) -> None:
    """Nobody else's rows are touched, and rows that did not change keep their times."""
    await _write(session, Avatar, map(_avatar, AVATARS))
    await _write(session, Voice, [_voice(voice, settings) for voice in stock.VOICES])
    await _write(session, Llm, [_llm(llm, settings.default_llm_is_zdr) for llm in stock.LLMS])
    await _write(session, Persona, map(_persona, stock.PERSONAS))
    await _write(session, Tool, map(_tool, stock.TOOLS))


async def _write(session: AsyncSession, table: type[Row], rows: Iterable[Row]) -> None:
    known = (await session.scalars(select(table).where(table.organization_id.is_(None)))).all()
    for row in rows:
        await session.merge(row)
    del known  # held until here, so that each merge finds its row in the session and not in the database


def _avatar(avatar: StockAvatar) -> Avatar:
    return Avatar(
        id=avatar.id,
        organization_id=None,
        display_name=avatar.display_name,
        variant_name=avatar.variant_name,
        description=avatar.description,
        display_tags=list(avatar.display_tags),
        render_style="animated_3d",
        available_versions=list(stock.VERSIONS),
        active_version=stock.ACTIVE_VERSION,
        rig=avatar.rig,
    )


def _voice(voice: stock.StockVoice, settings: Settings) -> Voice:
    row = Voice(
        id=voice.id,
        organization_id=None,
        display_name=voice.display_name,
        provider=voice.provider,
        provider_voice_id=voice.provider_voice_id,
        provider_model_id=voice.provider_model_id,
        gender=voice.gender,
        country=voice.country,
        description=voice.description,
        display_tags=list(voice.display_tags),
        language=voice.language,
        engine=voice.engine,
        engine_voice=voice.engine_voice,
        engine_note=voice.stand_in_note,
    )
    if not give_to_vendor(row, VendorAccess(settings)):
        give_to_pack(row, settings)
    return row


def _llm(llm: stock.StockLlm, default_is_zdr: bool) -> Llm:
    return Llm(
        id=llm.id,
        organization_id=None,
        kind=llm.kind,
        display_name=llm.display_name,
        description=llm.description,
        llm_format=llm.llm_format,
        is_default=True,
        is_zdr=default_is_zdr and llm.kind == "default",
    )


def _persona(persona: stock.StockPersona) -> Persona:
    return Persona(
        id=persona.id,
        organization_id=None,
        name=persona.name,
        description=persona.description,
        avatar_id=persona.avatar_id,
        voice_id=persona.voice_id,
        llm_id=stock.DEFAULT_LLM,
        system_prompt=persona.system_prompt,
        initial_message=persona.initial_message,
    )


def _tool(tool: stock.StockTool) -> Tool:
    return Tool(
        id=tool.id,
        organization_id=None,
        name=tool.name,
        description=tool.description,
        type="SYSTEM",
        config={"action": tool.name},
    )

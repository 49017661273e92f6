"""The start of the control wing: data folder, keys, schema, first organization and key, stock catalogue."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import stock
from visavis.services.default_llm import find_default_llm
from visavis.services.keys import create_key, digest
from visavis.services.organizations import create_organization, first_organization
from visavis.services.seats import close_left_open
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.database import Database, open_database
from visavis.store.secrets import open_keyring
from visavis.store.tables import ApiKey, Avatar, Llm, Persona, Voice

log = logging.getLogger(__name__)

FIRST_ORGANIZATION = "My organization"
FIRST_KEY = "First start"


async def open_store(settings: Settings) -> Database:
    """The migrated database in an existing data folder."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database)
    async with _closed_on_failure(database):
        await database.migrate()
    return database


async def open_control_wing(settings: Settings) -> ControlWing:
    """Raises Invalid for a preset API key that clients could not use."""
    database = await open_store(settings)
    async with _closed_on_failure(database):
        keyring = open_keyring(settings.data_dir)
        async with database.transaction() as session:
            await seed_stock(session)
            first_key = await _first_key(session, settings)
        left_open = await close_left_open(database)
        if left_open:
            log.warning("Closed %d sessions that an earlier run left open", left_open)
        return ControlWing(settings, database, keyring, await find_default_llm(settings), first_key)


@asynccontextmanager
async def _closed_on_failure(database: Database) -> AsyncIterator[None]:
    """An open connection has a thread, which would keep a failed process from ending."""
    try:
        yield
    except BaseException:
        await database.close()
        raise


async def _first_key(session: AsyncSession, settings: Settings) -> str | None:
    """Sees to an organization with a key; gives the key back when this start made it up."""
    preset = settings.bootstrap_api_key.get_secret_value() if settings.bootstrap_api_key else None
    organization = await first_organization(session) or await create_organization(session, FIRST_ORGANIZATION)
    if preset:
        known = await session.scalar(select(ApiKey.id).where(ApiKey.digest == digest(preset)))
        if known is None:
            await create_key(session, organization.id, FIRST_KEY, preset)
        return None
    if await session.scalar(select(ApiKey.id).limit(1)) is None:
        return (await create_key(session, organization.id, FIRST_KEY)).key
    return None


async def seed_stock(session: AsyncSession) -> None:
    """Writes the stock catalogue over what an earlier version seeded; nobody else's rows are touched."""
    for avatar in stock.AVATARS:
        await session.merge(
            Avatar(
                id=avatar.id,
                organization_id=None,
                display_name=avatar.display_name,
                variant_name=avatar.variant_name,
                description=stock.RIGS[avatar.rig].description,
                display_tags=list(stock.RIGS[avatar.rig].display_tags),
                render_style="animated_3d",
                available_versions=list(stock.VERSIONS),
                active_version=stock.ACTIVE_VERSION,
                rig=avatar.rig,
            )
        )
    for voice in stock.VOICES:
        await session.merge(
            Voice(
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
                is_zdr=True,  # it is spoken on this machine
                language=voice.language,
                engine=voice.engine,
                engine_voice=voice.engine_voice,
                engine_note=voice.stand_in_note,
            )
        )
    for llm in stock.LLMS:
        await session.merge(
            Llm(
                id=llm.id,
                organization_id=None,
                kind=llm.kind,
                display_name=llm.display_name,
                description=llm.description,
                llm_format=llm.llm_format,
                is_default=True,
            )
        )
    for persona in stock.PERSONAS:
        await session.merge(
            Persona(
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
        )

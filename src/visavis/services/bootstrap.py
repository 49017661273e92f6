"""The start of the control wing: data folder, keys, schema, first organization and key, stock catalogue."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.knowledge.embedder import Embedder
from visavis.services.avatar_building import forget_unfinished_builds
from visavis.services.blob_keeping import forget_unfinished
from visavis.services.default_llm import find_default_llm
from visavis.services.filming import forget_unfinished_films
from visavis.services.fingerprints import Fingerprints
from visavis.services.keys import create_key, digest, key_plain_digests
from visavis.services.organizations import create_organization, first_organization
from visavis.services.outgoing import Outgoing
from visavis.services.sealing import seal_anew
from visavis.services.seats import close_left_open
from visavis.services.seeding import seed_stock
from visavis.services.signed_urls import SignedUrls
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_keys import own_access
from visavis.services.vendor_voices import settle_all
from visavis.services.voice_samples import wish_samples
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.blobs import FolderBlobs
from visavis.store.database import Database, open_database
from visavis.store.secrets import Keyring, open_keyring
from visavis.store.tables import ApiKey

log = logging.getLogger(__name__)

FIRST_ORGANIZATION = "My organization"
FIRST_KEY = "First start"


async def open_store(settings: Settings) -> Database:
    """The migrated database, in an existing data folder. Raises CannotOpenDatabase."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = open_database(settings.database)
    async with _closed_on_failure(database):
        await database.migrate()
    return database


async def open_control_wing(settings: Settings) -> ControlWing:
    """Raises CannotOpenDatabase, and Invalid for a preset API key that clients could not use."""
    database = await open_store(settings)
    async with _closed_on_failure(database):
        keyring = open_keyring(settings.data_dir)
        async with database.alone() as session:
            await _bring_up_to_date(session, keyring)
            await seed_stock(session, settings)
            own = await own_access(session, settings, keyring)
            wish_samples(session, await settle_all(session, VendorAccess(settings), own))
            first_key = await _first_key(session, settings, keyring)
        left_open = await close_left_open(database)
        if left_open:
            log.warning("Closed %d sessions that an earlier run left open", left_open)
        wing = ControlWing(
            settings,
            database,
            keyring,
            await find_default_llm(settings),
            blobs=FolderBlobs(settings.blobs_dir),
            signed_urls=SignedUrls(keyring.signing),
            fingerprints=Fingerprints(keyring.signing),
            outgoing=Outgoing(settings.allowed_hosts),
            embedder=Embedder(settings.models_dir),
            first_key=first_key,
        )
        await forget_unfinished(wing)
        forget_unfinished_builds(settings)
        forget_unfinished_films(settings)
        return wing


@asynccontextmanager
async def _closed_on_failure(database: Database) -> AsyncIterator[None]:
    """An open connection has a thread, which would keep a failed process from ending."""
    try:
        yield
    except BaseException:
        await database.close()
        raise


async def _bring_up_to_date(session: AsyncSession, keyring: Keyring) -> None:
    """What an earlier version or an older key left in the database."""
    keyed = await key_plain_digests(session, keyring)
    if keyed:
        log.info("Keyed the digests of %d API keys", keyed)
    sealed = await seal_anew(session, keyring) if len(keyring.sealing) > 1 else 0
    if sealed:
        log.info("Sealed %d secrets anew with the newest key", sealed)


async def _first_key(session: AsyncSession, settings: Settings, keyring: Keyring) -> str | None:
    """Sees to an organization with a key; gives the key back when this start made it up."""
    preset = settings.bootstrap_api_key.get_secret_value() if settings.bootstrap_api_key else None
    organization = await first_organization(session) or await create_organization(session, FIRST_ORGANIZATION)
    if preset:
        known = await session.scalar(select(ApiKey.id).where(ApiKey.digest == digest(keyring, preset)))
        if known is None:
            await create_key(session, keyring, organization.id, FIRST_KEY, preset)
        return None
    if await session.scalar(select(ApiKey.id).limit(1)) is None:
        return (await create_key(session, keyring, organization.id, FIRST_KEY)).key
    return None

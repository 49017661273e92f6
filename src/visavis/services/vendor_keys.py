"""Keys that an organization has for vendors: sealed, told by their last characters, and used for it alone.

    no key ──▶ the operator's, or an embedded stand-in
       ▲  └─ set ──▶ its own; another one takes its place ──┐
       └──────────────────── removed ◀──────────────────────┘

What speaks for the voices that it has there is settled in the same transaction.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.spec import EarKeys
from visavis.services.errors import NotFound
from visavis.services.key_vendors import LISTENING, KeyVendor, key_vendors
from visavis.services.organizations import hold_organization
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_voices import settle_those_of
from visavis.services.voice_samples import wish_samples
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.secrets import Keyring, NotSealedHere
from visavis.store.vendor_keys import VendorKey
from visavis.voice_vendors import voice_vendors

log = logging.getLogger(__name__)

ENDING = 4
LEAST_TOLD = 16
"""Characters of a key of which the last ones may be told."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """What an organization may know of the keys for one vendor."""

    vendor: KeyVendor
    own: VendorKey | None
    server_has_key: bool


async def access_of(wing: ControlWing, session: AsyncSession, organization_id: str) -> VendorAccess:
    return await access_with(wing.settings, wing.keyring, session, organization_id)


async def access_with(
    settings: Settings, keyring: Keyring, session: AsyncSession, organization_id: str
) -> VendorAccess:
    """As `access_of`, where nothing else of the control wing runs."""
    rows = await session.scalars(select(VendorKey).where(VendorKey.organization_id == organization_id))
    return VendorAccess(settings, _unsealed(keyring, rows.all()))


async def own_access(session: AsyncSession, settings: Settings, keyring: Keyring) -> dict[str, VendorAccess]:
    """Of all organizations that have keys of their own, by id."""
    of: defaultdict[str, list[VendorKey]] = defaultdict(list)
    for row in await session.scalars(select(VendorKey)):
        of[row.organization_id].append(row)
    return {id: VendorAccess(settings, _unsealed(keyring, rows)) for id, rows in of.items()}


def ear_keys(access: VendorAccess) -> EarKeys:
    """The organization's own, for those who listen."""
    return EarKeys(**{vendor: access.own_keys.get(vendor) for vendor in LISTENING})


async def list_keys(wing: ControlWing, session: AsyncSession, organization_id: str) -> list[KeyState]:
    """One for each vendor there could be a key for."""
    rows = await session.scalars(select(VendorKey).where(VendorKey.organization_id == organization_id))
    own = {row.vendor: row for row in rows}
    return [_state(wing, vendor, own.get(vendor.id)) for vendor in key_vendors().values()]


async def set_key(wing: ControlWing, organization_id: str, vendor_id: str, key: SecretStr) -> KeyState:
    """In the place of the one before. Raises NotFound for a vendor that nobody here knows."""
    vendor, plain = vendor_named(vendor_id), key.get_secret_value()
    async with wing.database.transaction() as session:
        await hold_organization(session, organization_id)
        row = await own_key(session, organization_id, vendor_id)
        if row is None:
            row = VendorKey(organization_id=organization_id, vendor=vendor_id)
            session.add(row)
        row.sealed_key = wing.keyring.seal(plain)
        row.ending = plain[-ENDING:] if len(plain) >= LEAST_TOLD else ""
        await session.flush()
        await _settle(wing, session, organization_id, vendor_id)
    wing.jobs_added.ring()
    return _state(wing, vendor, row)


async def remove_key(wing: ControlWing, organization_id: str, vendor_id: str) -> KeyState:
    """Raises NotFound where there is none."""
    vendor = vendor_named(vendor_id)
    async with wing.database.transaction() as session:
        await hold_organization(session, organization_id)
        row = await own_key(session, organization_id, vendor_id)
        if row is None:
            raise NotFound(f"There is no key of yours for {vendor.name}")
        await session.delete(row)
        await session.flush()
        await _settle(wing, session, organization_id, vendor_id)
    return _state(wing, vendor, None)


async def own_key(session: AsyncSession, organization_id: str, vendor_id: str) -> VendorKey | None:
    of_vendor = select(VendorKey).where(VendorKey.vendor == vendor_id)
    return await session.scalar(of_vendor.where(VendorKey.organization_id == organization_id))


def vendor_named(vendor_id: str) -> KeyVendor:
    """Raises NotFound."""
    if vendor_id not in key_vendors():
        raise NotFound(f"There is no vendor {vendor_id}; there are {', '.join(key_vendors())}")
    return key_vendors()[vendor_id]


async def _settle(wing: ControlWing, session: AsyncSession, organization_id: str, vendor_id: str) -> None:
    if (vendor := voice_vendors().get(vendor_id)) is not None:
        access = await access_of(wing, session, organization_id)
        wish_samples(session, await settle_those_of(session, access, organization_id, vendor))


def _state(wing: ControlWing, vendor: KeyVendor, own: VendorKey | None) -> KeyState:
    speaks = voice_vendors().get(vendor.id)
    if speaks is not None:
        return KeyState(vendor, own, VendorAccess(wing.settings).at(speaks) is not None)
    return KeyState(vendor, own, wing.settings.deepgram_api_key is not None)


def _unsealed(keyring: Keyring, rows: Sequence[VendorKey]) -> Mapping[str, SecretStr]:
    """By vendor. One that was sealed elsewhere counts as none: it has to be set again."""
    keys = {}
    for row in rows:
        try:
            keys[row.vendor] = SecretStr(keyring.unseal(row.sealed_key))
        except NotSealedHere:
            log.warning("The key of organization %s for %s is unreadable", row.organization_id, row.vendor)
    return keys

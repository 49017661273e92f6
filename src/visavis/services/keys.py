"""API keys: made, shown once, stored as a digest, recognised, revoked.

A digest is an HMAC with a key of the server over the SHA-256 of the API key: a stolen database neither tells
nor takes keys. It need not be slow: an API key holds 256 random bits. Keys hold no ".": the public Python SDK
takes a credential with a dot for a session token.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Forbidden, Invalid, NotFound, Unauthorized
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.permissions import covers
from visavis.store.base import now
from visavis.store.database import Database
from visavis.store.organizations import ApiKey, Organization
from visavis.store.queries import Caller, caller_with_key
from visavis.store.secrets import Keyring

KEY_PREFIX = "vv_"
SHOWN_CHARACTERS = 8
SHORTEST_PRESET = 8
KEYED = "hmac:"
"""How digests with the server's key begin, so that none is keyed twice."""


@dataclass(frozen=True)
class NewKey:
    row: ApiKey
    key: str
    """In the clear, for the only time."""


def digest(keyring: Keyring, key: str) -> str:
    return _keyed(keyring, hashlib.sha256(key.encode()).hexdigest())


async def key_plain_digests(session: AsyncSession, keyring: Keyring) -> int:
    """Earlier versions stored the SHA-256 itself; each is keyed once, and its key goes on working.

    How many there were.
    """
    plain = select(ApiKey).where(ApiKey.digest.not_like(f"{KEYED}%"))
    rows = (await session.scalars(plain)).all()
    for row in rows:
        row.digest = _keyed(keyring, row.digest)
    await session.flush()
    return len(rows)


def _keyed(keyring: Keyring, plain: str) -> str:
    return KEYED + urlsafe_b64encode(keyring.digest(plain)).decode().rstrip("=")


def check_preset(key: str) -> str:
    """A key that a person chose. Raises Invalid."""
    if "." in key:
        raise Invalid("bootstrap_api_key", "An API key must not contain a dot")
    if len(key) < SHORTEST_PRESET or not key.isprintable() or not key.isascii() or " " in key:
        raise Invalid(
            "bootstrap_api_key",
            f"An API key needs at least {SHORTEST_PRESET} printable ASCII characters and no spaces",
        )
    return key


async def create_key(
    session: AsyncSession,
    keyring: Keyring,
    organization_id: str,
    name: str,
    preset: str | None = None,
    permissions: Collection[str] | None = None,
) -> NewKey:
    """`permissions`: None is all."""
    if await session.get(Organization, organization_id) is None:
        raise NotFound(f"There is no organization {organization_id}")
    key = check_preset(preset) if preset else KEY_PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        organization_id=organization_id,
        name=name,
        prefix=key[:SHOWN_CHARACTERS],
        digest=digest(keyring, key),
        permissions=None if permissions is None else sorted(set(permissions)),
    )
    session.add(row)
    await session.flush()
    return NewKey(row, key)


async def give_key(
    session: AsyncSession, keyring: Keyring, caller: Caller, name: str, permissions: Collection[str] | None
) -> NewKey:
    """A key for the caller's organization. Raises Forbidden: nobody gives away more than they have."""
    if not covers(caller.permissions, permissions):
        raise Forbidden("A key cannot make one that may do more than itself")
    return await create_key(session, keyring, caller.organization_id, name, permissions=permissions)


async def list_valid_keys(session: AsyncSession, organization_id: str, request: PageRequest) -> Page[ApiKey]:
    statement = (
        select(ApiKey)
        .where(ApiKey.organization_id == organization_id, ApiKey.revoked_at.is_(None))
        .order_by(ApiKey.created_at, ApiKey.id)
    )
    return await fetch_page(session, statement, request)


async def revoke_own_key(session: AsyncSession, organization_id: str, key_id: str) -> None:
    """Raises NotFound for keys of others and for those that are revoked already."""
    row = await session.get(ApiKey, key_id)
    if row is None or row.organization_id != organization_id or row.revoked_at is not None:
        raise NotFound("API key not found")
    row.revoked_at = now()


async def list_keys(session: AsyncSession, organization_id: str | None = None) -> list[ApiKey]:
    statement = select(ApiKey).order_by(ApiKey.created_at)
    if organization_id:
        statement = statement.where(ApiKey.organization_id == organization_id)
    return list(await session.scalars(statement))


async def revoke_key(session: AsyncSession, key_id: str) -> ApiKey:
    row = await session.get(ApiKey, key_id)
    if row is None:
        raise NotFound(f"There is no key {key_id}")
    if row.revoked_at is None:
        await session.execute(update(ApiKey).where(ApiKey.id == key_id).values(revoked_at=now()))
        await session.refresh(row)
    return row


async def recognise(database: Database, keyring: Keyring, key: str) -> Caller:
    """Raises Unauthorized for unknown and revoked keys."""
    caller = await caller_with_key(database, digest(keyring, key))
    if caller is None:
        raise Unauthorized("Invalid or missing API key")
    return caller

"""Signing in to the Lab: an API key is shown once, and the browser gets a ticket that stands for it.

    sign_in ──▶ ticket ──▶ recognise, recognise, … renew, … ──▶ sign_out
                 └ unused for 12 hours, or its key revoked: signed out too

The browser keeps the ticket where no script can read it, and beside it a token that scripts can read and that
only they can send: a page elsewhere can make the browser send the one, and never the other.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from visavis.services import keys
from visavis.services.errors import Unauthorized
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.queries import Caller, caller_in_lab
from visavis.store.secrets import Keyring
from visavis.store.tables import ApiKey, LabSession, Organization

LIFE = timedelta(hours=12)
"""Without use."""
SIGNED_OUT = "Sign in again: nobody has used this page for 12 hours, or its API key was revoked"


@dataclass(frozen=True)
class SignedIn:
    """Whom a ticket stands for, in words for people."""

    organization_name: str
    key_id: str
    key_name: str
    key_prefix: str
    permissions: list[str] | None
    expires_at: datetime


async def sign_in(wing: ControlWing, api_key: str) -> str:
    """A new ticket. Raises Unauthorized for a key that is unknown or revoked."""
    caller = await keys.recognise(wing.database, wing.keyring, api_key)
    ticket = secrets.token_urlsafe(32)
    issued = now()
    async with wing.database.transaction() as session:
        await session.execute(delete(LabSession).where(LabSession.expires_at < issued))
        session.add(
            LabSession(
                digest=_digest(wing.keyring, ticket), api_key_id=caller.api_key_id, expires_at=issued + LIFE
            )
        )
    return ticket


async def recognise(wing: ControlWing, ticket: str) -> Caller:
    """Raises Unauthorized for a ticket that nobody was given, or that is no longer good."""
    found = await caller_in_lab(wing.database, _digest(wing.keyring, ticket))
    if found is None or found[1] <= now():
        raise Unauthorized(SIGNED_OUT)
    return found[0]


async def renew(wing: ControlWing, ticket: str) -> SignedIn:
    """Good for another 12 hours. Raises Unauthorized."""
    caller = await recognise(wing, ticket)
    expires_at = now() + LIFE
    this = LabSession.digest == _digest(wing.keyring, ticket)
    async with wing.database.transaction() as session:
        await session.execute(update(LabSession).where(this).values(expires_at=expires_at))
        key = await session.get_one(ApiKey, caller.api_key_id)
        organization = await session.get_one(Organization, caller.organization_id)
    return SignedIn(organization.name, key.id, key.name, key.prefix, key.permissions, expires_at)


async def sign_out(wing: ControlWing, ticket: str) -> None:
    """Nobody gets in with it any more."""
    async with wing.database.transaction() as session:
        await session.execute(delete(LabSession).where(LabSession.digest == _digest(wing.keyring, ticket)))


def csrf_token(keyring: Keyring, ticket: str) -> str:
    """Belongs to this ticket and to no other."""
    return _keyed(keyring, f"csrf {ticket}")


def is_csrf_token(keyring: Keyring, ticket: str, sent: str) -> bool:
    return hmac.compare_digest(csrf_token(keyring, ticket).encode(), sent.encode())


def _digest(keyring: Keyring, ticket: str) -> str:
    return _keyed(keyring, f"lab {ticket}")


def _keyed(keyring: Keyring, text: str) -> str:
    return urlsafe_b64encode(keyring.digest(text)).decode().rstrip("=")

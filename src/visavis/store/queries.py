"""The reads on the way to a session, one query each: who is calling, and what a persona is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from visavis.store.database import Database
from visavis.store.look_ups import LookUp
from visavis.store.organizations import ApiKey, Organization
from visavis.store.tables import Avatar, LabSession, Llm, Persona, SessionToken, Voice


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request, and what their organization has settled."""

    organization_id: str
    api_key_id: str | None
    """None: the Lab of this server or a share link, which need no key."""
    permissions: list[str] | None
    """Of the key; None: all."""
    max_concurrent_sessions: int | None
    default_language: str | None
    max_session_seconds: float | None
    avatar_models: list[str] | None
    """Those that sessions may use; None: all."""


_SETTLED = (
    Organization.max_concurrent_sessions,
    Organization.default_language,
    Organization.max_session_seconds,
    Organization.avatar_models,
)
"""The last fields of Caller, in their order."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a persona is made of; None where there is nothing that the organization may use."""

    avatar: Avatar | None
    voice: Voice | None
    llm: Llm | None


_CALLER_WITH_KEY = LookUp(
    select(ApiKey.organization_id, ApiKey.id, ApiKey.permissions, *_SETTLED)
    .join(Organization, Organization.id == ApiKey.organization_id)
    .where(ApiKey.digest == bindparam("digest"), ApiKey.revoked_at.is_(None)),
    lambda row: Caller(*row),
    may_lag_s=1.0,  # of `visavis keys revoke`; a key that is revoked through this process is refused at once
)

_CALLER_WITH_TOKEN = LookUp(
    select(
        SessionToken.organization_id,
        SessionToken.api_key_id,
        ApiKey.permissions,
        *_SETTLED,
        SessionToken.sealed_request,
    )
    .join(Organization, Organization.id == SessionToken.organization_id)
    .outerjoin(ApiKey, ApiKey.id == SessionToken.api_key_id)
    .where(SessionToken.id == bindparam("token_id"), ApiKey.revoked_at.is_(None)),
    lambda row: (Caller(*row[:-1]), str(row[-1])),
)

_CALLER_IN_LAB = LookUp(
    select(ApiKey.organization_id, ApiKey.id, ApiKey.permissions, *_SETTLED, LabSession.expires_at)
    .select_from(LabSession)
    .join(ApiKey, ApiKey.id == LabSession.api_key_id)
    .join(Organization, Organization.id == ApiKey.organization_id)
    .where(LabSession.digest == bindparam("digest"), ApiKey.revoked_at.is_(None)),
    lambda row: (Caller(*row[:-1]), cast(datetime, row[-1])),
)


async def caller_with_key(database: Database, digest: str) -> Caller | None:
    """Whoever holds the key with this digest; None for unknown and revoked keys."""
    return await database.look_up(_CALLER_WITH_KEY, {"digest": digest})


async def caller_with_token(database: Database, token_id: str) -> tuple[Caller, str] | None:
    """For whom a session token acts and its sealed request; None when it or its key is gone."""
    return await database.look_up(_CALLER_WITH_TOKEN, {"token_id": token_id})


async def caller_in_lab(database: Database, digest: str) -> tuple[Caller, datetime] | None:
    """For whom a ticket of the Lab acts, and when it expires; None when it or its key is gone."""
    return await database.look_up(_CALLER_IN_LAB, {"digest": digest})


async def first_organization(connection: AsyncConnection) -> Caller | None:
    """The organization of the first start, for which the Lab acts."""
    statement = _keyless().order_by(Organization.created_at).limit(1)
    row = (await connection.execute(statement)).one_or_none()
    return Caller(*row) if row else None


async def organization_itself(connection: AsyncConnection, organization_id: str) -> Caller:
    """The organization as a caller without a key: for those whom it lets in by a share link."""
    statement = _keyless().where(Organization.id == organization_id)
    return Caller(*(await connection.execute(statement)).one())


def _keyless() -> Select[*tuple[Any, ...]]:
    return select(Organization.id, null(), null(), *_SETTLED)


async def persona_parts(
    session: AsyncSession, organization_id: str, *, avatar_id: str, voice_id: str, llm_id: str
) -> Parts:
    one = select(literal(1).label("one")).subquery("one")
    statement = (
        select(Avatar, Voice, Llm)
        .select_from(one)
        .outerjoin(Avatar, and_(Avatar.id == avatar_id, usable(Avatar, organization_id)))
        .outerjoin(Voice, and_(Voice.id == voice_id, usable(Voice, organization_id)))
        .outerjoin(Llm, and_(Llm.id == llm_id, usable(Llm, organization_id)))
    )
    return Parts(*(await session.execute(statement)).one())


def usable(
    table: type[Avatar] | type[Voice] | type[Llm] | type[Persona], organization_id: str
) -> ColumnElement[bool]:
    """An organization's own and stock, but what was deleted softly."""
    theirs = or_(table.organization_id.is_(None), table.organization_id == organization_id)
    return and_(theirs, table.deleted_at.is_(None)) if table is Avatar else theirs

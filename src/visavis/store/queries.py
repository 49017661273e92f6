"""The reads on the way to a session, as Core queries: who is calling, and what a persona is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import FromClause

from visavis.store.organizations import ApiKey, Organization
from visavis.store.tables import Avatar, Llm, Persona, SessionToken, Voice


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request."""

    organization_id: str
    api_key_id: str | None
    """None: the Lab of this server, which needs no key."""
    max_concurrent_sessions: int | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The columns of an avatar, a voice and an LLM, each None when there is none that the caller may use."""

    avatar: dict[str, Any] | None
    voice: dict[str, Any] | None
    llm: dict[str, Any] | None


async def caller_with_key(connection: AsyncConnection, digest: str) -> Caller | None:
    """Whoever holds the key with this digest; None for unknown and revoked keys."""
    statement = (
        select(ApiKey.organization_id, ApiKey.id, Organization.max_concurrent_sessions)
        .join(Organization, Organization.id == ApiKey.organization_id)
        .where(ApiKey.digest == digest, ApiKey.revoked_at.is_(None))
    )
    row = (await connection.execute(statement)).one_or_none()
    return Caller(*row) if row else None


async def caller_with_token(connection: AsyncConnection, token_id: str) -> tuple[Caller, str] | None:
    """For whom a session token acts and its sealed request; None when it or its key is gone."""
    statement = (
        select(
            SessionToken.organization_id,
            SessionToken.api_key_id,
            Organization.max_concurrent_sessions,
            SessionToken.sealed_request,
        )
        .join(Organization, Organization.id == SessionToken.organization_id)
        .outerjoin(ApiKey, ApiKey.id == SessionToken.api_key_id)
        .where(SessionToken.id == token_id, ApiKey.revoked_at.is_(None))
    )
    row = (await connection.execute(statement)).one_or_none()
    return (Caller(row[0], row[1], row[2]), row[3]) if row else None


async def first_organization(connection: AsyncConnection) -> Caller | None:
    """The organization of the first start, for which the Lab acts."""
    statement = (
        select(Organization.id, literal(None), Organization.max_concurrent_sessions)
        .order_by(Organization.created_at)
        .limit(1)
    )
    row = (await connection.execute(statement)).one_or_none()
    return Caller(*row) if row else None


async def persona_config(
    connection: AsyncConnection, organization_id: str, persona_id: str
) -> dict[str, Any] | None:
    """The columns of a persona that the organization may talk to."""
    table = Persona.__table__
    statement = select(table).where(table.c.id == persona_id, _usable(table, organization_id))
    row = (await connection.execute(statement)).mappings().one_or_none()
    return dict(row) if row else None


async def persona_parts(
    connection: AsyncConnection,
    organization_id: str,
    *,
    avatar_id: str | None,
    voice_id: str | None,
    llm_id: str | None,
) -> Parts:
    tables: dict[str, FromClause] = {
        "avatar": Avatar.__table__,
        "voice": Voice.__table__,
        "llm": Llm.__table__,
    }
    wanted = {"avatar": avatar_id, "voice": voice_id, "llm": llm_id}
    joined: FromClause = select(literal(1).label("one")).subquery("one")
    for name, table in tables.items():
        joined = joined.outerjoin(table, and_(table.c.id == wanted[name], _usable(table, organization_id)))
    labelled = [c.label(f"{name}.{c.key}") for name, table in tables.items() for c in table.c]
    row = (await connection.execute(select(*labelled).select_from(joined))).mappings().one()

    def part(name: str) -> dict[str, Any] | None:
        columns = {c.key: row[f"{name}.{c.key}"] for c in tables[name].c}
        return columns if columns["id"] is not None else None

    return Parts(part("avatar"), part("voice"), part("llm"))


def _usable(table: FromClause, organization_id: str) -> ColumnElement[bool]:
    return or_(table.c.organization_id.is_(None), table.c.organization_id == organization_id)

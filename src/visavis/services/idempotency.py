"""Requests that may be repeated: whoever sends one again with the same key gets the same answer, and nothing
is done again.

    claimed ──▶ running, its lease renewed ──▶ answered, kept for a day
       ▲            └── it failed, or died and its lease ran out
       └────────────────┘ free again

A claim is the insertion of a row with a unique digest, so of many tries at once one acts.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from visavis.services.errors import Conflict, Forbidden, StillRunning, Unprocessable
from visavis.services.permissions import LACKING, covers
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.database import Clash, Database
from visavis.store.secrets import NotSealedHere
from visavis.store.tables import IdempotencyKey

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
RENEWED_EVERY_S = 20.0
KEPT = timedelta(hours=24)
BETWEEN_PURGES_S = 3600.0
RETRY_AFTER_S = 1

RUNNING = "The first request with this Idempotency-Key is still running; try again in a moment"
ANOTHER = "This Idempotency-Key was used for another request; take a new key for this one"
UNREADABLE = "The answer to this Idempotency-Key can no longer be read; take a new key"


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose key it is. The same key of somebody else is another key."""

    organization_id: str
    name: str
    """Empty for API keys, which all act for the organization; else it tells strangers apart."""
    permissions: list[str] | None
    """None: all."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to act, and to write down what was answered."""

    digest: str
    holder: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered before, to the request whose body has this fingerprint."""

    body: str
    sealed: str


async def claim(
    wing: ControlWing, asker: Asker, key: str, target: str, clock: Callable[[], datetime] = now
) -> Claim | Kept:
    """`target` is the fingerprint of verb, path and query.

    Raises StillRunning, Unprocessable for a key that was used for another target, and Forbidden where the
    answer is for somebody who may do more.
    """
    digest = wing.fingerprints.of(asker.organization_id, asker.name, key)
    while True:
        at = clock()
        mine = Claim(digest, new_id())
        fresh = _fresh(mine, asker, target, at)
        if await _insert(wing.database, digest, fresh):
            return mine
        async with wing.database.transaction() as session:
            found = await session.get(IdempotencyKey, digest)
        if found is None:
            continue  # the first try failed just now, and this one may act
        if _is_over(found, at):
            if await _update(wing.database, Claim(digest, found.holder), **fresh):
                return mine
            continue  # another try was faster
        if found.target != target:
            raise Unprocessable(ANOTHER)
        if found.body is None or found.sealed_answer is None:
            raise StillRunning(RUNNING, RETRY_AFTER_S)
        if not covers(asker.permissions, found.permissions):
            raise Forbidden(LACKING)
        return Kept(found.body, found.sealed_answer)


async def finish(wing: ControlWing, claim: Claim, body: str, answer: Answer) -> None:
    """Keeps the answer, unless the lease ran out and another try has taken over."""
    values = {"body": body, "sealed_answer": wing.keyring.seal(_packed(answer))}
    await _update(wing.database, claim, **values)


async def release(database: Database, claim: Claim) -> None:
    """Nothing came of it: the next try acts."""
    mine = delete(IdempotencyKey).where(
        IdempotencyKey.digest == claim.digest, IdempotencyKey.holder == claim.holder
    )
    async with database.transaction() as session:
        await session.execute(mine)


@asynccontextmanager
async def renewing(
    database: Database,
    claim: Claim,
    clock: Callable[[], datetime] = now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[None]:
    """Meanwhile the lease does not run out."""

    async def renew() -> None:
        while True:
            await sleep(RENEWED_EVERY_S)
            try:
                await _update(database, claim, leased_until=clock() + LEASE)
            except Exception:
                log.exception("The lease of an Idempotency-Key could not be renewed")

    task = asyncio.create_task(renew(), name="idempotency lease")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def replayed(wing: ControlWing, kept: Kept, body: str) -> Answer:
    """`body` is the fingerprint of the repeat. Raises Unprocessable when it is another, and Conflict."""
    if body != kept.body:
        raise Unprocessable(ANOTHER)
    try:
        return _unpacked(wing.keyring.unseal(kept.sealed))
    except NotSealedHere:
        raise Conflict(UNREADABLE) from None


async def forget(database: Database, at: datetime) -> int:
    """Deletes what was kept long enough at `at`; how many answers it was."""
    async with database.transaction() as session:
        old = await session.execute(delete(IdempotencyKey).where(IdempotencyKey.kept_until <= at))
    return int(old.rowcount)  # type: ignore[attr-defined]


async def keep_forgetting(
    database: Database,
    clock: Callable[[], datetime] = now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Once an hour, for ever; what failed is tried again the next hour."""
    while True:
        await sleep(BETWEEN_PURGES_S)
        try:
            await forget(database, clock())
        except Exception:
            log.exception("Answers to old Idempotency-Keys could not be deleted")


def _is_over(row: IdempotencyKey, at: datetime) -> bool:
    """Its day is over, or it was left by a try that died."""
    return row.kept_until <= at or (row.sealed_answer is None and row.leased_until <= at)


def _fresh(mine: Claim, asker: Asker, target: str, at: datetime) -> dict[str, Any]:
    return {
        "organization_id": asker.organization_id,
        "permissions": asker.permissions,
        "target": target,
        "holder": mine.holder,
        "leased_until": at + LEASE,
        "body": None,
        "sealed_answer": None,
        "kept_until": at + KEPT,
    }


async def _insert(database: Database, digest: str, values: dict[str, Any]) -> bool:
    try:
        async with database.transaction() as session:
            session.add(IdempotencyKey(digest=digest, **values))
    except Clash:
        return False
    return True


async def _update(database: Database, claim: Claim, **values: Any) -> bool:
    """False when the claim is no more."""
    mine = (IdempotencyKey.digest == claim.digest, IdempotencyKey.holder == claim.holder)
    async with database.transaction() as session:
        result = await session.execute(update(IdempotencyKey).where(*mine).values(**values))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def _packed(answer: Answer) -> str:
    # latin-1 has a character for each byte
    return json.dumps([answer.status, answer.headers, answer.body.decode("latin-1")], ensure_ascii=False)


def _unpacked(text: str) -> Answer:
    status, headers, body = json.loads(text)
    return Answer(status, [(name, value) for name, value in headers], body.encode("latin-1"))

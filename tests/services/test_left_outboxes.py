from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from visavis.contract.events import (
    OverheadTold,
    SessionEnded,
    SessionStarted,
    SessionWarning,
    ToolCalled,
    TurnFinished,
)
from visavis.contract.internal import EventBatch
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.engine.outbox import Outbox
from visavis.services import session_events
from visavis.services.left_outboxes import collect_outbox, left_outboxes
from visavis.services.organizations import create_organization
from visavis.store.database import Database, open_database
from visavis.store.sessions import Session, SessionWarningRow, TokenOverhead, ToolCall, Turn
from visavis.store.tables import Webhook, WebhookDelivery

SESSION = "0e8cf0e4-8a5b-4a7a-8a39-6a27f2f2a5b1"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    async with opened.transaction() as transaction:
        organization = await create_organization(transaction, "Somebody")
        transaction.add(Session(id=SESSION, organization_id=organization.id, engine="engine-1"))
    yield opened
    await opened.close()


async def never(batch: object) -> None:
    raise AssertionError("this engine died before it could deliver")


async def test_what_a_dead_engine_could_not_deliver_is_written_down(
    database: Database, tmp_path: Path
) -> None:
    outbox = Outbox(tmp_path / "outbox" / "engine-1", never)
    outbox.put(SessionStarted(session_id=SESSION, number=1, at=NOW))
    outbox.put(
        TurnFinished(
            session_id=SESSION, number=2, at=NOW, role="user", text="hello", started_at=NOW, seconds=0.5
        )
    )
    outbox.put(
        SessionEnded(session_id=SESSION, number=3, at=NOW, exit_status="NORMAL_EXIT", reason="hung up")
    )

    (folder,) = left_outboxes(tmp_path / "outbox")
    assert await collect_outbox(database, folder) == 3

    async with database.transaction() as transaction:
        session = await transaction.get(Session, SESSION)
        turn = await transaction.get(Turn, (SESSION, 2))
    assert session is not None
    assert session.exit_status == "NORMAL_EXIT"
    assert turn is not None
    assert turn.text == "hello"
    assert left_outboxes(tmp_path / "outbox") == []


async def test_a_torn_file_costs_only_itself(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "outbox" / "engine-1"
    outbox = Outbox(folder, never)
    outbox.put(SessionStarted(session_id=SESSION, number=1, at=NOW))
    first = min(folder.glob("*.json"))
    os.truncate(first, 5)
    outbox.put(
        SessionEnded(session_id=SESSION, number=2, at=NOW, exit_status="NORMAL_EXIT", reason="hung up")
    )
    assert await collect_outbox(database, folder) == 1


async def test_no_outbox_is_no_trouble(database: Database, tmp_path: Path) -> None:
    assert left_outboxes(tmp_path / "none") == []
    assert await collect_outbox(database, tmp_path / "none") == 0


async def test_an_api_that_dies_before_it_acknowledges_writes_everything_down_once(
    database: Database, tmp_path: Path
) -> None:
    """It has written a batch down, and is killed; the engine tries again, dies too, and its outbox is read."""
    async with database.transaction() as transaction:
        session = await transaction.get_one(Session, SESSION)
        hook = {"url": "https://receiver.example/", "events": ["*"], "sealed_secret": ""}
        transaction.add(Webhook(organization_id=session.organization_id, **hook))
    tried = asyncio.Event()

    async def written_and_then_gone(batch: EventBatch) -> None:
        await session_events.apply(database, batch)
        tried.set()
        raise ConnectionError("the api was killed")

    outbox = Outbox(tmp_path / "engine-1", written_and_then_gone)
    of = {"session_id": SESSION, "at": NOW}
    outbox.put(SessionStarted(**of, number=1))
    outbox.put(TurnFinished(**of, number=2, role="user", text="hello", started_at=NOW, seconds=0.5))
    call = {"turn_index": 0, "tool_call_id": "c", "tool_name": "look_up", "tool_type": "client"}
    outbox.put(ToolCalled(**of, number=3, **call, status="completed", started_at=NOW))
    outbox.put(SessionWarning(**of, number=4, stage="think", message="too slow"))
    took = {"reason": OverheadReason.DROPPED, "usage": TokenUsage(prompt=90)}
    outbox.put(OverheadTold(**of, number=5, **took))
    outbox.put(SessionEnded(**of, number=6, exit_status="NORMAL_EXIT", reason="hung up"))
    running = asyncio.create_task(outbox.run())
    await asyncio.wait_for(tried.wait(), 10)
    running.cancel()

    assert await collect_outbox(database, tmp_path / "engine-1") == 6

    async with database.transaction() as transaction:
        counts = [
            await transaction.scalar(select(func.count()).select_from(table))
            for table in (Turn, ToolCall, SessionWarningRow, TokenOverhead, WebhookDelivery)
        ]
    assert counts == [1, 1, 1, 1, 3], "one of each; and started, called and ended were told"

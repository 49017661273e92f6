"""What engines report is written down once, in whatever portions it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from visavis.contract.events import (
    OverheadTold,
    SessionEnded,
    SessionEvent,
    SessionStarted,
    SessionWarning,
    TurnFinished,
    TurnLatency,
)
from visavis.contract.internal import EventBatch
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.services.organizations import create_organization
from visavis.services.seats import close_left_open
from visavis.services.session_events import apply
from visavis.store.database import Database, open_database
from visavis.store.sessions import Session, SessionWarningRow, TokenOverhead, Turn

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


EVENTS: list[SessionEvent] = [
    SessionStarted(session_id="s", number=1, at=at(0)),
    TurnFinished(
        session_id="s", number=2, at=at(3), role="persona", text="Hello.", started_at=at(1), seconds=1.2
    ),
    TurnFinished(
        session_id="s",
        number=3,
        at=at(9),
        role="persona",
        text="The museum is",
        started_at=at(8),
        seconds=0.9,
        interrupted=True,
        latency=TurnLatency(endpoint_s=0.2, first_sound_s=0.7),
        usage=TokenUsage(prompt=90, completion=8),
    ),
    SessionWarning(session_id="s", number=4, at=at(10), stage="think", message="no answer"),
    SessionEnded(session_id="s", number=5, at=at(20), exit_status="NORMAL_EXIT", reason="hung up"),
]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    async with opened.transaction() as session:
        organization = await create_organization(session, "Ours")
        session.add(Session(id="s", organization_id=organization.id))
    yield opened
    await opened.close()


async def report(database: Database, *events: SessionEvent) -> None:
    await apply(database, EventBatch(events=events))


async def written(database: Database) -> tuple[Session, list[Turn], list[SessionWarningRow]]:
    async with database.transaction() as session:
        turns = await session.scalars(select(Turn).order_by(Turn.number))
        warnings = await session.scalars(select(SessionWarningRow))
        return await session.get_one(Session, "s"), list(turns), list(warnings)


async def test_a_conversation_is_written_down(database: Database) -> None:
    await report(database, *EVENTS)

    session, turns, warnings = await written(database)
    assert (session.started_at, session.ended_at) == (at(0), at(20))
    assert (session.exit_status, session.exit_reason) == ("NORMAL_EXIT", "hung up")
    assert [(turn.text, turn.interrupted) for turn in turns] == [("Hello.", False), ("The museum is", True)]
    assert turns[0].latency is None
    assert turns[1].latency is not None
    assert turns[1].latency["first_sound_s"] == 0.7
    counted = {"prompt": 90, "completion": 8, "cached": None, "reasoning": None}
    assert [turn.usage for turn in turns] == [None, counted]
    assert [(warning.stage, warning.message) for warning in warnings] == [("think", "no answer")]


async def test_repeated_reports_change_nothing(database: Database) -> None:
    await report(database, *EVENTS)
    await report(database, *EVENTS[1:])
    for event in EVENTS:
        await report(database, event)

    session, turns, warnings = await written(database)
    assert [turn.number for turn in turns] == [2, 3]
    assert len(warnings) == 1
    assert session.ended_at == at(20)


async def test_events_of_unknown_sessions_are_dropped_and_the_rest_is_kept(database: Database) -> None:
    stranger = SessionStarted(session_id="gone", number=1, at=at(0))

    await report(database, stranger, EVENTS[0])

    session, _, _ = await written(database)
    assert session.started_at == at(0)


async def test_the_engine_corrects_an_end_that_we_only_supposed(database: Database) -> None:
    await close_left_open(database)
    assert (await written(database))[0].exit_status == "ERROR"

    await report(database, *EVENTS)

    assert (await written(database))[0].exit_status == "NORMAL_EXIT"


async def test_tokens_beyond_the_turns_are_written_down_once_and_only_while_they_may_be_kept(
    database: Database,
) -> None:
    took = {"reason": OverheadReason.CUT_OFF, "usage": TokenUsage(prompt=90, completion=8)}
    first, second = (
        OverheadTold(session_id="s", number=number, at=at(9), **took, estimated=number == 6)
        for number in (6, 7)
    )
    await report(database, first)
    await report(database, first)
    async with database.transaction() as session:
        (await session.get_one(Session, "s")).erased_at = at(30)
    await report(database, second)

    async with database.transaction() as session:
        (row,) = await session.scalars(select(TokenOverhead))
    assert (row.number, row.reason, row.estimated) == (6, "cut_off", True)
    assert TokenUsage.model_validate(row.usage) == took["usage"]

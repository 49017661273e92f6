"""What webhooks are told of: once, together with the fact, and never what was said."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.services.happenings import SAID, at, begin, called, ended, report, said, started, subscribe, told
from tests.services.test_ingestion import uploaded, work
from tests.services.wings import opened_wing

from visavis.services import ingestion
from visavis.services.erasure import erase
from visavis.services.organizations import create_organization
from visavis.services.seats import close_left_open, engine_lost
from visavis.services.wing import ControlWing
from visavis.store.sessions import Session
from visavis.store.tables import KnowledgeDocument


@pytest.fixture
async def wing(tmp_path: Path) -> AsyncIterator[ControlWing]:
    async with opened_wing(tmp_path) as opened:
        yield opened


async def types(wing: ControlWing, webhook_id: str | None = None) -> list[str]:
    return [one.event for one in await told(wing, webhook_id)]


async def test_a_session_is_told_of_in_its_order_without_what_was_said(wing: ControlWing) -> None:
    await subscribe(wing, "*")
    await begin(wing, persona_id="p", client_label="kiosk-1")

    await report(wing, started(), said(), called(), ended())

    first, second, third = [json.loads(one.body) for one in await told(wing)]
    of_session = {"sessionId": "s", "personaId": "p", "clientLabel": "kiosk-1"}
    assert first == {
        "type": "session.started",
        "timestamp": "2026-11-20T20:00:00.000Z",
        "id": "evt_s_started",
        "data": of_session | {"startedAt": "2026-11-20T20:00:00.000Z"},
    }
    assert second == {
        "type": "tool.called",
        "timestamp": "2026-11-20T20:00:05.000Z",
        "id": "evt_s_3",
        "data": of_session
        | {
            "turnIndex": 0,
            "toolCallId": "call-3",
            "toolName": "look_up",
            "toolType": "server",
            "toolSubtype": "rag",
            "status": "failed",
            "startedAt": "2026-11-20T20:00:04.000Z",
            "completedAt": "2026-11-20T20:00:05.000Z",
        },
    }
    assert (third["type"], third["id"]) == ("session.ended", "evt_s_ended")
    assert third["data"] == of_session | {
        "startedAt": "2026-11-20T20:00:00.000Z",
        "endedAt": "2026-11-20T20:00:09.000Z",
        "durationMs": 9000,
        "exitStatus": "NORMAL_EXIT",
    }
    assert not any(SAID in one.body for one in await told(wing))


async def test_an_event_id_holds_no_dot_because_it_is_signed_between_dots(wing: ControlWing) -> None:
    await subscribe(wing, "*")
    await begin(wing)
    await report(wing, started(), called(), ended())

    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,100}", one.event_id) for one in await told(wing))


async def test_reports_that_come_again_are_not_told_again(wing: ControlWing) -> None:
    await subscribe(wing, "*")
    await begin(wing)
    events = (started(), called(), called(number=5), ended(number=6))

    await report(wing, *events)
    await report(wing, *events)
    for event in events:
        await report(wing, event)

    assert await types(wing) == ["session.started", "tool.called", "tool.called", "session.ended"]


async def test_a_report_that_comes_again_after_everything_was_erased_is_not_told_again(
    wing: ControlWing,
) -> None:
    await subscribe(wing, "*")
    await begin(wing)
    await report(wing, called(), ended())
    async with wing.database.transaction() as session:
        await erase(session, ["s"])

    await report(wing, called(), ended())

    assert await types(wing) == ["tool.called", "session.ended"]


async def test_a_webhook_that_came_later_hears_nothing_of_what_is_reported_again(wing: ControlWing) -> None:
    await begin(wing)
    events = (started(), called(), ended())
    await report(wing, *events)
    await subscribe(wing, "*")

    await report(wing, *events)

    assert await told(wing) == []


async def test_each_webhook_gets_what_it_asked_for_and_others_get_nothing(wing: ControlWing) -> None:
    ends = await subscribe(wing, "session.ended", "document.ready")
    tools = await subscribe(wing, "tool.called")
    disabled = await subscribe(wing, "*", enabled=False)
    async with wing.database.transaction() as session:
        stranger = await create_organization(session, "Somebody else")
    theirs = await subscribe(wing, "*", organization_id=stranger.id)
    await begin(wing)

    await report(wing, started(), called(), ended())

    assert await types(wing, ends) == ["session.ended"]
    assert await types(wing, tools) == ["tool.called"]
    assert await types(wing, disabled) == await types(wing, theirs) == []


async def test_what_is_rolled_back_is_not_told(wing: ControlWing, monkeypatch: pytest.MonkeyPatch) -> None:
    await subscribe(wing, "*")
    await begin(wing)

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("visavis.services.session_events._turn", broken)
    with pytest.raises(OSError, match="full"):
        await report(wing, started(), said())

    assert await told(wing) == []
    async with wing.database.transaction() as session:
        assert (await session.get_one(Session, "s")).started_at is None


async def test_under_zero_data_retention_events_are_the_same(wing: ControlWing) -> None:
    await subscribe(wing, "*")
    await begin(wing, zero_data_retention=True)

    await report(wing, started(), said(), called(), ended())

    assert await types(wing) == ["session.started", "tool.called", "session.ended"]
    assert not any(SAID in one.body for one in await told(wing))


@pytest.mark.parametrize("how", ["the engine died", "the server was restarted"])
async def test_an_end_that_we_suppose_is_told_and_its_correction_is_not(wing: ControlWing, how: str) -> None:
    await subscribe(wing, "session.ended")
    await begin(wing, engine="engine-1", started_at=at(0))
    if how == "the engine died":
        await engine_lost(wing.database, "engine-1")
        await engine_lost(wing.database, "engine-1")
    else:
        await close_left_open(wing.database)

    await report(wing, ended())

    [only] = [json.loads(one.body) for one in await told(wing)]
    assert only["data"]["exitStatus"] == "ERROR"
    async with wing.database.transaction() as session:
        assert (await session.get_one(Session, "s")).exit_status == "NORMAL_EXIT"


async def test_documents_are_told_of_when_they_were_read_or_could_not_be(wing: ControlWing) -> None:
    await subscribe(wing, "document.ready", "document.failed")
    good = await uploaded(wing, "secret plans.log")
    bad = await uploaded(wing, "worse plans.csv", 'a,b\n"never closed' + "x" * 1_100_000)
    await work(wing)
    await work(wing)

    ready, failed = await told(wing)

    assert json.loads(ready.body)["data"] == {
        "documentId": good.id,
        "knowledgeFolderId": good.group_id,
        "status": "READY",
    }
    assert (failed.event, json.loads(failed.body)["data"]["status"]) == ("document.failed", "FAILED")
    assert failed.event_id == f"evt_{bad.id}_failed"
    assert "plans" not in ready.body + failed.body


async def test_a_document_whose_last_chunks_are_not_stored_is_not_told_of(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(wing, "*")
    document = await uploaded(wing)

    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(ingestion, "tell", broken)
    await work(wing)

    assert await told(wing) == []
    async with wing.database.transaction() as session:
        assert (await session.get_one(KnowledgeDocument, document.id)).status == "PROCESSING"

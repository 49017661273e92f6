"""One session as an engine would report it, webhooks that are told of it, and what they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from tests.services.wings import organization_of

from visavis.contract.events import SessionEnded, SessionEvent, SessionStarted, ToolCalled, TurnFinished
from visavis.contract.internal import EventBatch
from visavis.services.session_events import apply
from visavis.services.webhook_signing import new_secret
from visavis.services.wing import ControlWing
from visavis.store.sessions import Session
from visavis.store.webhooks import Webhook, WebhookDelivery

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SAID = "the moon is made of cheese"


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def started(session_id: str = "s") -> SessionStarted:
    return SessionStarted(session_id=session_id, number=1, at=at(0))


def said(session_id: str = "s") -> TurnFinished:
    return TurnFinished(
        session_id=session_id, number=2, at=at(3), role="user", text=SAID, started_at=at(1), seconds=2
    )


def called(session_id: str = "s", number: int = 3) -> ToolCalled:
    return ToolCalled(
        session_id=session_id,
        number=number,
        at=at(5),
        turn_index=0,
        tool_call_id=f"call-{number}",
        tool_name="look_up",
        tool_type="server",
        tool_subtype="rag",
        status="failed",
        started_at=at(4),
        completed_at=at(5),
        error_message=SAID,
        arguments={"query": SAID},
        result=SAID,
        documents_accessed=(SAID,),
    )


def ended(session_id: str = "s", number: int = 4) -> SessionEnded:
    return SessionEnded(
        session_id=session_id, number=number, at=at(9), exit_status="NORMAL_EXIT", reason="hung up"
    )


async def subscribe(wing: ControlWing, *events: str, secret: str = "", **fields: Any) -> str:
    """A webhook as in the table; its id."""
    given = {"url": "https://receiver.example/", "organization_id": await organization_of(wing)} | fields
    sealed = wing.keyring.seal(secret or new_secret())
    webhook = Webhook(events=list(events or ["*"]), sealed_secret=sealed, **given)
    async with wing.database.transaction() as session:
        session.add(webhook)
    return webhook.id


async def begin(wing: ControlWing, session_id: str = "s", **fields: Any) -> None:
    async with wing.database.transaction() as session:
        session.add(Session(id=session_id, organization_id=await organization_of(wing), **fields))


async def report(wing: ControlWing, *events: SessionEvent) -> None:
    await apply(wing.database, EventBatch(events=events))


async def told(wing: ControlWing, webhook_id: str | None = None) -> list[WebhookDelivery]:
    statement = select(WebhookDelivery).order_by(WebhookDelivery.number)
    if webhook_id:
        statement = statement.where(WebhookDelivery.webhook_id == webhook_id)
    async with wing.database.transaction() as session:
        return list(await session.scalars(statement))

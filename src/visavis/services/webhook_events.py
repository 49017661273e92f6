"""The events that webhooks tell of, written down for each webhook that wants them.

    the fact ─┬─ one transaction ─▶ committed ──▶ services.courier sends it
    tell()  ──┘                └─▶ rolled back: neither happened

An event tells that something happened, to what, and when: ids, states and times. It never holds what was
said, nor the name of a file, so it may be kept and sent whatever the retention of its session; who may know
more asks the API for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.events import ToolCalled
from visavis.services.session_history import length_ms
from visavis.store.base import new_id, now
from visavis.store.knowledge import READY
from visavis.store.sessions import Session
from visavis.store.tables import KnowledgeDocument
from visavis.store.webhooks import WAITING, Webhook, WebhookDelivery

EventType = Literal["session.started", "session.ended", "tool.called", "document.ready", "document.failed"]
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
ALL_EVENTS = "*"
PING = "ping"
"""Sent on request only; nobody subscribes to it."""


@dataclass(frozen=True, slots=True)
class Happening:
    type: str
    id: str
    """The same whenever the same thing is reported again; no dot in it, because it is signed between dots."""
    at: datetime
    data: dict[str, Any]

    def body(self) -> str:
        """JSON, as it is signed and sent."""
        told = {"type": self.type, "timestamp": _iso(self.at), "id": self.id, "data": self.data}
        return json.dumps(told, separators=(",", ":"), ensure_ascii=False)

    def delivery(self, webhook: Webhook, next_attempt_at: datetime | None) -> WebhookDelivery:
        return WebhookDelivery(
            webhook_id=webhook.id,
            event_id=self.id,
            event=self.type,
            body=self.body(),
            status=WAITING,
            attempts=0,
            next_attempt_at=next_attempt_at,
        )


async def tell(session: AsyncSession, organization_id: str, happening: Happening) -> None:
    """In the transaction that writes the fact itself; `wing.deliveries_added.ring()` after it. Told again, it
    changes nothing."""
    enabled = select(Webhook).where(Webhook.organization_id == organization_id, Webhook.enabled)
    wanting = [webhook for webhook in await session.scalars(enabled) if wants(webhook, happening.type)]
    if not wanting:
        return
    told = select(WebhookDelivery.webhook_id).where(
        WebhookDelivery.event_id == happening.id,
        WebhookDelivery.webhook_id.in_([webhook.id for webhook in wanting]),
    )
    already = set(await session.scalars(told))
    at = now()
    session.add_all(happening.delivery(webhook, at) for webhook in wanting if webhook.id not in already)


def wants(webhook: Webhook, type: str) -> bool:
    return ALL_EVENTS in webhook.events or type in webhook.events


def session_started(row: Session) -> Happening:
    assert row.started_at is not None
    data = _session(row) | {"startedAt": _iso(row.started_at)}
    return Happening("session.started", f"evt_{row.id}_started", row.started_at, data)


def session_ended(row: Session) -> Happening:
    """A session ends once: should an engine that was believed dead correct how, nobody is told twice."""
    assert row.ended_at is not None
    data = _session(row) | {
        "startedAt": _iso(row.started_at) if row.started_at else None,
        "endedAt": _iso(row.ended_at),
        "durationMs": length_ms(row),
        "exitStatus": row.exit_status,
    }
    return Happening("session.ended", f"evt_{row.id}_ended", row.ended_at, data)


def tool_called(row: Session, call: ToolCalled) -> Happening:
    data = _session(row) | {
        "turnIndex": call.turn_index,
        "toolCallId": call.tool_call_id,
        "toolName": call.tool_name,
        "toolType": call.tool_type,
        "toolSubtype": call.tool_subtype,
        "status": call.status,
        "startedAt": _iso(call.started_at),
        "completedAt": _iso(call.completed_at) if call.completed_at else None,
    }
    return Happening("tool.called", f"evt_{row.id}_{call.number}", call.at, data)


def document_read(document: KnowledgeDocument, at: datetime) -> Happening:
    """Or not: its status says which."""
    data = {
        "documentId": document.id,
        "knowledgeFolderId": document.group_id,
        "status": document.status,
    }
    outcome = "ready" if document.status == READY else "failed"
    return Happening(f"document.{outcome}", f"evt_{document.id}_{outcome}", at, data)


def ping(webhook: Webhook, at: datetime) -> Happening:
    return Happening(PING, f"evt_{new_id()}", at, {"webhookId": webhook.id})


def _session(row: Session) -> dict[str, Any]:
    return {"sessionId": row.id, "personaId": row.persona_id, "clientLabel": row.client_label}


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

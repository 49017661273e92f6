"""Webhooks and their log. Ours: the public contract has none."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from visavis.api.schemas.base import Answer, Timestamp, Url, Uuid
from visavis.services.options import Body, Exact
from visavis.services.webhook_events import ALL_EVENTS, EventType
from visavis.services.webhooks import NewSecret
from visavis.store.webhooks import Webhook, WebhookDelivery

MOST_EVENTS = 100


def _listed(events: Any) -> Any:
    return [ALL_EVENTS] if events == ALL_EVENTS else events


def _each_once(events: list[str]) -> list[str]:
    return [ALL_EVENTS] if ALL_EVENTS in events else sorted(set(events))


Target = Annotated[str, Field(min_length=1, max_length=2000)]
"""http or https, and public."""
Description = Annotated[str, Field(max_length=1000)]
Events = Annotated[
    list[EventType | Literal["*"]],
    Field(min_length=1, max_length=MOST_EVENTS),
    BeforeValidator(_listed),
    AfterValidator(_each_once),
]


class WebhookUpdate(Body, Exact):
    """Left out is unchanged; null takes the description away."""

    url: Target = ""
    description: Description | None = None
    events: Events = Field(default_factory=list)
    enabled: bool = True

    def given(self) -> dict[str, Any]:
        """What the request said, under the names of the table."""
        return self.model_dump(exclude_unset=True)


class WebhookCreate(WebhookUpdate):
    """Without `events` it gets all, those of later versions too."""

    url: Target

    def given(self) -> dict[str, Any]:
        return {"events": [ALL_EVENTS]} | super().given()


class WebhookAnswer(Answer):
    id: Uuid
    url: Url
    description: str | None
    events: list[str]
    enabled: bool
    disabled_reason: str | None
    """Why this server has disabled it."""
    old_secret_expires_at: Timestamp | None
    """After a rotation: until when the secret before signs too."""
    created_at: Timestamp
    updated_at: Timestamp


class NewWebhookSecretAnswer(WebhookAnswer):
    secret: str
    """Shown this once."""


class WebhookDeliveryAnswer(Answer):
    id: Uuid
    event_id: str
    event: str
    status: Literal["waiting", "delivered", "failed"]
    attempts: int
    response_status: int | None
    response_body: str | None
    """How it begins."""
    duration_ms: int | None
    error: str | None
    payload: dict[str, Any]
    created_at: Timestamp
    attempted_at: Timestamp | None
    next_attempt_at: Timestamp | None


def webhook_answer(row: Webhook) -> WebhookAnswer:
    return WebhookAnswer(
        id=row.id,
        url=row.url,
        description=row.description,
        events=row.events,
        enabled=row.enabled,
        disabled_reason=row.disabled_reason,
        old_secret_expires_at=row.old_secret_until,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def new_secret_answer(made: NewSecret) -> NewWebhookSecretAnswer:
    return NewWebhookSecretAnswer(**dict(webhook_answer(made.webhook)), secret=made.secret)


def delivery_answer(row: WebhookDelivery) -> WebhookDeliveryAnswer:
    return WebhookDeliveryAnswer(
        id=row.id,
        event_id=row.event_id,
        event=row.event,
        status=row.status,
        attempts=row.attempts,
        response_status=row.response_status,
        response_body=row.response_body,
        duration_ms=row.duration_ms,
        error=row.error,
        payload=json.loads(row.body),
        created_at=row.created_at,
        attempted_at=row.attempted_at,
        next_attempt_at=row.next_attempt_at,
    )

"""Deliveries to webhooks: attempted, written down, shown, begun anew, forgotten.

told ──▶ waiting ──▶ an attempt ──▶ delivered
            ▲            ├─ it failed: again, a little later
            └────────────┤
                         └─ too often, the receiver is gone, or the webhook is disabled ──▶ failed
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict, NotFound
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.webhook_sender import GONE, Sent, send
from visavis.services.webhook_signing import signed_headers
from visavis.services.wing import ControlWing
from visavis.store.secrets import Keyring, NotSealedHere
from visavis.store.webhooks import DELIVERED, FAILED, WAITING, Webhook, WebhookDelivery

KEPT_DAYS = 30

RECEIVER_GONE = "The receiver answered 410 Gone"
UNREADABLE_SECRET = "The secret of this webhook is unreadable here; rotate it"
DISABLED_FIRST = "The webhook was disabled before this was delivered"


async def attempt(wing: ControlWing, webhook: Webhook, delivery: WebhookDelivery, at: datetime) -> Sent:
    """Sends it, signed at `at`."""
    body = delivery.body.encode()
    try:
        secrets = valid_secrets(wing.keyring, webhook, at)
    except NotSealedHere:
        return Sent(0, error=UNREADABLE_SECRET)
    return await send(wing.outgoing, webhook.url, signed_headers(secrets, delivery.event_id, at, body), body)


async def note(
    session: AsyncSession,
    webhook: Webhook,
    delivery: WebhookDelivery,
    sent: Sent,
    at: datetime,
    again_at: datetime | None,
) -> None:
    """Writes down what came of the attempt at `at`; `again_at`: the next one, should it have failed."""
    delivery.attempts += 1
    delivery.attempted_at = at
    delivery.duration_ms = sent.duration_ms
    delivery.response_status = sent.status
    delivery.response_body = sent.answered
    delivery.error = sent.error
    waits = not sent.delivered and again_at is not None and webhook.enabled and sent.status != GONE
    delivery.next_attempt_at = again_at if waits else None
    delivery.status = DELIVERED if sent.delivered else WAITING if waits else FAILED
    if sent.status == GONE:
        await disable(session, webhook, RECEIVER_GONE)


async def disable(session: AsyncSession, webhook: Webhook, reason: str | None = None) -> None:
    """Nothing is sent there any more: what waits has failed, so that enabling it later brings no old news."""
    webhook.enabled, webhook.disabled_reason = False, reason
    waiting = update(WebhookDelivery).where(
        WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.status == WAITING
    )
    await session.execute(waiting.values(status=FAILED, next_attempt_at=None, error=DISABLED_FIRST))


async def list_deliveries(
    session: AsyncSession, webhook: Webhook, request: PageRequest
) -> Page[WebhookDelivery]:
    """The newest first."""
    statement = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    return await fetch_page(session, statement.order_by(WebhookDelivery.number.desc()), request)


async def redeliver(
    session: AsyncSession, webhook: Webhook, delivery_id: str, at: datetime
) -> WebhookDelivery:
    """Begins it anew; `wing.deliveries_added.ring()` afterwards.

    Raises NotFound, and Conflict for a webhook that is disabled.
    """
    delivery = await session.scalar(
        select(WebhookDelivery).where(
            WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook.id
        )
    )
    if delivery is None:
        raise NotFound("Delivery not found")
    if not webhook.enabled:
        raise Conflict("The webhook is disabled; enable it first")
    delivery.status, delivery.attempts, delivery.next_attempt_at = WAITING, 0, at
    return delivery


async def forget_deliveries(session: AsyncSession, at: datetime, most: int) -> int:
    """Removes what was told too long ago, its payload with it; how many there were, `most` at a time."""
    told_before = at - timedelta(days=KEPT_DAYS)
    old = select(WebhookDelivery.number).where(
        WebhookDelivery.created_at < told_before, WebhookDelivery.status != WAITING
    )
    numbers = (await session.scalars(old.limit(most))).all()
    await session.execute(delete(WebhookDelivery).where(WebhookDelivery.number.in_(numbers)))
    return len(numbers)


def valid_secrets(keyring: Keyring, webhook: Webhook, at: datetime) -> Sequence[str]:
    """The newest first. Raises NotSealedHere."""
    sealed = [webhook.sealed_secret]
    if webhook.sealed_old_secret and webhook.old_secret_until and at < webhook.old_secret_until:
        sealed.append(webhook.sealed_old_secret)
    return [keyring.unseal(one) for one in sealed]

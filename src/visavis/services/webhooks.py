"""Webhooks of an organization: made, changed, tested, given new secrets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict, NotFound
from visavis.services.organizations import hold_organization
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.webhook_deliveries import attempt, disable, note
from visavis.services.webhook_events import ping
from visavis.services.webhook_signing import new_secret
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.webhooks import Webhook, WebhookDelivery

MOST_WEBHOOKS = 20
"""Of an organization: each event is a row and a request for every one of them."""
OLD_SECRET_FOR = timedelta(hours=24)
"""How long receivers have to learn a new secret."""


@dataclass(frozen=True, slots=True)
class NewSecret:
    webhook: Webhook
    secret: str
    """In the clear, for the only time."""


async def create_webhook(wing: ControlWing, organization_id: str, fields: dict[str, Any]) -> NewSecret:
    """`fields` as in the table. Raises Invalid, and Conflict when there are too many."""
    await wing.outgoing.check(fields["url"], "url")
    secret = new_secret()
    webhook = Webhook(
        id=new_id(), organization_id=organization_id, sealed_secret=wing.keyring.seal(secret), **fields
    )
    async with wing.database.transaction() as session:
        await hold_organization(session, organization_id)
        there = select(func.count()).where(Webhook.organization_id == organization_id)
        if (await session.scalar(there) or 0) >= MOST_WEBHOOKS:
            raise Conflict(f"An organization has {MOST_WEBHOOKS} webhooks at most; delete one first")
        session.add(webhook)
    return NewSecret(webhook, secret)


async def list_webhooks(session: AsyncSession, organization_id: str, request: PageRequest) -> Page[Webhook]:
    """The newest first."""
    statement = (
        select(Webhook)
        .where(Webhook.organization_id == organization_id)
        .order_by(Webhook.created_at.desc(), Webhook.id)
    )
    return await fetch_page(session, statement, request)


async def get_webhook(session: AsyncSession, organization_id: str, webhook_id: str) -> Webhook:
    webhook = await session.get(Webhook, webhook_id)
    if webhook is None or webhook.organization_id != organization_id:
        raise NotFound("Webhook not found")
    return webhook


async def update_webhook(
    wing: ControlWing, organization_id: str, webhook_id: str, changes: dict[str, Any]
) -> Webhook:
    """Raises NotFound, Invalid."""
    async with wing.database.transaction() as session:
        await get_webhook(session, organization_id, webhook_id)
    if "url" in changes:
        await wing.outgoing.check(changes["url"], "url")
    async with wing.database.transaction() as session:
        webhook = await get_webhook(session, organization_id, webhook_id)
        for name, value in changes.items():
            setattr(webhook, name, value)
        if "enabled" in changes:
            webhook.disabled_reason = None
        if not webhook.enabled:
            await disable(session, webhook, webhook.disabled_reason)
    return webhook


async def delete_webhook(session: AsyncSession, organization_id: str, webhook_id: str) -> None:
    """With its log; what waits is never sent."""
    await session.delete(await get_webhook(session, organization_id, webhook_id))


async def rotate_secret(wing: ControlWing, organization_id: str, webhook_id: str, at: datetime) -> NewSecret:
    """The old secret signs too for a day; one that was older still no longer does."""
    secret = new_secret()
    async with wing.database.transaction() as session:
        webhook = await get_webhook(session, organization_id, webhook_id)
        webhook.sealed_old_secret, webhook.old_secret_until = webhook.sealed_secret, at + OLD_SECRET_FOR
        webhook.sealed_secret = wing.keyring.seal(secret)
    return NewSecret(webhook, secret)


async def send_ping(
    wing: ControlWing, organization_id: str, webhook_id: str, at: datetime
) -> WebhookDelivery:
    """Sends a ping, once, also to a disabled webhook; what came of it is the delivery."""
    async with wing.database.transaction() as session:
        webhook = await get_webhook(session, organization_id, webhook_id)
    delivery = ping(webhook, at).delivery(webhook, next_attempt_at=None)
    sent = await attempt(wing, webhook, delivery, at)
    async with wing.database.transaction() as session:
        webhook = await get_webhook(session, organization_id, webhook_id)
        session.add(delivery)
        await note(session, webhook, delivery, sent, at, again_at=None)
    return delivery

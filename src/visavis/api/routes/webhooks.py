"""/v1/webhooks: who is told of events, and what came of telling them. Our extension."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from visavis.api.deps import CallerDep, Id, PageDep, WingDep
from visavis.api.schemas.base import Listing, Said, listing
from visavis.api.schemas.webhooks import (
    NewWebhookSecretAnswer,
    WebhookAnswer,
    WebhookCreate,
    WebhookDeliveryAnswer,
    WebhookUpdate,
    delivery_answer,
    new_secret_answer,
    webhook_answer,
)
from visavis.services import webhook_deliveries, webhooks
from visavis.store.base import now

router = APIRouter(prefix="/v1/webhooks", tags=["Webhooks"])

DeliveryId = Annotated[UUID, Path(alias="deliveryId")]


@router.get("")
async def list_webhooks(wing: WingDep, caller: CallerDep, page: PageDep) -> Listing[WebhookAnswer]:
    async with wing.database.transaction() as session:
        found = await webhooks.list_webhooks(session, caller.organization_id, page)
    return listing(found, webhook_answer)


@router.post("", status_code=201)
async def create_webhook(wing: WingDep, caller: CallerDep, body: WebhookCreate) -> NewWebhookSecretAnswer:
    """The secret with which it is signed is shown this once."""
    return new_secret_answer(await webhooks.create_webhook(wing, caller.organization_id, body.given()))


@router.get("/{id}")
async def get_webhook(wing: WingDep, caller: CallerDep, webhook_id: Id) -> WebhookAnswer:
    async with wing.database.transaction() as session:
        row = await webhooks.get_webhook(session, caller.organization_id, str(webhook_id))
    return webhook_answer(row)


@router.put("/{id}")
async def update_webhook(
    wing: WingDep, caller: CallerDep, webhook_id: Id, body: WebhookUpdate
) -> WebhookAnswer:
    """Disabling it gives up what waits to be sent."""
    row = await webhooks.update_webhook(wing, caller.organization_id, str(webhook_id), body.given())
    return webhook_answer(row)


@router.delete("/{id}")
async def delete_webhook(wing: WingDep, caller: CallerDep, webhook_id: Id) -> Said:
    async with wing.database.transaction() as session:
        await webhooks.delete_webhook(session, caller.organization_id, str(webhook_id))
    return Said(message="Webhook deleted")


@router.post("/{id}/test")
async def test_webhook(wing: WingDep, caller: CallerDep, webhook_id: Id) -> WebhookDeliveryAnswer:
    """Sends a `ping` now, once, and says what came of it."""
    return delivery_answer(await webhooks.send_ping(wing, caller.organization_id, str(webhook_id), now()))


@router.post("/{id}/rotate-secret")
async def rotate_webhook_secret(wing: WingDep, caller: CallerDep, webhook_id: Id) -> NewWebhookSecretAnswer:
    """The old secret signs too for 24 hours."""
    made = await webhooks.rotate_secret(wing, caller.organization_id, str(webhook_id), now())
    return new_secret_answer(made)


@router.get("/{id}/deliveries")
async def list_webhook_deliveries(
    wing: WingDep, caller: CallerDep, page: PageDep, webhook_id: Id
) -> Listing[WebhookDeliveryAnswer]:
    async with wing.database.transaction() as session:
        row = await webhooks.get_webhook(session, caller.organization_id, str(webhook_id))
        found = await webhook_deliveries.list_deliveries(session, row, page)
    return listing(found, delivery_answer)


@router.post("/{id}/deliveries/{deliveryId}/redeliver", status_code=202)
async def redeliver_webhook_delivery(
    wing: WingDep, caller: CallerDep, webhook_id: Id, delivery_id: DeliveryId
) -> WebhookDeliveryAnswer:
    """Sends it again, with its retries, under the same event id."""
    async with wing.database.transaction() as session:
        row = await webhooks.get_webhook(session, caller.organization_id, str(webhook_id))
        delivery = await webhook_deliveries.redeliver(session, row, str(delivery_id), now())
    wing.deliveries_added.ring()
    return delivery_answer(delivery)

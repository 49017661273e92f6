"""Brings events to webhooks, in the background.

These are no `services.jobs`: a receiver may let each of them wait for ten seconds, so they would hold up the
reading of documents; they are tried again for a day rather than three times; and their rows stay, as the log.

    due ──▶ one errand for each webhook, the oldest event first ──▶ sent ──▶ written down ──▶ the next one

A webhook has one errand at a time, an organization a few, and all together not too many: who answers slowly
delays their own events. A process that dies leaves rows that are due, and the next one sends them, perhaps
for the second time: one api process works on a database, so nobody else does.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from visavis.services.webhook_deliveries import DISABLED_FIRST, attempt, note
from visavis.services.webhook_retries import next_attempt, retry_after_s
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.webhooks import FAILED, Webhook, WebhookDelivery

log = logging.getLogger(__name__)

AT_ONCE = 32
AT_ONCE_OF_ONE_ORGANIZATION = 8
POLL_S = 2.0
"""For retries, and for what is told where nobody can wake us; the rest is told of at once."""
PAUSE_S = 5.0
"""After a fault of ours: what was sent and could not be written down is not sent again and again."""


@dataclass(frozen=True, slots=True)
class Errand:
    webhook_id: str
    organization_id: str
    number: int
    """Of the delivery."""


class Courier:
    """Delivers until it is cancelled."""

    def __init__(
        self,
        wing: ControlWing,
        clock: Callable[[], datetime] = now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._wing = wing
        self._clock = clock
        self._chance = chance
        self._under_way: dict[str, Errand] = {}
        """By webhook."""

    async def run(self) -> None:
        bell = self._wing.deliveries_added.listen()
        async with asyncio.TaskGroup() as errands:
            while True:
                try:
                    for errand in await self._due():
                        self._under_way[errand.webhook_id] = errand
                        errands.create_task(self._go(errand), name=f"webhook {errand.webhook_id}")
                except Exception:
                    log.exception("Webhooks could not be looked after")
                await bell.wait(POLL_S)

    async def work_off(self) -> None:
        """Delivers what is due now, one after the other."""
        while due := await self._due():
            for errand in due:
                await self._deliver(errand)

    async def _due(self) -> list[Errand]:
        """The next errand of each webhook that has none under way, as many as may begin now."""
        waits_longest = func.min(WebhookDelivery.next_attempt_at)
        due = (
            select(Webhook.id, Webhook.organization_id, func.min(WebhookDelivery.number))
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(WebhookDelivery.next_attempt_at <= self._clock(), Webhook.id.not_in(list(self._under_way)))
            .group_by(Webhook.id, Webhook.organization_id)
            .order_by(waits_longest)
        )
        async with self._wing.database.reading() as connection:
            found = [Errand(*row) for row in await connection.execute(due)]
        chosen, busy = [], Counter(errand.organization_id for errand in self._under_way.values())
        for errand in found:
            if busy.total() < AT_ONCE and busy[errand.organization_id] < AT_ONCE_OF_ONE_ORGANIZATION:
                busy[errand.organization_id] += 1
                chosen.append(errand)
        return chosen

    async def _go(self, errand: Errand) -> None:
        try:
            await self._deliver(errand)
        except Exception:
            log.exception("A delivery to webhook %s could not be made or written down", errand.webhook_id)
            await asyncio.sleep(PAUSE_S)
        finally:
            del self._under_way[errand.webhook_id]
            self._wing.deliveries_added.ring()

    async def _deliver(self, errand: Errand) -> None:
        async with self._wing.database.transaction() as session:
            webhook = await session.get(Webhook, errand.webhook_id)
            delivery = await session.get(WebhookDelivery, errand.number)
            if webhook is None or delivery is None or delivery.next_attempt_at is None:
                return
            if not webhook.enabled:
                delivery.status, delivery.next_attempt_at, delivery.error = FAILED, None, DISABLED_FIRST
                return
        at = self._clock()
        sent = await attempt(self._wing, webhook, delivery, at)
        async with self._wing.database.transaction() as session:
            webhook = await session.get(Webhook, errand.webhook_id, with_for_update=True)
            delivery = await session.get(WebhookDelivery, errand.number, with_for_update=True)
            if webhook is None or delivery is None:  # deleted meanwhile
                return
            wait_s = retry_after_s(sent.retry_after, at)
            again_at = next_attempt(delivery.attempts + 1, self._clock(), self._chance, wait_s)
            await note(session, webhook, delivery, sent, at, again_at)

"""A courier at work: a control wing, a clock of the test, and a real receiver that may be reached."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.receivers import Clock, Receiver
from tests.services.happenings import called, report, subscribe, told
from tests.services.wings import opened_wing

from visavis.services.courier import Courier
from visavis.services.wing import ControlWing
from visavis.store.webhooks import Webhook, WebhookDelivery


@dataclass
class House:
    """A control wing, its courier on a clock of the test, and a receiver that it may reach."""

    wing: ControlWing
    receiver: Receiver
    clock: Clock

    @property
    def courier(self) -> Courier:
        return Courier(self.wing, self.clock, chance=lambda: 0.0)

    async def subscribe(self, *events: str, **fields: Any) -> str:
        return await subscribe(self.wing, *events, **{"url": self.receiver.url} | fields)

    async def call_tools(self, *numbers: int) -> None:
        await report(self.wing, *(called(number=number) for number in numbers))
        self.wing.deliveries_added.ring()

    async def deliver(self) -> None:
        await self.courier.work_off()

    async def only(self) -> WebhookDelivery:
        [one] = await told(self.wing)
        return one

    async def webhook(self, webhook_id: str) -> Webhook:
        async with self.wing.database.transaction() as session:
            return await session.get_one(Webhook, webhook_id)

    def numbers(self, receiver: Receiver | None = None) -> list[str]:
        """Of the tool calls that came, in their order."""
        return [event["data"]["toolCallId"] for event in (receiver or self.receiver).events]


@asynccontextmanager
async def at_home(data_dir: Path, receiver: Receiver) -> AsyncIterator[House]:
    async with opened_wing(data_dir, allowed_hosts=receiver.web.host) as wing:
        yield House(wing, receiver, Clock())


@asynccontextmanager
async def at_work(courier: Courier) -> AsyncIterator[None]:
    running = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

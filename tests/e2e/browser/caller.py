"""A page with one call in it, as a test drives and observes it."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Page

WITHIN_S = 15.0
"""Long enough for two busy cores; a test that passes never waits for it."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the SDK, or SOUND and SILENCE of the page's witness."""

    number: int
    name: str
    values: list[Any]
    at_s: float
    """On the page's clock."""

    @property
    def value(self) -> Any:
        return self.values[0] if self.values else None


Where = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Grey pictures of a part of the video, at seconds of the page's clock."""

    at_s: NDArray[np.float64]
    grey: NDArray[np.float32]
    """(pictures, rows, columns), 0..255"""


@dataclass
class Caller:
    page: Page
    events: list[Event] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @classmethod
    async def at(cls, page: Page, address: str) -> Caller:
        """Opens the web site on an empty page."""
        caller = cls(page)
        await page.expose_function("hear", caller._hear)
        await page.goto(address)
        return caller

    async def call(self, token: str, base_url: str, **options: Any) -> None:
        """Returns when the SDK has both tracks; `options` are the SDK's."""
        await self.page.evaluate("arguments => call(...arguments)", [token, base_url, options])

    async def connected(self, token: str, base_url: str, **options: Any) -> None:
        """`call`, and then all that comes before a conversation."""
        await self.call(token, base_url, **options)
        await asyncio.gather(
            *(self.until(name) for name in ("SESSION_READY", "VIDEO_PLAY_STARTED", "LISTENING"))
        )

    async def does(self, script: str, value: Any = None) -> Any:
        """Runs JavaScript, in which `client` is the SDK's client and `value` this value."""
        return await self.page.evaluate(f"async value => {script}", value)

    async def speaks(self) -> None:
        """Opens the microphone anew: what it was told to say begins now."""
        await self.does("client.changeAudioInputDevice('default')")

    # ---- what happens

    async def _hear(self, event: dict[str, Any]) -> None:
        async with self._news:
            self.events.append(Event(len(self.events), **event))
            self._news.notify_all()

    def so_far(self, name: str, where: Where | None = None, *, after: Event | None = None) -> list[Event]:
        first = 0 if after is None else after.number + 1
        return [
            event
            for event in self.events[first:]
            if event.name == name and (where is None or where(event.value))
        ]

    async def until(
        self,
        name: str,
        where: Where | None = None,
        *,
        after: Event | None = None,
        within_s: float = WITHIN_S,
    ) -> Event:
        """The first such event since `after`, whether it is here already or still to come."""
        async with self._news:
            try:
                async with asyncio.timeout(within_s):
                    await self._news.wait_for(lambda: self.so_far(name, where, after=after))
            except TimeoutError:
                raise AssertionError(f"no {name} within {within_s:g} s, but:\n{self._told()}") from None
        return self.so_far(name, where, after=after)[0]

    def _told(self) -> str:
        return "\n".join(f"{event.at_s:8.2f} s  {event.name}  {event.values}" for event in self.events)

    @property
    def last(self) -> Event | None:
        return self.events[-1] if self.events else None

    # ---- what was said

    def history(self) -> list[dict[str, Any]]:
        """As the SDK keeps it."""
        updates = self.so_far("MESSAGE_HISTORY_UPDATED")
        return list(updates[-1].value) if updates else []

    async def message(
        self, role: str, *, after: Event | None = None, within_s: float = WITHIN_S
    ) -> dict[str, Any]:
        """The next finished message of "user" or "persona", as the history has it."""
        event = await self.until(
            "MESSAGE_STREAM_EVENT_RECEIVED",
            lambda piece: piece["role"] == role and piece["endOfSpeech"],
            after=after,
            within_s=within_s,
        )
        id = event.value["id"]
        update = await self.until("MESSAGE_HISTORY_UPDATED", after=event)
        return next(message for message in update.value if message["id"] == id)

    def pieces(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """The pieces in which a message came."""
        return [
            event.value
            for event in self.so_far(
                "MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: piece["id"] == message["id"]
            )
        ]

    # ---- what is seen

    async def watch(self, box: tuple[int, int, int, int], columns: int, rows: int) -> None:
        """From now on keep this part of each frame; `box` is x, y, width, height in px of the video."""
        self._columns, self._rows = columns, rows
        await self.does("void witness.watch(...value)", [list(box), columns, rows])

    async def frames(self, count: int) -> None:
        """Waits for so many frames from now on."""
        await self.page.wait_for_function(
            "end => witness.pictures.length >= end",
            arg=await self.does("witness.pictures.length") + count,
            polling=50,
            timeout=WITHIN_S * 1000,
        )

    async def seen(self) -> Pictures:
        """Everything since `watch`; ends the watching."""
        pictures = await self.does("witness.seen()")
        grey = [np.frombuffer(b64decode(code), np.uint8) for _, code in pictures]
        return Pictures(
            np.array([at_s for at_s, _ in pictures]),
            np.array(grey, np.float32).reshape(-1, self._rows, self._columns),
        )

    async def frame_size(self) -> tuple[int, int]:
        width, height = await self.does("[witness.video.videoWidth, witness.video.videoHeight]")
        return width, height

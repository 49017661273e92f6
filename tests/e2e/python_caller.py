"""A program around the public Python SDK: it speaks, listens, watches and remembers what happened when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from anam import AnamClient, AnamEvent
from anam.client import Session
from anam.types import ClientOptions, Message, MessageRole, MessageStreamEvent
from numpy.typing import NDArray
from tests.e2e.speaking import RATE_HZ, Speakers

WITHIN_S = 20.0
"""Long enough for two busy cores; a test that passes never waits for it."""
LOUD = 200.0
"""Mean magnitude of 20 ms of 16-bit sound above which somebody speaks; Opus silence decodes to a few units."""
QUIET_S = 0.6
"""She is silent when nothing was heard for longer than any pause between her words."""
FRAME_S = 0.02
CLOSE_S = 1.0
"""`close()` of anam 0.12 never returns once it has sent sound; `endsession` is on its way long before."""


@dataclass(frozen=True, slots=True)
class Event:
    event: AnamEvent
    values: tuple[Any, ...]
    at_s: float
    """On the event loop's clock."""

    @property
    def value(self) -> Any:
        return self.values[0] if self.values else None


@dataclass(frozen=True, slots=True)
class Picture:
    at_s: float
    luma: NDArray[np.uint8]
    """(rows, columns)"""


@dataclass
class PythonCaller:
    client: AnamClient
    speakers: Speakers
    session: Session = field(init=False)
    events: list[Event] = field(default_factory=list)
    sound: list[tuple[float, float]] = field(default_factory=list)
    """When each 20 ms of decoded sound arrived, and how loud it is."""
    pictures: list[Picture] = field(default_factory=list)
    """The last few seconds of them."""
    pictures_seen: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _to_say: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _spoke: bool = False

    # ---- the call

    async def connect(self) -> None:
        for event in AnamEvent:
            self.client.add_listener(event, self._listener(event))
        self.session = await self.client.connect_async()
        self.watch_and_listen()

    def watch_and_listen(self) -> None:
        """Reads both tracks of the SDK's present connection; needed anew when it made a new one."""
        self._tasks += [asyncio.create_task(self._watch()), asyncio.create_task(self._listen())]

    async def ready(self) -> None:
        """All that comes before a conversation."""
        await self.event(AnamEvent.SESSION_READY)
        await self.until("the first picture and sound", lambda: self.pictures_seen and self.sound)

    async def hang_up(self) -> None:
        streaming = self.client._streaming_client
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S if self._spoke else WITHIN_S):
                await self.session.close()
                if streaming is not None:  # a client that lost its socket once leaves its connection open
                    await streaming.close()

    def drop_the_socket(self) -> None:
        """The signalling connection breaks, as on a change of network."""
        self._signalling().transport.abort()

    async def until_reconnected(self) -> None:
        """Waits for the new peer connection that the SDK makes when it comes back."""
        streaming = self.client._streaming_client
        assert streaming is not None
        assert await streaming.wait_for_data_channel(WITHIN_S)

    def _signalling(self) -> Any:
        streaming = self.client._streaming_client
        assert streaming is not None
        assert streaming._signalling_client is not None
        return streaming._signalling_client._ws

    async def close(self) -> None:
        if hasattr(self, "session"):
            await self.hang_up()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- what happens

    def _listener(self, event: AnamEvent) -> Callable[..., Awaitable[None]]:
        async def heard(*values: Any) -> None:
            self.events.append(Event(event, values, self.now()))
            await self._told()

        return heard

    async def _told(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, what: str, holds: Callable[[], Any], within_s: float = WITHIN_S) -> None:
        async with self._news:
            try:
                async with asyncio.timeout(within_s):
                    await self._news.wait_for(holds)
            except TimeoutError:
                raise AssertionError(f"no {what} within {within_s:g} s, but:\n{self._story()}") from None

    def so_far(self, event: AnamEvent, after_s: float = 0.0) -> list[Event]:
        return [seen for seen in self.events if seen.event is event and seen.at_s >= after_s]

    async def event(self, event: AnamEvent, *, after_s: float = 0.0, within_s: float = WITHIN_S) -> Event:
        """The first such event since then, whether it is here already or still to come."""
        await self.until(event.name, lambda: self.so_far(event, after_s), within_s)
        return self.so_far(event, after_s)[0]

    def _story(self) -> str:
        return "\n".join(f"{seen.at_s:9.2f} s  {seen.event.name}  {seen.values}" for seen in self.events)

    @staticmethod
    def now() -> float:
        return asyncio.get_running_loop().time()

    # ---- what is said

    async def message(
        self, role: MessageRole, *, after_s: float = 0.0, within_s: float = WITHIN_S
    ) -> Message:
        """The next finished message of that side, as the history has it."""

        def finished() -> list[Message]:
            received = [seen.value for seen in self.so_far(AnamEvent.MESSAGE_RECEIVED, after_s)]
            return [message for message in received if message.role is role]

        await self.until(f"message of the {role.value}", finished, within_s)
        return finished()[0]

    async def piece(self, holds: Callable[[MessageStreamEvent], bool], *, after_s: float = 0.0) -> Event:
        """The first piece of a message for which this holds."""

        def fitting() -> list[Event]:
            pieces = self.so_far(AnamEvent.MESSAGE_STREAM_EVENT_RECEIVED, after_s)
            return [seen for seen in pieces if holds(seen.value)]

        await self.until("such piece of a message", fitting)
        return fitting()[0]

    async def answer_to(self, message: str) -> Message:
        """Types a message; what the persona says to it."""
        asked_s = self.now()
        await self.session.send_message(message)
        return await self.message(MessageRole.ASSISTANT, after_s=asked_s)

    # ---- the microphone

    async def says(self, *parts: str | float) -> None:
        """Speaks sentences, and pauses in seconds; returns at once. The microphone stays open afterwards."""
        pcm = await self.speakers.say(*parts)
        if not self._spoke:
            self._spoke = True
            self._tasks.append(asyncio.create_task(self._speak()))
        for start in range(0, len(pcm), _CHUNK):
            self._to_say.put_nowait(pcm[start : start + _CHUNK].tobytes())

    async def _speak(self) -> None:
        """20 ms of sound every 20 ms, silence included, as a microphone gives it."""
        silence = bytes(2 * _CHUNK)
        next_s = self.now()
        while True:
            chunk = silence if self._to_say.empty() else self._to_say.get_nowait()
            self.session.send_user_audio(chunk, RATE_HZ, 1)
            next_s += FRAME_S
            await asyncio.sleep(next_s - self.now())

    # ---- what is heard and seen

    async def _listen(self) -> None:
        async for frame in self.session.audio_frames():
            assert frame.sample_rate == 48_000
            level = float(np.abs(frame.to_ndarray().astype(np.int32)).mean())
            self.sound.append((self.now(), level))
            await self._told()

    async def _watch(self) -> None:
        async for frame in self.session.video_frames():
            luma = frame.to_ndarray(format="gray")
            self.pictures.append(Picture(self.now(), luma))
            del self.pictures[:-_KEPT_PICTURES]
            self.pictures_seen += 1
            await self._told()

    def loud_s(self, after_s: float = 0.0) -> float:
        """For how many seconds she was heard since then."""
        return FRAME_S * sum(level > LOUD for at_s, level in self.sound if at_s >= after_s)

    async def sounds(self, *, after_s: float = 0.0, within_s: float = WITHIN_S) -> float:
        """When she is first heard since then."""
        await self.until("sound", lambda: self._first_loud(after_s) is not None, within_s)
        first = self._first_loud(after_s)
        assert first is not None
        return first

    def _first_loud(self, after_s: float) -> float | None:
        return next((at_s for at_s, level in self.sound if at_s >= after_s and level > LOUD), None)

    async def falls_silent(self, *, after_s: float, within_s: float = WITHIN_S) -> float:
        """When she was last heard, once that was a while ago."""

        def last_loud() -> float:
            return max((at_s for at_s, level in self.sound if level > LOUD), default=after_s)

        await self.until("silence", lambda: self.sound[-1][0] - max(last_loud(), after_s) > QUIET_S, within_s)
        return last_loud()

    async def frames(self, count: int) -> list[Picture]:
        """So many pictures from now on."""
        goal = self.pictures_seen + count
        assert count <= _KEPT_PICTURES
        await self.until(f"{count} pictures", lambda: self.pictures_seen >= goal)
        return self.pictures[-count:]


_CHUNK = round(RATE_HZ * FRAME_S)
_KEPT_PICTURES = 150


@asynccontextmanager
async def calling(client: AnamClient, speakers: Speakers) -> AsyncIterator[PythonCaller]:
    """In a call that is ready, and hung up afterwards."""
    caller = PythonCaller(client, speakers)
    try:
        await caller.connect()
        await caller.ready()
        yield caller
    finally:
        await caller.close()


def options(base_url: str) -> ClientOptions:
    return ClientOptions(api_base_url=base_url)

"""A client that is not the SDK: it signals by hand, and may be as rude as a test wants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from tests.e2e.developer import PERSONA
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

WITHIN_S = 20.0

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session is, as the reply to `POST /v1/engine/session` says it."""

    session_id: str
    host: str
    engine_path: str
    """Host and path of the engine: `/talk` is below it."""
    signalling_path: str

    @property
    def talk_url(self) -> str:
        return f"http://{self.engine_path}/talk?session_id={self.session_id}"

    @property
    def signalling_url(self) -> str:
        return f"ws://{self.host}{self.signalling_path}?session_id={quote(self.session_id)}"


async def start(http: httpx.AsyncClient, **config: Any) -> Place:
    """A session for PERSONA with some things changed."""
    reply = await http.post("/v1/engine/session", json={"personaConfig": PERSONA | config})
    assert reply.is_success, reply.text
    return place_of(reply.json())


def place_of(reply: Message) -> Place:
    host = reply["engineHost"]
    return Place(reply["sessionId"], host.split("/")[0], host, reply["signallingEndpoint"])


@dataclass
class RawClient:
    place: Place
    socket: ClientConnection
    signals: list[Message] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    """From the data channel."""
    closed_with: tuple[int, str] | None = None
    """Code and reason of the socket's end."""
    peer: RTCPeerConnection = field(
        default_factory=lambda: RTCPeerConnection(RTCConfiguration(iceServers=[]))
    )
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _reading: asyncio.Task[None] | None = None

    # ---- signalling

    @classmethod
    async def at(cls, place: Place) -> RawClient:
        socket = await connect(place.signalling_url, max_size=None, compression=None, proxy=None)
        client = cls(place, socket)
        client._reading = asyncio.create_task(client._read())
        return client

    async def send(self, action: str, payload: object) -> None:
        frame = {"actionType": action, "sessionId": self.place.session_id, "payload": payload}
        await self.socket.send(json.dumps(frame))

    async def _read(self) -> None:
        try:
            while True:
                signal = json.loads(await self.socket.recv())
                async with self._news:
                    self.signals.append(signal)
                    self._news.notify_all()
        except ConnectionClosed as closed:
            async with self._news:
                self.closed_with = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")
                self._news.notify_all()

    async def signal(self, action: str, *, nth: int = 1, within_s: float = WITHIN_S) -> Any:
        """The payload of the nth such signal."""
        await self._until(f"{action} ({nth})", lambda: len(self._signals(action)) >= nth, within_s)
        return self._signals(action)[nth - 1]["payload"]

    def _signals(self, action: str) -> list[Message]:
        return [signal for signal in self.signals if signal["actionType"] == action]

    @property
    def warnings(self) -> list[str]:
        return [signal["payload"] for signal in self._signals("warning")]

    async def close_code(self, within_s: float = WITHIN_S) -> int:
        await self._until("end of the socket", lambda: self.closed_with is not None, within_s)
        assert self.closed_with is not None
        return self.closed_with[0]

    # ---- the peer connection

    async def join(self) -> None:
        """Offers, and is ready for a conversation."""
        sdp = await self.offer_sdp()
        await self.send("offer", {"connectionDescription": {"type": "offer", "sdp": sdp}})
        answer = await self.signal("answer")
        await self.peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))
        await self.signal("sessionready")
        await self._until("data channel", lambda: self.channel.readyState == "open", WITHIN_S)

    async def offer_sdp(self) -> str:
        self.peer.addTransceiver("video", direction="recvonly")
        self.peer.addTransceiver("audio", direction="sendrecv")
        self.channel = self.peer.createDataChannel("session")
        self.channel.on("open", self._told)
        self.channel.on("message", self._heard)
        drain = MediaBlackhole()

        @self.peer.on("track")
        async def _on_track(track: Any) -> None:
            drain.addTrack(track)
            await drain.start()

        await self.peer.setLocalDescription(await self.peer.createOffer())
        return self.peer.localDescription.sdp

    async def _heard(self, message: str) -> None:
        async with self._news:
            self.messages.append(json.loads(message))
            self._news.notify_all()

    async def _told(self) -> None:
        async with self._news:
            self._news.notify_all()

    def has_no_limit_of_its_own(self) -> None:
        """From now on sends messages of any size, whatever the server's answer said."""
        assert self.peer.sctp is not None
        self.peer.sctp._remote_max_message_size = 0

    # ---- the conversation

    def tell(self, message_type: str, **fields: Any) -> None:
        self.channel.send(json.dumps({"message_type": message_type, **fields}))

    async def said(
        self, what: str, holds: Callable[[str], bool], *, after: int = 0, within_s: float = WITHIN_S
    ) -> str:
        """The first finished text of the persona, of the messages from number `after` on, that fits."""

        def fitting() -> list[str]:
            return [text for text in self.texts(after) if holds(text)]

        await self._until(what, fitting, within_s)
        return fitting()[0]

    def texts(self, after: int = 0) -> list[str]:
        """What she has finished saying."""
        pieces: dict[str, str] = {}
        finished = []
        for message in self.messages[after:]:
            data = message["data"]
            if message["messageType"] != "speechText" or data["role"] != "persona":
                continue
            pieces[data["message_id"]] = pieces.get(data["message_id"], "") + data["content"]
            if data["end_of_speech"]:
                finished.append(pieces[data["message_id"]])
        return finished

    async def told(self, kind: str, *, within_s: float = WITHIN_S) -> Any:
        """The data of the first message of that kind."""

        def such() -> list[Any]:
            return [message["data"] for message in self.messages if message["messageType"] == kind]

        await self._until(kind, such, within_s)
        return such()[0]

    async def speaks(self, *, after: int = 0, within_s: float = WITHIN_S) -> None:
        """Returns when words of hers were heard since message number `after`."""

        def spoke() -> bool:
            return any(
                message["messageType"] == "speechText" and message["data"]["role"] == "persona"
                for message in self.messages[after:]
            )

        await self._until("words of hers", spoke, within_s)

    async def _until(self, what: str, holds: Callable[[], Any], within_s: float) -> None:
        async with self._news:
            try:
                async with asyncio.timeout(within_s):
                    await self._news.wait_for(holds)
            except TimeoutError:
                told = f"{self.signals}\n{self.messages}\n{self.closed_with}"
                raise AssertionError(f"no {what} within {within_s:g} s, but:\n{told}") from None

    async def close(self) -> None:
        """Takes leave as the SDK does."""
        if self.closed_with is None:
            try:
                await self.send("endsession", {})
            except ConnectionClosed:
                pass
        await self.leave()

    async def leave(self) -> None:
        """Lets go of its connections without a word."""
        await self.socket.close()
        if self._reading is not None:
            await self._reading
        await self.peer.close()


@asynccontextmanager
async def joined(place: Place) -> AsyncIterator[RawClient]:
    """In a conversation that is ready, and ended afterwards."""
    client = await RawClient.at(place)
    try:
        await client.join()
        yield client
    finally:
        await client.close()

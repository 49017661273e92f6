"""A client that only measures: an aiortc peer that notes when packets arrive, and speaks into its microphone.

Pictures are counted, not decoded, unless asked for: a decoder would compete with the server for the cores.
"""

from __future__ import annotations

import asyncio
import fractions
import json
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import av
import httpx
import numpy as np
from aiortc import (
    AudioStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
)
from aiortc.rtp import RtpPacket
from numpy.typing import NDArray
from websockets.asyncio.client import connect

from visavis.media.aiortc_hooks import gather_with
from visavis.media.ice import IceOptions

AUDIBLE = 200
"""Mean level (of 32768) from which a 20 ms packet counts as sound."""
PERSONA: dict[str, Any] = {
    "name": "Cara",
    "avatarId": "30fa96d0-26c4-4e55-94a0-517025942e18",
    "voiceId": "6bfbe25a-979d-40f3-a92b-5394170af54b",
    "llmId": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
    "skipGreeting": True,
    "systemPrompt": (
        "You are Cara, the guide of the harbour museum. The museum opens at nine and closes at six. "
        "Tickets cost twelve euros, and children enter free. The café is on the second floor."
    ),
}


@dataclass(slots=True)
class Heard:
    """One audio packet: when it arrived, how loud it is, and its samples (48 kHz mono)."""

    at_s: float
    level: float
    pcm: NDArray[np.int16]


@dataclass(slots=True)
class Seen:
    """One complete picture: when its last packet arrived, its RTP time, and the frame if pictures are decoded."""

    at_s: float
    rtp: int
    packets: tuple[RtpPacket, ...] = ()


class Microphone(AudioStreamTrack):
    """Plays what it is given, in real time; silence otherwise. 16 kHz mono.

    As from a real one, a chunk leaves when its last sample has sounded. Times are those of the samples, however
    late this process was to send them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._samples = np.zeros(0, np.int16)
        self._echo = np.zeros(0, np.int16)
        self._position = 0
        self._start_s: float | None = None
        self.echo_gain = 0.0
        """So much of what the receiver hears comes back into it."""
        self.began_s: float | None = None
        """When the first sample of what was given sounded."""
        self.emptied_s: float | None = None
        """When the last sample of what was given had sounded."""

    def play(self, pcm: NDArray[np.int16]) -> None:
        if not len(self._samples):
            self.began_s = None
        self._samples = np.concatenate((self._samples, pcm))
        self.emptied_s = None

    def hear_back(self, pcm: NDArray[np.int16]) -> None:
        """What left the loudspeaker (48 kHz)."""
        if self.echo_gain:
            self._echo = np.concatenate((self._echo, (pcm[::3] * self.echo_gain).astype(np.int16)))

    async def recv(self) -> av.AudioFrame:
        if self._start_s is None:
            self._start_s = time.perf_counter()
        chunk_s = self._start_s + self._position / 16_000
        self._position += 320
        await asyncio.sleep(max(0.0, self._start_s + self._position / 16_000 - time.perf_counter()))
        own, self._samples = self._samples[:320], self._samples[320:]
        if len(own) and self.began_s is None:
            self.began_s = chunk_s
        if len(own) and not len(self._samples):
            self.emptied_s = chunk_s + len(own) / 16_000
        echo, self._echo = self._echo[:320], self._echo[320:]
        sound = np.zeros(320, np.int32)
        sound[: len(own)] += own
        sound[: len(echo)] += echo
        chunk = np.clip(sound, -32768, 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(chunk.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 16_000, self._position
        frame.time_base = fractions.Fraction(1, 16_000)
        return frame


@dataclass
class Receiver:
    session_id: str
    engine_url: str
    posted_s: float
    connection: RTCPeerConnection
    microphone: Microphone
    keep_pictures: bool
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    writable: asyncio.Event = field(default_factory=asyncio.Event)
    """The data channel is open on this side too."""
    heard: list[Heard] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    messages: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    picture_bytes: int = 0
    channel: Any = None
    socket: Any = None
    """Signalling."""
    _picture: list[RtpPacket] = field(default_factory=list)
    _decoder: Any = field(default_factory=lambda: av.CodecContext.create("libopus", "r"))

    def watch(self, receiver: RTCRtpReceiver, kind: str) -> None:
        """Take each packet as it arrives, before jitter buffer and decoder."""

        async def handle(packet: RtpPacket, arrival_time_ms: int) -> None:
            if kind == "video":
                self._take_picture_packet(packet)
            else:
                self._take_sound_packet(packet)

        receiver._handle_rtp_packet = handle  # type: ignore[method-assign]

    def _take_picture_packet(self, packet: RtpPacket) -> None:
        self.picture_bytes += len(packet.payload)
        if self.keep_pictures:
            self._picture.append(packet)
        if packet.marker:
            self.seen.append(Seen(time.perf_counter(), packet.timestamp, tuple(self._picture)))
            self._picture.clear()

    def _take_sound_packet(self, packet: RtpPacket) -> None:
        for frame in self._decoder.decode(av.Packet(packet.payload)):
            pcm = frame.to_ndarray()
            mono = pcm.reshape(-1) if frame.layout.nb_channels == 1 else pcm.reshape(-1, 2)[:, 0]
            if mono.dtype != np.int16:
                mono = (np.clip(mono, -1, 1) * 32767).astype(np.int16)
            self.heard.append(Heard(time.perf_counter(), float(np.abs(mono.astype(np.int32)).mean()), mono))
            self.microphone.hear_back(mono)

    async def sound_after(self, at_s: float, timeout_s: float = 20.0) -> float:
        """When the first audible packet after `at_s` arrived."""
        async with asyncio.timeout(timeout_s):
            while True:
                loud = [heard.at_s for heard in self.heard if heard.at_s > at_s and heard.level > AUDIBLE]
                if loud:
                    return loud[0]
                await asyncio.sleep(0.005)

    async def silence(self, for_s: float = 0.8, timeout_s: float = 60.0) -> None:
        """Wait until nothing was audible for a while."""
        start_s = time.perf_counter()
        async with asyncio.timeout(timeout_s):
            while True:
                last = max((heard.at_s for heard in self.heard if heard.level > AUDIBLE), default=start_s)
                if time.perf_counter() - max(last, start_s) > for_s:
                    return
                await asyncio.sleep(0.05)

    async def talk(self, http: httpx.AsyncClient, text: str) -> float:
        """The talk command; returns when it was sent."""
        sent_s = time.perf_counter()
        reply = await http.post(
            f"{self.engine_url}/talk", params={"session_id": self.session_id}, json={"content": text}
        )
        reply.raise_for_status()
        return sent_s

    def interrupt(self) -> None:
        self.channel.send('{"message_type": "interrupt"}')

    async def send_sound(self, pcm: NDArray[np.int16], number: int) -> None:
        """A chunk of passthrough, 16 kHz."""
        sound = {"audioData": b64encode(pcm.tobytes()).decode(), "sampleRate": 16_000, "channels": 1}
        await self.signal("agentaudioinput", sound | {"encoding": "pcm_s16le", "sequenceNumber": number})

    async def signal(self, action: str, payload: object) -> None:
        await self.socket.send(_frame(action, self.session_id, payload))

    def told(self, kind: str, since_s: float) -> list[float]:
        """When messages of this type came."""
        return [
            at_s for at_s, message in self.messages if at_s >= since_s and message.get("messageType") == kind
        ]

    def type(self, text: str) -> None:
        self.channel.send(
            json.dumps({"message_type": "speech", "content": text, "session_id": self.session_id})
        )


@asynccontextmanager
async def receiver(
    http: httpx.AsyncClient,
    *,
    keep_pictures: bool = False,
    model: str = "cara-3",
    record: bool = False,
    **persona: Any,
) -> AsyncIterator[Receiver]:
    """A connected session; ends when left. Without `record` no film is made while the next one is measured."""
    posted_s = time.perf_counter()
    config = PERSONA | {"avatarModel": model} | persona
    options = {"sessionReplay": {"enableSessionReplay": record}}
    reply = await http.post("/v1/engine/session", json={"personaConfig": config, "sessionOptions": options})
    reply.raise_for_status()
    async with connected(reply.json(), posted_s, keep_pictures=keep_pictures) as me:
        yield me


@asynccontextmanager
async def connected(
    session: dict[str, str], posted_s: float, *, keep_pictures: bool = False
) -> AsyncIterator[Receiver]:
    """The peer of a session that was begun; `session` is what the public API says of it."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    microphone = Microphone()
    me = Receiver(
        session_id=session["sessionId"],
        engine_url=f"{session['engineProtocol']}://{session['engineHost']}",
        posted_s=posted_s,
        connection=connection,
        microphone=microphone,
        keep_pictures=keep_pictures,
    )
    video = connection.addTransceiver("video", direction="recvonly")
    audio = connection.addTransceiver("audio", direction="sendrecv")
    audio.sender.replaceTrack(microphone)
    me.watch(video.receiver, "video")
    me.watch(audio.receiver, "audio")
    me.channel = connection.createDataChannel("session")
    me.channel.on("open", me.writable.set)
    me.channel.on("message", lambda text: me.messages.append((time.perf_counter(), json.loads(text))))
    gather_with(connection, IceOptions())
    host = session["engineHost"].split("/")[0]
    protocol = "wss" if session["engineProtocol"] == "https" else "ws"
    url = f"{protocol}://{host}{session['signallingEndpoint']}?session_id={me.session_id}"
    async with connect(url) as socket:
        me.socket = socket
        await connection.setLocalDescription(await connection.createOffer())
        offer = {"connectionDescription": {"type": "offer", "sdp": connection.localDescription.sdp}}
        await me.signal("offer", offer | {"userUid": me.session_id})
        reading = asyncio.create_task(_signalling(me, socket))
        try:
            async with asyncio.timeout(20):
                await me.ready.wait()
                await me.writable.wait()
            yield me
        finally:
            await me.signal("endsession", {})
            reading.cancel()
            await connection.close()


async def _signalling(me: Receiver, socket: Any) -> None:
    async def beat() -> None:
        while True:
            await asyncio.sleep(5)
            await me.signal("heartbeat", "")

    beating = asyncio.create_task(beat())
    try:
        async for text in socket:
            message = json.loads(text)
            if message["actionType"] == "answer":
                await me.connection.setRemoteDescription(
                    RTCSessionDescription(message["payload"]["sdp"], "answer")
                )
            elif message["actionType"] == "sessionready":
                me.ready.set()
    finally:
        beating.cancel()


def _frame(action: str, session_id: str, payload: object) -> str:
    return json.dumps({"actionType": action, "sessionId": session_id, "payload": payload})

"""A real client for the tests: aiortc's peer connection over real ICE, DTLS and SRTP in the same process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCSessionDescription,
)

from visavis.media.aiortc_hooks import close_cleanly, gather_with
from visavis.media.broadcast import Broadcast
from visavis.media.ice import IceOptions
from visavis.media.peer import Peer
from visavis.media.program import I420, TICK_SAMPLES, Painter, Picture
from visavis.speech import Pcm

WITHIN_S = 5.0


@dataclass
class Notes:
    """PeerEvents that write down what they are told."""

    log: list[str] = field(default_factory=list)
    messages: list[str | bytes] = field(default_factory=list)
    sound: list[Pcm] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def connected(self) -> None:
        self._note("connected")

    def channel_opened(self, label: str) -> None:
        self._note(f"channel {label}")

    def message(self, message: str | bytes) -> None:
        self.messages.append(message)
        self.changed.set()

    def microphone(self, pcm: Pcm) -> None:
        self.sound.append(pcm)
        self.changed.set()

    def closed(self) -> None:
        self._note("closed")

    def _note(self, line: str) -> None:
        self.log.append(line)
        self.changed.set()

    async def until(self, condition: Callable[[Notes], bool]) -> None:
        """Wait until the notes satisfy a condition. Raises TimeoutError."""
        async with asyncio.timeout(WITHIN_S):
            while not condition(self):
                self.changed.clear()
                await self.changed.wait()


class Show:
    """A program: a tone, and the pictures of a function of the frame number."""

    def __init__(self, picture: Callable[[int], I420], tone_hz: float = 440.0) -> None:
        self._picture = picture
        self._tone_hz = tone_hz

    def audio(self, tick: int) -> Pcm | None:
        return tone(tick, self._tone_hz)

    def video(self, frame: int) -> Painter:
        return lambda: Picture(self._picture(frame))


def tone(tick: int, hz: float) -> Pcm:
    at = np.arange(TICK_SAMPLES) + tick * TICK_SAMPLES
    return (8_000 * np.sin(2 * np.pi * hz / 48_000 * at)).astype(np.int16)


class ToneMicrophone(MediaStreamTrack):
    kind = "audio"

    def __init__(self, hz: float) -> None:
        super().__init__()
        self._hz = hz
        self._tick = 0

    async def recv(self) -> av.AudioFrame:
        # a device that delivers in its own time; twice as fast as real time keeps the test short
        await asyncio.sleep(0.01)
        frame = av.AudioFrame.from_ndarray(tone(self._tick, self._hz).reshape(1, -1), "s16", "mono")
        frame.sample_rate = 48_000
        frame.time_base = Fraction(1, 48_000)
        frame.pts = self._tick * TICK_SAMPLES
        self._tick += 1
        return frame


class Client:
    def __init__(
        self,
        *,
        codecs: Sequence[str] = (),
        label: str | None = "session",
        microphone: MediaStreamTrack | None = None,
        audio: str = "sendrecv",
    ) -> None:
        """`codecs` are MIME types of the video, the preferred first; `label` None makes no data channel."""
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.tracks: dict[str, MediaStreamTrack] = {}
        self.received: list[str | bytes] = []
        self.connection.on("track", self._track)
        video = self.connection.addTransceiver("video", direction="recvonly")
        if codecs:
            known = RTCRtpSender.getCapabilities("video").codecs
            video.setCodecPreferences(
                [each for name in (*codecs, "video/rtx") for each in known if each.mimeType == name]
            )
        self.connection.addTransceiver(microphone or "audio", direction=audio)
        self.channel_opened = asyncio.Event()
        self.channel = self.connection.createDataChannel(label) if label else None
        if self.channel:
            self.channel.on("message", self.received.append)
            self.channel.on("open", self.channel_opened.set)
        for receiver in self.connection.getReceivers():
            self._do_not_start_after_the_end(receiver)
        # so that the tests run on a machine without a network
        gather_with(self.connection, IceOptions())
        close_cleanly(self.connection)

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def take(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def join(self, peer: Peer) -> None:
        await self.take(await peer.answer(await self.offer()))

    async def frames(self, kind: str, count: int) -> list[Any]:
        """The next decoded frames of a track. Raises TimeoutError."""
        async with asyncio.timeout(WITHIN_S):
            return [await self.tracks[kind].recv() for _ in range(count)]

    def _do_not_start_after_the_end(self, receiver: RTCRtpReceiver) -> None:
        """aiortc would start a decoder that nobody stops, and the test run would never end."""
        start = receiver.receive

        async def receive(parameters: object) -> None:
            if self.connection.signalingState != "closed":
                await start(parameters)

        receiver.receive = receive

    def _track(self, track: MediaStreamTrack) -> None:
        self.tracks[track.kind] = track


@asynccontextmanager
async def on_air(peer: Peer, show: Show | Broadcast) -> Any:
    """Broadcast a show to a peer for as long as the block runs."""
    broadcast = show if isinstance(show, Broadcast) else Broadcast(show)
    broadcast.attach(peer)
    running = asyncio.create_task(broadcast.run())
    try:
        yield broadcast
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

"""The client's end of a session: one WebRTC peer connection behind a small interface."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.rtp import RtpPacket
from aiortc.sdp import candidate_from_sdp

from visavis.media import aiortc_hooks
from visavis.media.ice import IceOptions
from visavis.media.microphone import Microphone
from visavis.media.offer import BadOffer, Offer, candidate_is_usable, read_offer
from visavis.media.picture import PictureTrack
from visavis.media.program import Painter
from visavis.media.rate import Quality
from visavis.media.rtp import PLAYOUT_DELAY_URI
from visavis.media.sound import SoundTrack
from visavis.media.tap import Tap
from visavis.speech import Pcm

log = logging.getLogger(__name__)

CONNECT_WITHIN_S = 30.0
SILENT_FOR_S = 12.0
"""A client sends reports every second or so; one that is silent for this long has vanished."""
WATCH_EVERY_S = 1.0
UNSENT_MAX_BYTES = 4_000_000
"""Of data channel messages that the client does not take."""
CANDIDATES_BEFORE_OFFER_MAX = 64


class PeerEvents(Protocol):
    """What a peer tells its session, on the event loop."""

    def connected(self) -> None:
        """Media flows both ways from now on."""

    def channel_opened(self, label: str) -> None:
        """The data channel is open; `label` is `session`, or `chat` of old clients."""

    def message(self, message: str | bytes) -> None:
        """The client sent a message on the data channel."""

    def microphone(self, pcm: Pcm) -> None:
        """The next sound of the microphone: mono at 16 kHz, as a rule 320 samples."""

    def closed(self) -> None:
        """The client hung up, or cannot be reached any more; said once, and not after `close()`."""


class Peer:
    """One client. It offers; this side answers, sends a face and a voice, and hears the microphone."""

    def __init__(
        self,
        events: PeerEvents,
        *,
        width: int,
        height: int,
        ice: IceOptions | None = None,
        quality: Quality = Quality.HIGH,
        silent_for_s: float = SILENT_FOR_S,
        tap: Tap | None = None,
    ) -> None:
        self._events = events
        self._ice = ice or IceOptions()
        self._silent_for_s = silent_for_s
        self._sound = SoundTrack(tap)
        self._picture = PictureTrack(width, height, quality, tap)
        self._microphone = Microphone(events.microphone, tap)
        self._connection = RTCPeerConnection(_configuration(self._ice))
        self._connection.on("connectionstatechange", self._state_changed)
        self._connection.on("datachannel", self._channel_announced)
        self._loop = asyncio.get_running_loop()
        self._offer: Offer | None = None
        self._negotiating = asyncio.Lock()
        self._early_candidates: list[tuple[str, str | None, int | None]] = []
        self._channel: RTCDataChannel | None = None
        self._heard_s = self._loop.time()
        self._watch: asyncio.Task[None] | None = None
        self._checks: asyncio.Task[None] | None = None
        self._codec: str | None = None
        self._carried: set[RTCRtpTransceiver] = set()
        self._closing: asyncio.Task[None] | None = None
        self._over = False
        self.opened = self._picture.opened
        """Set while pictures can be sent."""

    @property
    def label(self) -> str | None:
        """The label of the open data channel."""
        return self._channel.label if self._channel else None

    def accepts(self, offer_sdp: str) -> bool:
        """Whether this offer comes from the client that this peer already talks to.

        The DTLS certificate says so: a client's peer connection keeps it, a new one makes a new one.
        """
        if self._over or self._offer is None or self._connection.connectionState in ("failed", "closed"):
            return False
        try:
            return read_offer(offer_sdp).fingerprints == self._offer.fingerprints
        except BadOffer:
            return False

    async def answer(self, offer_sdp: str) -> str:
        """Answer an offer: the first one, or a later one that this peer `accepts` (an ICE restart).

        The answer holds all candidates. Raises BadOffer.
        """
        offer = read_offer(offer_sdp)
        async with self._negotiating:
            if self._over:
                raise BadOffer("the connection this offer belongs to is closed")
            self._heard_s = self._loop.time()
            if self._offer is not None and self._offer.ice_username != offer.ice_username:
                self._restart_ice(offer)
            try:
                await self._apply(offer)
            except OperationError as error:
                raise BadOffer(
                    f"no codec of the offer can be used (video is VP8 or H264 mode 1): {error}"
                ) from error
            except (ValueError, LookupError, InvalidAccessError, InvalidStateError) as error:
                raise BadOffer(f"the offer cannot be answered: {error}") from error
            self._offer = offer
            if self._watch is None:
                self._watch = asyncio.create_task(self._watch_client())
            for candidate in self._early_candidates:
                await self._try_candidate(*candidate)
            self._early_candidates.clear()
            return self._connection.localDescription.sdp

    async def add_candidate(
        self, candidate: str | None, sdp_mid: str | None, sdp_mline_index: int | None
    ) -> None:
        """Take one trickled candidate, before or after the offer. What cannot be used is left out.

        Nothing ("" or None) is the end of candidates, and ignored: see `offer.Offer.sdp`.
        """
        text = (candidate or "").strip().removeprefix("a=").removeprefix("candidate:")
        if not text or self._over or not candidate_is_usable(text):
            return
        if sdp_mid is None and sdp_mline_index is None:
            sdp_mline_index = 0
        if self._offer is not None:
            await self._try_candidate(text, sdp_mid, sdp_mline_index)
        elif len(self._early_candidates) < CANDIDATES_BEFORE_OFFER_MAX:
            self._early_candidates.append((text, sdp_mid, sdp_mline_index))

    def send(self, text: str) -> bool:
        """Send a message on the data channel; False when it is not open or the client does not drain it."""
        channel = self._channel
        if channel is None or channel.readyState != "open" or channel.bufferedAmount > UNSENT_MAX_BYTES:
            return False
        channel.send(text)
        return True

    def follow(self, position_s: Callable[[], float]) -> None:
        self._sound.follow(position_s)
        self._picture.follow(position_s)

    async def send_audio(self, tick: int, pcm: Pcm | None) -> None:
        """Send sound tick `tick` (960 samples at 48 kHz, None for silence)."""
        self._microphone.tick(self._loop.time())
        await self._sound.play(tick, pcm)

    async def send_video(self, frame: int, painter: Painter) -> None:
        """Paint, encode and send picture `frame`; returns when it is sent. One call at a time."""
        await self._picture.show(frame, painter)

    async def close(self) -> None:
        """Hang up; may be called again, and while it is going on."""
        self._over = True
        if self._closing is None:
            self._closing = asyncio.create_task(self._hang_up())
        # a closing that is cut short would leave every later one waiting for it
        await asyncio.shield(self._closing)

    async def _hang_up(self) -> None:
        for task in (self._watch, self._checks):
            if task is not None:
                task.cancel()
        await self._connection.close()

    async def _apply(self, offer: Offer) -> None:
        connection = self._connection
        await connection.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
        used = set()
        for transceiver in connection.getTransceivers():
            if transceiver.kind in used:
                transceiver.direction = "inactive"
                continue
            used.add(transceiver.kind)
            if transceiver.kind == "video":
                self._use_video(transceiver, offer)
            else:
                self._use_audio(transceiver)
            self._carried.add(transceiver)
        if self._offer is None:
            aiortc_hooks.gather_with(connection, self._ice)
            aiortc_hooks.close_cleanly(connection)
        await connection.setLocalDescription(await connection.createAnswer())

    def _use_video(self, transceiver: RTCRtpTransceiver, offer: Offer) -> None:
        self._codec = aiortc_hooks.limit_codecs(
            transceiver, (self._codec,) if self._codec else offer.video_codecs
        )
        playout_delay_id = offer.video_extensions.get(PLAYOUT_DELAY_URI)
        aiortc_hooks.allow_extension(transceiver, PLAYOUT_DELAY_URI, playout_delay_id)
        if transceiver not in self._carried:
            self._picture.encode_as(self._codec)
            aiortc_hooks.carry(self._connection, transceiver, self._picture, self._picture, self._was_heard)
        transceiver.direction = "sendonly"

    def _use_audio(self, transceiver: RTCRtpTransceiver) -> None:
        aiortc_hooks.limit_codecs(transceiver, ("OPUS",))
        if transceiver not in self._carried:
            aiortc_hooks.carry(self._connection, transceiver, self._sound, None, self._was_heard)
            aiortc_hooks.hear(self._connection, transceiver.receiver, self._microphone_packet)
        transceiver.direction = "sendrecv"

    def _restart_ice(self, offer: Offer) -> None:
        if self._checks is not None:
            self._checks.cancel()
        for ice in aiortc_hooks.ice_connections(self._connection):
            self._checks = aiortc_hooks.restart_ice(ice, offer.ice_username, offer.ice_password)

    async def _try_candidate(self, text: str, sdp_mid: str | None, sdp_mline_index: int | None) -> None:
        candidate = candidate_from_sdp(text)
        candidate.sdpMid, candidate.sdpMLineIndex = sdp_mid, sdp_mline_index
        try:
            await self._connection.addIceCandidate(candidate)
        except (ValueError, OSError) as error:
            log.debug("candidate left out: %s", error)

    def _microphone_packet(self, packet: RtpPacket) -> None:
        self._was_heard()
        self._microphone.packet(
            packet.ssrc, packet.sequence_number, packet.timestamp, packet.payload, self._loop.time()
        )

    def _was_heard(self) -> None:
        self._heard_s = self._loop.time()

    def _state_changed(self) -> None:
        state = self._connection.connectionState
        if state == "connected":
            self._was_heard()
            self._events.connected()
        elif state in ("failed", "closed"):
            self._lost()

    def _channel_announced(self, channel: RTCDataChannel) -> None:
        self._channel = channel
        channel.on("message", self._events.message)
        self._events.channel_opened(channel.label)

    async def _watch_client(self) -> None:
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            connected = self._connection.connectionState == "connected"
            patience_s = self._silent_for_s if connected else CONNECT_WITHIN_S
            if self._loop.time() - self._heard_s > patience_s:
                self._lost()
                await self.close()
                return

    def _lost(self) -> None:
        if not self._over:
            self._over = True
            self._events.closed()


def _configuration(ice: IceOptions) -> RTCConfiguration:
    return RTCConfiguration(
        iceServers=[
            RTCIceServer(urls=list(server.urls), username=server.username, credential=server.credential)
            for server in ice.servers
        ],
        bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
    )

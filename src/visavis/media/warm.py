"""The first connection of a process loads and allocates for a tenth of a second; do that at the start."""

from __future__ import annotations

import asyncio
import logging

import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from visavis.media.aiortc_hooks import gather_with
from visavis.media.ice import IceOptions
from visavis.media.peer import Peer
from visavis.media.program import Picture
from visavis.speech import Pcm

log = logging.getLogger(__name__)

WIDTH = HEIGHT = 64
WITHIN_S = 3.0


class _Nobody:
    def connected(self) -> None: ...

    def channel_opened(self, label: str) -> None: ...

    def message(self, message: str | bytes) -> None: ...

    def microphone(self, pcm: Pcm) -> None: ...

    def closed(self) -> None: ...


async def warm_up() -> None:
    """Talk to ourselves once: a whole throw-away connection over this machine, one picture and one sound."""
    client = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    client.addTransceiver("video", direction="recvonly")
    client.addTransceiver("audio", direction="recvonly")
    client.createDataChannel("session")
    gather_with(client, IceOptions())
    peer = Peer(_Nobody(), width=WIDTH, height=HEIGHT)
    try:
        async with asyncio.timeout(WITHIN_S):
            await client.setLocalDescription(await client.createOffer())
            answer = await peer.answer(client.localDescription.sdp)
            await client.setRemoteDescription(RTCSessionDescription(answer, "answer"))
            await peer.opened.wait()
            await peer.send_audio(0, None)
            await peer.send_video(0, _grey)
    except TimeoutError:
        # a machine without a usable network still serves, its first session only starts slower
        log.warning("the media plane could not reach itself within %g s", WITHIN_S)
    finally:
        await peer.close()
        await client.close()


def _grey() -> Picture:
    return Picture(np.full(WIDTH * HEIGHT * 3 // 2, 128, np.uint8))

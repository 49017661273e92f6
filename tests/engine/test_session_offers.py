"""Offers that overtake each other."""

import asyncio
from types import SimpleNamespace

from tests import virtual_time
from tests.engine.begun import RecordingSocket, begin
from visavis.media.offer import BadOffer
from visavis.wire import signalling


class SlowPeer:
    """Answers the offer "N" after N seconds."""

    def __init__(self):
        self.attached = self.closed = False
        self.opened = asyncio.Event()

    def accepts(self, sdp):
        return False

    async def answer(self, sdp):
        await asyncio.sleep(float(sdp))
        if sdp == "0.5":
            raise BadOffer("not that one")
        return f"answer to {sdp}"

    def follow(self, position_s):
        self.attached = True

    async def send_audio(self, tick, pcm): ...

    async def send_video(self, frame, painter): ...

    async def close(self):
        self.closed = True


def offered(monkeypatch, *offers):
    """What becomes of the peers of offers that come at the same time, and the frames that answer them."""
    peers = []

    def link(*_, tap):
        peers.append(SlowPeer())
        return SimpleNamespace(peer=peers[-1])

    monkeypatch.setattr("visavis.engine.session.Link", link)

    async def script():
        session, socket = begin(), RecordingSocket()
        session.bind(socket)
        await asyncio.gather(*(session.signal(signalling.Offer(sdp)) for sdp in offers))
        fates = [(peer.attached, peer.closed) for peer in peers]
        frames = list(socket.frames)
        await session.end("NORMAL_EXIT", "Enough.")
        return fates, frames

    return virtual_time.run(script())


def test_the_client_that_offered_last_is_the_one_that_is_served(monkeypatch):
    fates, frames = offered(monkeypatch, "2", "1")
    assert fates == [(False, True), (True, False)]
    assert frames == [signalling.answer("s1", "answer to 1")]


def test_an_offer_that_is_refused_late_does_not_undo_the_one_after_it(monkeypatch):
    fates, _ = offered(monkeypatch, "0.5", "1")
    assert fates == [(False, True), (True, False)]

"""A browser finds out whether it can reach this engine: the line of a session, without anybody at its end.

What it sends over the data channel comes back, so that it can time the way. The line is a session's own
`Peer`, with its servers, addresses and ports: what connects here connects in a conversation.
"""

from __future__ import annotations

import asyncio

from visavis.contract.vitals import LineAnswer
from visavis.media.ice import IceOptions
from visavis.media.peer import Peer
from visavis.speech import Pcm

LASTS_S = 15.0
AT_ONCE = 8
LONGEST_ECHO = 1000
"""Characters."""
SIDE_PX = 256
"""Of the picture that is never painted."""


class TooManyChecks(Exception):
    """So many browsers check their line just now."""


class LineChecks:
    def __init__(self, ice: IceOptions, lasts_s: float = LASTS_S) -> None:
        self._ice, self._lasts_s = ice, lasts_s
        self._open: set[Peer] = set()
        self._ending: set[asyncio.Task[None]] = set()

    async def answer(self, offer_sdp: str) -> LineAnswer:
        """Raises BadOffer, TooManyChecks."""
        if len(self._open) >= AT_ONCE:
            raise TooManyChecks
        echo = _Echo()
        peer = Peer(echo, width=SIDE_PX, height=SIDE_PX, ice=self._ice)
        echo.peer = peer
        self._open.add(peer)
        try:
            sdp = await peer.answer(offer_sdp)
        except BaseException:
            await self._hang_up(peer)
            raise
        ending = asyncio.create_task(self._end(peer))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        return LineAnswer(sdp=sdp, lasts_s=self._lasts_s)

    async def _end(self, peer: Peer) -> None:
        await asyncio.sleep(self._lasts_s)
        await self._hang_up(peer)

    async def _hang_up(self, peer: Peer) -> None:
        self._open.discard(peer)
        await peer.close()

    async def close(self) -> None:
        for ending in self._ending:
            ending.cancel()
        await asyncio.gather(*map(self._hang_up, tuple(self._open)))


class _Echo:
    """Implements media's PeerEvents."""

    peer: Peer

    def connected(self) -> None:
        """The browser sees it too."""

    def channel_opened(self, label: str) -> None:
        """Nothing is said before it is asked."""

    def message(self, message: str | bytes) -> None:
        if isinstance(message, str) and len(message) <= LONGEST_ECHO:
            self.peer.send(message)

    def microphone(self, pcm: Pcm) -> None:
        """Nobody listens."""

    def closed(self) -> None:
        """It ends by itself."""

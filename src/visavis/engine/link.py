"""One of a session's peers, and whether it is still the one that counts."""

from __future__ import annotations

import logging
from typing import Protocol

from visavis.contract.spec import SessionSpec
from visavis.engine.limits import Limits
from visavis.media.peer import Peer
from visavis.media.rate import Quality
from visavis.media.tap import Tap
from visavis.speech import Pcm

log = logging.getLogger(__name__)


class LinkEvents(Protocol):
    """What the present peer tells the session."""

    def is_linked(self, link: Link) -> bool: ...

    def connected(self) -> None: ...

    def channel_opened(self) -> None: ...

    def message(self, frame: str | bytes) -> None: ...

    def microphone(self, pcm: Pcm) -> None: ...

    def peer_closed(self) -> None: ...


class Link:
    """Implements media's PeerEvents. When a client came back with a new peer, the old one is not heard."""

    def __init__(self, session: LinkEvents, spec: SessionSpec, limits: Limits, tap: Tap) -> None:
        self._session = session
        self.peer = Peer(
            self,
            width=spec.avatar.width,
            height=spec.avatar.height,
            ice=limits.ice,
            quality=Quality(spec.video_quality),
            silent_for_s=limits.grace_s,
            tap=tap,
        )

    def connected(self) -> None:
        if self._session.is_linked(self):
            self._session.connected()

    def channel_opened(self, label: str) -> None:
        if self._session.is_linked(self):
            self._session.channel_opened()

    def message(self, message: str | bytes) -> None:
        if not self._session.is_linked(self):
            return
        try:
            self._session.message(message)
        except Exception:
            log.exception("a message could not be handled")  # raised, it would end the connection

    def microphone(self, pcm: Pcm) -> None:
        if self._session.is_linked(self):
            self._session.microphone(pcm)

    def closed(self) -> None:
        if self._session.is_linked(self):
            self._session.peer_closed()

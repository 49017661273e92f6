"""A client's signalling WebSocket: frames in, at a bounded rate; frames out, in order, never blocking."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from visavis.engine.pace import Pace
from visavis.engine.session import Session
from visavis.wire import signalling
from visavis.wire.frames import BadFrame

log = logging.getLogger(__name__)

FRAMES_PER_S, BURST = 100.0, 600.0
"""A turn of passthrough audio may come at once in some hundred frames. Who sends more is read more slowly:
the network then makes the client wait, and nothing is lost."""
WAITING_FRAMES = 256
"""A client that reads this slowly is not reading."""


class SignalSocket:
    """Implements the session's Socket."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue(WAITING_FRAMES)
        self._reason = ""

    def send(self, frame: str) -> None:
        with suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(frame)

    def close(self, reason: str) -> None:
        self._reason = reason
        with suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(None)

    async def serve(self, session: Session) -> None:
        """Until either side closes. The session may live on."""
        session.bind(self)
        writer = asyncio.create_task(self._write())
        reader = asyncio.create_task(self._read(session))
        try:
            await asyncio.wait({writer, reader}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            session.unbind(self)
            for task in (writer, reader):
                task.cancel()
            await asyncio.gather(writer, reader, return_exceptions=True)

    async def _write(self) -> None:
        while (frame := await self._outgoing.get()) is not None:
            await self._websocket.send_text(frame)
        if self._websocket.application_state is WebSocketState.CONNECTED:
            await self._websocket.close(1000, self._reason[:100])

    async def _read(self, session: Session) -> None:
        pace = Pace(FRAMES_PER_S, BURST, asyncio.get_running_loop().time)
        with suppress(WebSocketDisconnect):
            while True:
                message = await self._websocket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if wait_s := pace.wait_s():
                    await asyncio.sleep(wait_s)
                try:
                    await session.signal(signalling.read(message.get("text") or message.get("bytes") or ""))
                except BadFrame as error:
                    self._warn(session, str(error))
                except Exception:
                    log.exception("a signal could not be handled")  # raised, it would end the connection

    def _warn(self, session: Session, message: str) -> None:
        self.send(signalling.warning(session.spec.session_id, message))

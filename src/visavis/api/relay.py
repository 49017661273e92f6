"""Carries one client's signalling WebSocket to its engine and back, for as long as both live."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from visavis.services.engine_directory import EngineDirectory
from visavis.wire import signalling
from visavis.wire.frames import MAX_SIGNALLING_BYTES

CONNECT_S = 5.0
CLOSE_S = 2.0
CONFIRM_LOSS_S = 2.0
"""A broken connection is seen a moment before the pool sees that the process is gone."""

NORMAL, GOING_AWAY, INTERNAL_ERROR, TRY_AGAIN, UNKNOWN = 1000, 1001, 1011, 1013, 4404
"""WebSocket close codes (RFC 6455 §7.4); 4404 is ours and says what HTTP's 404 says."""

ENGINE_STOPPED = "The engine that held this session has stopped."
NO_ENGINE = "There is no such engine: it has stopped, and its sessions have ended."


@dataclass(frozen=True)
class _Closing:
    code: int
    reason: str


async def relay(client: WebSocket, engines: EngineDirectory, engine: str, session_id: str) -> None:
    """Accepts the client and stays until either side closes; each side is told the other's code and reason.

    A public SDK reconnects after any close, so a client whose engine is gone gets `endsession` first.
    """
    await client.accept()
    port = engines.port_of(engine)
    if port is None:
        await turn_away(client, session_id, NO_ENGINE, UNKNOWN)
        return
    closing = await _carry(client, port, session_id)
    if closing is not None:
        await _close(client, closing.code, closing.reason)
    elif await _is_lost(engines, engine):
        await turn_away(client, session_id, ENGINE_STOPPED, INTERNAL_ERROR)
    else:
        await _close(client, TRY_AGAIN, "The connection to the engine broke.")


async def turn_away(client: WebSocket, session_id: str, reason: str, code: int) -> None:
    """Ends the session of an accepted client for good: without `endsession` it would come again."""
    try:
        await client.send_text(signalling.end_session(session_id, reason))
    except (WebSocketDisconnect, RuntimeError):
        return
    await _close(client, code, reason)


async def _carry(client: WebSocket, port: int, session_id: str) -> _Closing | None:
    """How the client is to be closed; None when the engine vanished without a word."""
    address = f"ws://127.0.0.1:{port}/ws?{urlencode({'session_id': session_id})}"
    try:
        upstream = await connect(
            address,
            open_timeout=CONNECT_S,
            close_timeout=CLOSE_S,
            max_size=MAX_SIGNALLING_BYTES,
            compression=None,
            proxy=None,
        )
    except (OSError, TimeoutError, InvalidHandshake):
        return None
    try:
        return await _first(_upward(client, upstream), _downward(upstream, client))
    finally:
        await upstream.close(GOING_AWAY)


async def _upward(client: WebSocket, upstream: ClientConnection) -> _Closing | None:
    while True:
        message = await client.receive()
        if message["type"] == "websocket.disconnect":
            code, reason = message["code"], message.get("reason") or ""
            await upstream.close(_sendable(code), reason)
            return _Closing(NORMAL, "")
        try:
            # the peer's next frame is read only when this one is on its way: neither side can flood the other
            await upstream.send(message["text"] if message.get("text") is not None else message["bytes"])
        except ConnectionClosed as closed:
            return _told(closed)


async def _downward(upstream: ClientConnection, client: WebSocket) -> _Closing | None:
    while True:
        try:
            message = await upstream.recv()
        except ConnectionClosed as closed:
            return _told(closed)
        try:
            if isinstance(message, str):
                await client.send_text(message)
            else:
                await client.send_bytes(message)
        except (WebSocketDisconnect, RuntimeError):  # the client is gone already
            return _Closing(NORMAL, "")


async def _first(
    one: Coroutine[Any, Any, _Closing | None], other: Coroutine[Any, Any, _Closing | None]
) -> _Closing | None:
    """The result of the direction that ends first; the other one ends with it."""
    tasks = [asyncio.create_task(one), asyncio.create_task(other)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _told(closed: ConnectionClosed) -> _Closing | None:
    return _Closing(_sendable(closed.rcvd.code), closed.rcvd.reason) if closed.rcvd else None


def _sendable(code: int) -> int:
    """1005 and 1006 say that no code came; they must not be sent on (RFC 6455 §7.4.1)."""
    if code in (1004, 1005, 1015):
        return NORMAL
    return code if 1000 <= code < 5000 and code != 1006 else GOING_AWAY


async def _is_lost(engines: EngineDirectory, engine: str) -> bool:
    try:
        async with asyncio.timeout(CONFIRM_LOSS_S):
            await engines.lost(engine)
    except TimeoutError:
        return False
    return True


async def _close(client: WebSocket, code: int, reason: str) -> None:
    try:
        await client.close(code, reason)
    except (WebSocketDisconnect, RuntimeError):  # closed already
        pass

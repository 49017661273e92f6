"""The way to the engines through the one public port: signalling, `/talk` and the SDKs' gateway mode.

    /v1/webrtc/engines/{engine}/ws, …/talk     where the session reply sends a client
    /ws, /talk                                 a client that keeps only the host (the Kotlin SDK), or one that
                                               takes this server for an API gateway: it names the address it
                                               means in `target_url` or `X-Anam-Target-Url`

An address that a client names is read for its session id and never called.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request, Response, WebSocket
from starlette.requests import ClientDisconnect, HTTPConnection

from visavis.api.deps import EnginesDep
from visavis.api.errors import problem
from visavis.api.relay import NO_ENGINE, UNKNOWN, relay, turn_away
from visavis.services.engine_directory import EngineDirectory, EngineFailed

MAX_TALK_BYTES = 256 << 10
TARGET_HEADER = "x-anam-target-url"
NO_SESSION = "There is no such session, or it has ended."

router = APIRouter(include_in_schema=False)


@router.websocket("/v1/webrtc/engines/{engine}/ws")
async def signalling(socket: WebSocket, engine: str, engines: EnginesDep) -> None:
    await relay(socket, engines, engine, _session_id(socket))


@router.websocket("/ws")
async def signalling_by_session(socket: WebSocket, engines: EnginesDep) -> None:
    session_id = _session_id(socket)
    engine = engines.engine_of(session_id)
    if engine is None:
        await socket.accept()
        await turn_away(socket, session_id, NO_SESSION, UNKNOWN)
        return
    await relay(socket, engines, engine, session_id)


@router.post("/v1/webrtc/engines/{engine}/talk")
async def talk(request: Request, engine: str, engines: EnginesDep) -> Response:
    return await _talk(request, engines, engine)


@router.post("/talk")
async def talk_by_session(request: Request, engines: EnginesDep) -> Response:
    engine = engines.engine_of(_session_id(request))
    if engine is None:
        return problem(404, "Session not found", NO_SESSION)
    return await _talk(request, engines, engine)


async def _talk(request: Request, engines: EngineDirectory, engine: str) -> Response:
    if engines.port_of(engine) is None:
        return problem(404, "Engine not found", NO_ENGINE)
    try:
        body = await _body(request)
    except ClientDisconnect:
        return Response(status_code=400)
    if body is None:
        return problem(413, "Payload too large", f"At most {MAX_TALK_BYTES} bytes can be spoken at once.")
    try:
        reply = await engines.talk(engine, _session_id(request), body)
    except EngineFailed:
        return problem(503, "Engine unavailable", "The engine gave no answer.")
    return Response(
        reply.content, reply.status_code, media_type=reply.headers.get("content-type", "application/json")
    )


async def _body(request: Request) -> bytes | None:
    """None when it is too large; no more than the limit is ever held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_TALK_BYTES:
            return None
    return bytes(body)


def _session_id(connection: HTTPConnection) -> str:
    """From the query, else from the address that a gateway's client means; empty when nobody says."""
    said = connection.query_params.get("session_id")
    if said:
        return said
    target = connection.query_params.get("target_url") or connection.headers.get(TARGET_HEADER) or ""
    try:
        return parse_qs(urlsplit(target).query).get("session_id", [""])[0]
    except ValueError:
        return ""

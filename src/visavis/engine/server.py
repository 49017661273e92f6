"""The engine's HTTP face: what the api asks of it and what clients reach through the api's proxy.

See contract/internal.py for the calls.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from visavis.contract.checkup import Checkup
from visavis.contract.internal import SECRET_HEADER, EngineHealth
from visavis.contract.llm_trial import LlmTrial
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial
from visavis.contract.vitals import LineOffer
from visavis.contract.voice_trial import VoiceTrial
from visavis.engine.checkup import check_up
from visavis.engine.line_check import LineChecks, TooManyChecks
from visavis.engine.llm_trial import try_llm
from visavis.engine.sessions import Full, Sessions
from visavis.engine.socket import SignalSocket
from visavis.engine.tools import trial as trials
from visavis.engine.vitals import vitals_of
from visavis.engine.voice_trial import VoiceFailed, try_voice
from visavis.face.avatar import AvatarError
from visavis.media.offer import BadOffer
from visavis.providers.base import ProviderError
from visavis.wire import signalling
from visavis.wire.frames import BadFrame, text

log = logging.getLogger(__name__)

MAX_TALK_BYTES = 256 << 10


def create_app(engine: str, sessions: Sessions, secret: str) -> Starlette:
    checks = LineChecks(sessions.limits.ice)

    def trusted(request: Request) -> bool:
        return hmac.compare_digest(request.headers.get(SECRET_HEADER, ""), secret)

    async def health(request: Request) -> Response:
        state = EngineHealth(
            engine=engine,
            sessions=len(sessions),
            capacity=sessions.capacity,
            draining=sessions.draining,
            lip_model=sessions.lip_model,
        )
        return JSONResponse(state.model_dump())

    async def open_session(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        try:
            spec = SessionSpec.model_validate_json(await request.body())
            await sessions.open(spec)
        except ValidationError as error:
            return _error(400, "Validation error", str(error))
        except Full:
            return _error(503, "Service busy", "The engine takes no more sessions.")
        except (AvatarError, ProviderError) as error:
            log.error("a session could not be cast: %s", error)
            return _error(500, "Session could not start", str(error))
        return JSONResponse({}, 201)

    async def end_session(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        session = sessions.get(request.path_params["session_id"])
        if session is None:
            return _error(404, "Not found", "No such session runs here.")
        await session.end("CLOSED_BY_ENGINE", request.query_params.get("reason", "The session was stopped."))
        return JSONResponse({})

    async def llm_trial(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        try:
            trial = LlmTrial.model_validate_json(await request.body())
        except ValidationError as error:
            return _error(400, "Validation error", str(error))
        return JSONResponse((await try_llm(trial)).model_dump())

    async def vitals(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        return JSONResponse((await vitals_of(engine, sessions)).model_dump())

    async def checkup(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        try:
            wanted = Checkup.model_validate_json(await request.body())
        except ValidationError as error:
            return _error(400, "Validation error", str(error))
        return JSONResponse((await check_up(wanted, sessions.casting.settings)).model_dump())

    async def voice_trial(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        try:
            sound = await try_voice(VoiceTrial.model_validate_json(await request.body()))
        except ValidationError as error:
            return _error(400, "Validation error", str(error))
        except VoiceFailed as failure:
            return _error(422, "Voice failed", str(failure))
        return Response(sound, media_type="audio/wav")

    async def check_line(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        try:
            offer = LineOffer.model_validate_json(await request.body())
            answer = await checks.answer(offer.sdp)
        except (ValidationError, BadOffer) as error:
            return _error(400, "Validation error", str(error))
        except TooManyChecks:
            return _error(503, "Service busy", "Too many lines are being checked.")
        return JSONResponse(answer.model_dump())

    async def try_tool(request: Request) -> Response:
        if not trusted(request):
            return _error(401, "Unauthorized", "The engine is called by its api only.")
        try:
            trial = ToolTrial.model_validate_json(await request.body())
        except ValidationError as error:
            return _error(400, "Validation error", str(error))
        tried = await trials.try_tool(trial, asyncio.get_running_loop().time)
        return JSONResponse(tried.model_dump())

    async def talk(request: Request) -> Response:
        session = sessions.get(request.query_params.get("session_id", ""))
        if session is None:
            return _error(404, "Session not found", "No such session is running.")
        body = await _limited_body(request)
        if body is None:
            return _error(413, "Payload too large", f"The limit is {MAX_TALK_BYTES} bytes.")
        try:
            message = json.loads(body)
            content = text(message.get("content"), "content") if isinstance(message, dict) else ""
        except (BadFrame, ValueError, RecursionError) as error:
            return _error(400, "Validation error", str(error))
        if not content.strip():
            return _error(400, "Validation error", "content must be a text to say.")
        if not session.talk(content):
            return _error(429, "Too many requests", "Too much waits to be spoken already.")
        return JSONResponse({})

    async def signal(websocket: WebSocket) -> None:
        session_id = websocket.query_params.get("session_id", "")
        await websocket.accept()
        session = sessions.get(session_id)
        if session is None or session.ended.is_set():
            # The JS SDK reconnects after any close; only endsession makes it stop.
            await websocket.send_text(signalling.end_session(session_id, "No such session is running."))
            await websocket.close(4404, "No such session is running.")
            return
        await SignalSocket(websocket).serve(session)

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/sessions", open_session, methods=["POST"]),
            Route("/sessions/{session_id}", end_session, methods=["DELETE"]),
            Route("/llm-trials", llm_trial, methods=["POST"]),
            Route("/checkups", checkup, methods=["POST"]),
            Route("/voice-trials", voice_trial, methods=["POST"]),
            Route("/vitals", vitals),
            Route("/line-checks", check_line, methods=["POST"]),
            Route("/tools/try", try_tool, methods=["POST"]),
            Route("/talk", talk, methods=["POST"]),
            WebSocketRoute("/ws", signal),
        ]
    )


async def _limited_body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_TALK_BYTES:
            return None
    return bytes(body)


def _error(status: int, error: str, message: str) -> Response:
    return JSONResponse({"error": error, "message": message}, status)

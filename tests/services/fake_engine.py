"""A small engine that is a real process and speaks contract/internal.py; its sockets echo.

Over its WebSocket, `close CODE REASON` makes it close so, and after `tell me who closes` it says how the
session's other sockets were closed. `VISAVIS_FAKE_CAPACITY` bounds its sessions,
`VISAVIS_FAKE_FAILURES=FILE` makes it
write its name there and end at once, `VISAVIS_FAKE_HUNG=1` makes /health never answer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from visavis.contract.internal import SECRET_HEADER, SECRET_VARIABLE, EngineHealth, EngineReady
from visavis.contract.llm_trial import LlmTrial
from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ToolTrial, TriedTool
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer
from visavis.engine.llm_trial import try_llm


class FakeEngine:
    def __init__(self, name: str, capacity: int) -> None:
        self.name = name
        self.capacity = capacity
        self.sessions: set[str] = set()
        self.watchers: list[WebSocket] = []

    async def begin(self, request: Request) -> Response:
        if request.headers.get(SECRET_HEADER) != os.environ[SECRET_VARIABLE]:
            return JSONResponse({"error": "no secret"}, 403)
        if len(self.sessions) >= self.capacity:
            return JSONResponse({"error": "full"}, 503)
        self.sessions.add(SessionSpec.model_validate_json(await request.body()).session_id)
        return JSONResponse({}, 201)

    async def end(self, request: Request) -> Response:
        session_id = request.path_params["session_id"]
        known = session_id in self.sessions
        self.sessions.discard(session_id)
        return JSONResponse({}, 200 if known else 404)

    async def try_llm(self, request: Request) -> Response:
        if request.headers.get(SECRET_HEADER) != os.environ[SECRET_VARIABLE]:
            return JSONResponse({"error": "no secret"}, 403)
        trial = LlmTrial.model_validate_json(await request.body())
        return JSONResponse((await try_llm(trial)).model_dump())

    async def health(self, request: Request) -> Response:
        if os.environ.get("VISAVIS_FAKE_HUNG"):
            await asyncio.Event().wait()
        health = EngineHealth(engine=self.name, sessions=len(self.sessions), capacity=self.capacity)
        return Response(health.model_dump_json(), media_type="application/json")

    async def talk(self, request: Request) -> Response:
        secret = request.headers.get(SECRET_HEADER)
        said = await request.json()
        return JSONResponse({"session": request.query_params["session_id"], "said": said, "secret": secret})

    async def try_tool(self, request: Request) -> Response:
        """Says who tried what."""
        trial = ToolTrial.model_validate_json(await request.body())
        tried = TriedTool(status=200, seconds=0, result=f"{self.name} called {trial.tool.url}")
        return JSONResponse(tried.model_dump())

    async def check_line(self, request: Request) -> Response:
        """Refuses what is empty."""
        offer = LineOffer.model_validate_json(await request.body())
        if not offer.sdp:
            return JSONResponse({"error": "Validation error", "message": "There is no offer"}, 400)
        return JSONResponse(LineAnswer(sdp=f"{self.name} answers {offer.sdp}", lasts_s=1).model_dump())

    async def vitals(self, request: Request) -> Response:
        vitals = EngineVitals(
            engine=self.name,
            sessions=len(self.sessions),
            capacity=self.capacity,
            draining=False,
            renderer="compiled",
            picture_ms=4,
            lip_model=None,
            lip_model_runs_on=None,
            parts=(),
        )
        return JSONResponse(vitals.model_dump())

    async def signalling(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    for watcher in self.watchers:
                        await watcher.send_text(f"closed {message['code']} {message['reason']}")
                    return
                text = message.get("text")
                if text and text.startswith("close "):
                    _, code, reason = text.split(" ", 2)
                    await socket.close(int(code), reason)
                    return
                if text == "tell me who closes":
                    self.watchers.append(socket)
                await socket.send({"type": "websocket.send", "text": text, "bytes": message.get("bytes")})
        except WebSocketDisconnect:
            pass

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/sessions", self.begin, methods=["POST"]),
                Route("/sessions/{session_id}", self.end, methods=["DELETE"]),
                Route("/llm-trials", self.try_llm, methods=["POST"]),
                Route("/health", self.health),
                Route("/talk", self.talk, methods=["POST"]),
                Route("/tools/try", self.try_tool, methods=["POST"]),
                Route("/line-checks", self.check_line, methods=["POST"]),
                Route("/vitals", self.vitals),
                WebSocketRoute("/ws", self.signalling),
            ]
        )


def end_with_the_parent() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    name = parser.parse_args().name
    if failures := os.environ.get("VISAVIS_FAKE_FAILURES"):
        with open(failures, "a") as file:
            print(name, file=file)
        sys.exit(3)
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    listener = socket.create_server(("127.0.0.1", 0))
    engine = FakeEngine(name, int(os.environ.get("VISAVIS_FAKE_CAPACITY", "8")))
    server = uvicorn.Server(uvicorn.Config(engine.app(), log_level="warning", timeout_graceful_shutdown=1))
    print("a line that is not for the pool", flush=True)
    print(EngineReady(engine=name, port=listener.getsockname()[1]).model_dump_json(), flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()

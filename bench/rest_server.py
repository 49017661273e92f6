"""python -m bench.rest_server visavis|bare: the control plane without engines, or what it is compared with.

Settings come from the environment, as everywhere. Prints its address when it is ready, and ends with SIGTERM.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import BaseModel

from visavis.api.app import create_app
from visavis.contract.spec import SessionSpec
from visavis.serve import listen
from visavis.services.placement import PlacedEngine, Placement
from visavis.settings import Settings

BARE_PATH = "/things/{id}"


class AtOnce:
    """A placement that takes every session and does nothing; no more is asked of it."""

    ready = True

    async def place(self, spec: SessionSpec) -> PlacedEngine:
        return PlacedEngine("engine-1")

    async def end(self, session_id: str, reason: str) -> bool:
        return True


class Part(BaseModel):
    id: str
    name: str
    description: str | None
    image_url: str | None
    sample_url: str | None
    tags: Sequence[str]
    kind: str
    owner: str | None
    shown: bool
    made_at: datetime
    changed_at: datetime


class Thing(BaseModel):
    """About as large as a persona with two tools and two share links, and as deep."""

    id: str
    name: str
    description: str | None
    speed: float
    options: dict[str, Any]
    text: str
    parts: Sequence[Part]
    made_at: datetime
    changed_at: datetime


def bare() -> FastAPI:
    """One route, no middleware, no database: what the framework itself costs."""
    app = FastAPI()

    @app.get(BARE_PATH)
    async def get_thing(id: str) -> Thing:
        at = datetime.now(UTC)
        part = Part(
            id="de23e340-1416-4dd8-977d-065a7ca11697",
            name="A part of it",
            description="What it looks like, and what it is good for; a sentence or two of it.",
            image_url="http://127.0.0.1:8000/v1/assets/parts/a-part-of-it_square.webp",
            sample_url="http://127.0.0.1:8000/v1/assets/parts/a-part-of-it_sample.mp3",
            tags=("fast", "friendly", "professional"),
            kind="SOME_KIND",
            owner=None,
            shown=True,
            made_at=at,
            changed_at=at,
        )
        return Thing(
            id=id,
            name="A thing",
            description="What it is for.",
            speed=1.0,
            options={"speed": 1.1, "volume": 1.0},
            text="It answers in one or two short sentences. " * 8,
            parts=[part] * 6,
            made_at=at,
            changed_at=at,
        )

    return app


def main() -> None:
    app = bare() if sys.argv[1] == "bare" else create_app(Settings(), cast(Placement, AtOnce()))
    listener = listen("127.0.0.1", 0)

    @asynccontextmanager
    async def announced(app: FastAPI) -> Any:
        async with lifespan(app) as state:
            print(f"ready at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
            yield state

    lifespan, app.router.lifespan_context = app.router.lifespan_context, announced
    # the rest as in visavis.serve
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    uvloop.run(uvicorn.Server(config).serve([listener]))


if __name__ == "__main__":
    main()

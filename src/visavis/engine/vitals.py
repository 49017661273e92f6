"""What an engine tells of itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from statistics import median

from visavis.contract.vitals import EngineVitals, Part, Stage
from visavis.engine.sessions import Sessions
from visavis.face.face import PaintJob
from visavis.face.renderer import is_compiled
from visavis.installed import has_flite
from visavis.providers.models import SILERO_VAD, TURN_MODELS

PICTURES = 12
"""Drawn one after the other; the first ones draw all of it, the later ones what has changed."""
PER_S = 25
PACKAGES: tuple[tuple[Stage, str, str], ...] = (
    ("hear", "PocketSphinx", "pocketsphinx"),
    ("hear", "WebRTC noise suppression", "webrtc-noise-gain"),
    ("speak", "eSpeak NG", "espeakng-loader"),
    ("face", "numba", "numba"),
    ("line", "aiortc", "aiortc"),
    ("line", "PyAV", "av"),
)


async def vitals_of(engine: str, sessions: Sessions) -> EngineVitals:
    painters = await sessions.casting.rehearsal(PICTURES, PER_S)
    return EngineVitals(
        engine=engine,
        sessions=len(sessions),
        capacity=sessions.capacity,
        draining=sessions.draining,
        renderer="compiled" if is_compiled() else "plain",
        picture_ms=await asyncio.to_thread(_median_ms, painters),
        lip_model=sessions.lip_model,
        lip_model_runs_on=sessions.casting.lip_model_runs_on,
        parts=tuple(_parts(sessions.casting.turn_model_name)),
    )


def _median_ms(painters: list[PaintJob]) -> float:
    took = []
    for paint in painters:
        began = time.perf_counter()
        paint()
        took.append((time.perf_counter() - began) * 1000)
    return round(median(took), 2)


def _parts(turn_model: str | None) -> Iterator[Part]:
    yield Part(stage="hear", name="Silero VAD", version=SILERO_VAD.version)
    if turn_model is not None:
        yield Part(stage="turn", name=turn_model, version=TURN_MODELS[turn_model].version)
    if has_flite():
        yield Part(stage="speak", name="Flite")
    for stage, name, package in PACKAGES:
        try:
            yield Part(stage=stage, name=name, version=version(package))
        except PackageNotFoundError:
            continue

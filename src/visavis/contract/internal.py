"""How the two kinds of process find and call each other on the loopback network.

    api → engine   POST   /sessions            SessionSpec → 201; 503 when it takes no more
                   DELETE /sessions/{id}       ends it (endsession first) → 200; 404 when unknown
                   POST   /llm-trials          LlmTrial → 200 LlmTried; asks the LLM as a session would
                   POST   /tools/try           ToolTrial → 200 TriedTool; it is called as in a session
                   POST   /line-checks         LineOffer → 200 LineAnswer; 400 what is wrong with the offer
                   POST   /checkups            Checkup → 200 CheckedUp; each provider is asked one thing
                   POST   /voice-trials        VoiceTrial → 200 a WAV file; 422 why it does not speak
                   GET    /vitals              EngineVitals
                   GET    /health              EngineHealth
    client → engine (through the api's proxy, or straight on a cluster; no secret)
                   WS     /ws?session_id=      signalling
                   POST   /talk?session_id=    {"content": text}
    engine → api   POST   /internal/engines/{engine}/events   EventBatch → 204 acknowledges it
                   POST   /internal/engines/{engine}/tuning   TuningRequest → 200 Tuned; 400 what is wrong
                   POST   /internal/engines/{engine}/knowledge/search   SearchRequest → 200 SearchFound
                   PUT    /internal/engines/{engine}/sessions/{id}/recording
                                               the bytes of its reel → 204 it is kept; 404 it must not be

A reel is a Matroska file of three tracks: the persona's pictures (VP8 or H.264), her voice and the user's
sound (both Opus, one channel). Pictures may be missing, packets too, and its end may be torn. An engine that
died leaves its reels in `Settings.reels_dir`, and the api picks them up.

Calls of the first and last group carry `SECRET_HEADER`. An engine prints one `EngineReady` line of JSON on
standard output when it listens.
"""

from __future__ import annotations

from visavis.contract.events import SessionEvent
from visavis.contract.frozen import Frozen

SECRET_HEADER = "x-visavis-secret"
SECRET_VARIABLE = "VISAVIS_ENGINE_SECRET"
API_URL_VARIABLE = "VISAVIS_ENGINE_API_URL"
"""Environment variables in which an engine process gets the secret and the base URL of its api process."""


LARGEST_RECORDING = 4 << 30
"""Bytes of a reel; at 1 Mbit/s they last nine hours."""


class EngineReady(Frozen):
    engine: str
    port: int


class EngineHealth(Frozen):
    engine: str
    sessions: int
    capacity: int
    draining: bool = False
    lip_model: str | None = None
    """Of the neural model that draws lower faces; None: the rig draws them."""


class Refusal(Frozen):
    """The body of every answer that is no success."""

    error: str
    """Its kind, in words."""
    message: str
    """What is wrong, for people."""


class EventBatch(Frozen):
    events: tuple[SessionEvent, ...]

"""How this server is. Ours, not part of the public API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

import visavis
from visavis.api.schemas.base import Answer
from visavis.api.schemas.sessions import ice_server
from visavis.contract.vitals import EngineVitals, LineAnswer, Stage
from visavis.services.options import Body
from visavis.services.server_state import ServerState
from visavis.settings import Settings

LONGEST_SDP = 64_000


class ServerPart(Answer):
    stage: Stage
    name: str
    version: str | None


class ServerEngine(Answer):
    name: str
    sessions: int
    capacity: int
    draining: bool
    renderer: Literal["compiled", "plain"]
    picture_ms: float
    """What drawing one picture takes just now."""
    lip_model: str | None
    lip_model_runs_on: str | None


class ServerMachine(Answer):
    cpus: int
    load: float | None


class ServerStorage(Answer):
    database: str
    data_dir: str
    free_bytes: int
    total_bytes: int
    retention_days: int


class ServerSeats(Answer):
    per_organization: int
    """At most."""
    engines: int
    """That should run."""
    per_engine: int


class ServerNetwork(Answer):
    ice_servers: list[dict[str, Any]]
    """As a browser takes them, with what it needs to use them."""
    advertised_address: str | None
    udp_port_min: int | None
    udp_port_max: int | None
    public_url: str | None


class ServerAnswer(Answer):
    version: str
    ready: bool
    """A session could start."""
    engines: list[ServerEngine]
    parts: list[ServerPart]
    """Of the engines that run."""
    machine: ServerMachine
    seats: ServerSeats
    storage: ServerStorage
    network: ServerNetwork
    default_llm: str
    demo_llm: bool
    """There is no language model but the embedded answerer."""


class LineCheckOffer(Body):
    sdp: Annotated[str, Field(min_length=1, max_length=LONGEST_SDP)]
    """With audio, a data channel, and all candidates."""


class LineCheckAnswer(Answer):
    sdp: str
    lasts_seconds: float


def server_answer(state: ServerState, settings: Settings) -> ServerAnswer:
    parts = dict.fromkeys(part for engine in state.engines for part in engine.parts)
    return ServerAnswer(
        version=visavis.__version__,
        ready=state.ready,
        engines=[_engine(one) for one in state.engines],
        parts=[ServerPart(stage=part.stage, name=part.name, version=part.version) for part in parts],
        machine=ServerMachine(cpus=state.machine.cpus, load=state.machine.load),
        seats=ServerSeats(
            per_organization=settings.max_concurrent_sessions,
            engines=state.engines_wanted,
            per_engine=settings.sessions_per_engine,
        ),
        storage=ServerStorage(
            database=state.storage.database,
            data_dir=state.storage.data_dir,
            free_bytes=state.storage.free_bytes,
            total_bytes=state.storage.total_bytes,
            retention_days=settings.retention_days,
        ),
        network=ServerNetwork(
            ice_servers=[ice_server(one) for one in state.ice_servers],
            advertised_address=settings.advertised_address,
            udp_port_min=settings.udp_port_min,
            udp_port_max=settings.udp_port_max,
            public_url=settings.public_url,
        ),
        default_llm=state.default_llm,
        demo_llm=state.demo_llm,
    )


def line_check_answer(answer: LineAnswer) -> LineCheckAnswer:
    return LineCheckAnswer(sdp=answer.sdp, lasts_seconds=answer.lasts_s)


def _engine(one: EngineVitals) -> ServerEngine:
    return ServerEngine(
        name=one.engine,
        sessions=one.sessions,
        capacity=one.capacity,
        draining=one.draining,
        renderer=one.renderer,
        picture_ms=one.picture_ms,
        lip_model=one.lip_model,
        lip_model_runs_on=one.lip_model_runs_on,
    )

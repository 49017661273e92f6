"""How this server is: its engines, its machine, what it keeps, and how it is reached. For people."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

from visavis.contract.spec import IceServer
from visavis.contract.vitals import EngineVitals, LineAnswer, LineOffer
from visavis.services.default_llm import describe
from visavis.services.errors import Busy, Invalid
from visavis.services.placement import LineRefused, NoEngine, Placement
from visavis.services.session_spec import ice_servers
from visavis.services.wing import ControlWing


@dataclass(frozen=True, slots=True)
class Machine:
    cpus: int
    """That this process may use."""
    load: float | None
    """Processes that wanted to run, on average of the last minute."""


@dataclass(frozen=True, slots=True)
class Storage:
    database: str
    """ "sqlite" or "postgresql"."""
    data_dir: str
    free_bytes: int
    total_bytes: int
    """Of the disk that the data folder is on."""


@dataclass(frozen=True, slots=True)
class ServerState:
    ready: bool
    engines_wanted: int
    engines: list[EngineVitals]
    machine: Machine
    storage: Storage
    default_llm: str
    """What really answers, in words."""
    demo_llm: bool
    """The offline answerer."""
    ice_servers: tuple[IceServer, ...]


async def state_of(wing: ControlWing, placement: Placement) -> ServerState:
    settings = wing.settings
    return ServerState(
        ready=placement.ready,
        engines_wanted=settings.engines,
        engines=await placement.vitals(),
        machine=Machine(len(os.sched_getaffinity(0)), _load()),
        storage=await asyncio.to_thread(_storage, wing),
        default_llm=describe(wing.default_llm),
        demo_llm=wing.default_llm.kind == "offline",
        ice_servers=ice_servers(settings),
    )


async def check_line(placement: Placement, offer_sdp: str) -> LineAnswer:
    """Raises Invalid, Busy."""
    try:
        return await placement.check_line(LineOffer(sdp=offer_sdp))
    except LineRefused as refused:
        raise Invalid("sdp", str(refused)) from None
    except NoEngine as error:
        raise Busy(f"The line could not be checked: {error}") from None


def _load() -> float | None:
    try:
        return round(os.getloadavg()[0], 2)
    except OSError:
        return None


def _storage(wing: ControlWing) -> Storage:
    settings = wing.settings
    usage = shutil.disk_usage(settings.data_dir)
    scheme = urlsplit(settings.database).scheme.split("+")[0]
    kind = "sqlite" if scheme == "sqlite" else "postgresql"
    return Storage(kind, str(settings.data_dir), usage.free, usage.total)

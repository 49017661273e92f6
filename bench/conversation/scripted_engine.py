"""An engine whose ears, mind and voice take no time, for `platform_share`: what remains is the platform.

`python -m bench.conversation.scripted_engine --name NAME --data-dir FOLDER` serves as any engine does, and says
on standard output where.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn
import uvloop
from tests.fakes import LoudnessDetector, ScriptedModel, ScriptedTranscriber, ScriptedVoice

from bench.conversation.scripts import ANSWER, QUESTION
from visavis.contract.internal import SECRET_VARIABLE, EngineReady, EventBatch
from visavis.contract.spec import SessionSpec
from visavis.contract.tuning import Tuned, TuningRequest
from visavis.engine.cast import Cast, Casting
from visavis.engine.ears import Ears
from visavis.engine.garbage import settle
from visavis.engine.handover import Handover
from visavis.engine.limits import Limits
from visavis.engine.outbox import Outbox
from visavis.engine.server import create_app
from visavis.engine.sessions import Sessions
from visavis.engine.tuning import Refused
from visavis.engine.turn_options import TurnOptions
from visavis.engine.voices import Voices
from visavis.media import warm
from visavis.settings import Settings


class ScriptedCasting(Casting):
    async def cast(self, spec: SessionSpec) -> Cast:
        cast = await super().cast(spec)
        transcriber = ScriptedTranscriber([QUESTION])
        return replace(
            cast,
            ears=Ears(LoudnessDetector(), transcriber, TurnOptions.from_spec(spec.listening)),
            model=ScriptedModel([[ANSWER]]),
            voices=Voices(ScriptedVoice(delay_s=0)),
        )


class _NoRules:
    """Implements Rules."""

    async def retune(self, request: TuningRequest) -> Tuned:
        raise Refused("The bench changes nothing.")


async def serve(name: str, data_dir: Path) -> None:
    """Until standard input ends, with whoever started this."""
    settings = Settings(data_dir=data_dir)
    casting = ScriptedCasting(settings)
    sessions = Sessions(
        casting,
        Outbox(settings.outbox_dir / name, _discard_events),
        Handover(settings.reels_dir / name, _discard_reel),
        Limits.of(settings),
        settings.sessions_per_engine,
        _NoRules(),
    )
    await asyncio.gather(casting.warm_up(), warm.warm_up())
    settle()
    app = create_app(name, sessions, os.environ[SECRET_VARIABLE])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    print(EngineReady(engine=name, port=port).model_dump_json(), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await sessions.drain("The bench is over.")
    server.should_exit = True
    await serving
    await casting.close()


async def _discard_events(batch: EventBatch) -> None: ...


async def _discard_reel(session_id: str, reel: Path) -> None: ...


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    arguments = parser.parse_args()
    uvloop.run(serve(arguments.name, arguments.data_dir))

"""Sessions without a network, and what stands where their socket would."""

import asyncio
from types import SimpleNamespace

from tests.fakes import (
    LoudnessDetector,
    RecordingFace,
    ScriptedModel,
    ScriptedTranscriber,
    ScriptedVoice,
    session_spec,
)
from visavis.engine.cast import Cast
from visavis.engine.ears import Ears
from visavis.engine.limits import Limits
from visavis.engine.reporter import Reporter
from visavis.engine.session import Session
from visavis.engine.tuning import Refused
from visavis.engine.voices import Voices
from visavis.providers.stt.recognisers import Recognisers
from visavis.settings import Settings


class SlowToStopVoice(ScriptedVoice):
    """Takes a second to let go of what it is saying."""

    closed = False

    async def speak(self, text):
        try:
            await asyncio.sleep(60)
            yield
        except asyncio.CancelledError:
            await asyncio.sleep(1)
            raise

    async def close(self):
        self.closed = True


class RecordingSocket:
    def __init__(self):
        self.frames, self.closed = [], False

    def send(self, frame):
        self.frames.append(frame)

    def close(self, reason):
        self.closed = True


class NoRules:
    """Nothing can be changed."""

    async def retune(self, request):
        raise Refused("No.")


def scripted_cast():
    transcriber = ScriptedTranscriber(["hello"])
    return Cast(
        ears=Ears(LoudnessDetector(), transcriber),
        model=ScriptedModel([["Hello."]]),
        voices=Voices(SlowToStopVoice()),
        animator=RecordingFace(),
        face=SimpleNamespace(paint=lambda at_s: None),
        transcriber=transcriber,
        recognisers=Recognisers(Settings(stt="embedded")),
    )


def begin(
    put=lambda event: None, limits=None, *, cast=None, reel=None, on_recorded=lambda id: None, **changes
):
    """A session that has nobody at the other end yet; `changes` are those of its spec."""
    spec, clock = session_spec(**changes), asyncio.get_running_loop().time
    return Session(
        spec,
        cast or scripted_cast(),
        Reporter(spec, put),
        limits or Limits(),
        clock,
        NoRules(),
        on_ended=lambda session: None,
        reel=reel,
        on_recorded=on_recorded,
    )

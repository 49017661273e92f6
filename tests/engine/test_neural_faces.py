"""A model's lower face in a session: what it hears there, and who gets one."""

import asyncio
from dataclasses import replace

import httpx
import numpy as np
import pytest

from tests import virtual_time
from tests.engine.begun import NoRules, scripted_cast
from tests.face.neural import tiny_models
from tests.face.neural.scripted import ScriptedThread
from tests.fakes import ScriptedVoice, session_spec
from tests.model_files import fetched_models
from visavis.contract.internal import EngineHealth
from visavis.engine.cast import Casting
from visavis.engine.handover import Handover
from visavis.engine.limits import Limits
from visavis.engine.outbox import Outbox
from visavis.engine.reporter import Reporter
from visavis.engine.server import create_app
from visavis.engine.session import Session
from visavis.engine.sessions import Sessions
from visavis.engine.voices import Voices
from visavis.face.animator import Animator
from visavis.face.build import load_avatar
from visavis.face.face import Face
from visavis.face.neural.face import NeuralFace, prepare_face
from visavis.face.neural.model import load_lip_model
from visavis.face.neural.reading import read_lip_model
from visavis.settings import Settings

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels


class RecordingLips:
    def __init__(self):
        self.heard, self.foretold, self.closed = [], [], False

    def hear(self, pcm, samples, coming):
        assert samples == 960
        self.heard.append(np.zeros(samples, np.int16) if pcm is None else pcm)
        self.foretold.append(coming(samples))

    def close(self):
        self.closed = True


def session_with(cast):
    spec, clock = session_spec(), asyncio.get_running_loop().time
    reporter = Reporter(spec, put=lambda event: None)
    return Session(spec, cast, reporter, Limits(), clock, NoRules(), on_ended=lambda session: None)


def test_lips_hear_every_tick_and_what_comes_after_it():
    lips = RecordingLips()

    async def script():
        cast = replace(scripted_cast(), voices=Voices(ScriptedVoice(rate_hz=48_000)), lips=lips)
        session = session_with(cast)
        session.talk("One two three.")
        await asyncio.sleep(1.5)
        await session.end("NORMAL_EXIT", "Enough.")

    virtual_time.run(script())
    assert len(lips.heard) in (75, 76)
    loud = [number for number, pcm in enumerate(lips.heard) if pcm.any()]
    assert len(loud) == 45, "three words of 0.3 s"
    for number in loud[1:]:
        assert np.array_equal(lips.foretold[number - 1], lips.heard[number])
    assert lips.closed


def test_she_speaks_with_the_models_mouth_and_falls_silent_with_her_own(tmp_path):
    """A whole session on a virtual clock: rig, voice, playout and model are real ones."""
    model = load_lip_model(read_lip_model(tiny_models.wav2lip(tmp_path)))
    prepared = prepare_face(model, load_avatar("ana", 512, 512, tmp_path))
    shown = []

    async def script():
        animator = Animator(1)
        face = NeuralFace(prepared, animator, "s1", ScriptedThread(prompt=True))
        paint = face.paint

        def watched(at_s):
            before = face.tally.shown
            job = paint(at_s)
            shown.append((round(at_s, 2), face.tally.shown > before))
            return job

        face.paint = watched
        cast = replace(
            scripted_cast(), voices=Voices(ScriptedVoice()), animator=animator, face=face, lips=face
        )
        session = session_with(cast)
        session.talk("One two three four five six.")
        await asyncio.sleep(1.0)
        session._conversation.interrupt()
        await asyncio.sleep(1.0)
        await session.end("NORMAL_EXIT", "Enough.")
        return face.tally

    tally = virtual_time.run(script())
    drawn = [at_s for at_s, patch in shown if patch]
    assert drawn[0] < 0.2, "her voice needs 50 ms"
    assert 0.9 < drawn[-1] < 1.2
    assert not any(patch for at_s, patch in shown if 1.0 <= at_s < 1.04), "the interruption shows at once"
    assert tally.late == tally.failed == 0


def casting(tmp_path, **settings):
    (tmp_path / "models").symlink_to(fetched_models())
    return Casting(Settings(data_dir=tmp_path, **settings))


async def told_by_health(casts, tmp_path):
    outbox, handover = Outbox(tmp_path / "outbox", None), Handover(tmp_path / "reels", None)
    sessions = Sessions(casts, outbox, handover, Limits(), capacity=2, rules=NoRules())
    app = create_app("engine-1", sessions, "secret")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://engine") as http:
        return EngineHealth.model_validate_json((await http.get("/health")).content).lip_model


async def test_everybody_gets_the_rigs_mouth_without_a_model(tmp_path):
    casts = casting(tmp_path)
    await casts.warm_up()
    cast = await casts.cast(session_spec())
    assert isinstance(cast.face, Face)
    assert cast.lips is None
    assert casts.lip_model is None
    assert await told_by_health(casts, tmp_path) is None
    await cast.close()
    await casts.close()


async def test_everybody_gets_the_models_mouth_once_there_is_one(tmp_path, caplog):
    caplog.set_level("INFO")
    casts = casting(tmp_path, lip_model=tiny_models.musetalk(tmp_path / "lips"))
    await casts.warm_up()
    one, other = [await casts.cast(session_spec(session_id=name)) for name in ("one", "other")]
    assert isinstance(one.face, NeuralFace)
    assert one.lips is one.face
    assert one.face is not other.face
    assert casts.lip_model == "Tiny MuseTalk"
    assert any(
        message.startswith("lip model Tiny MuseTalk (musetalk; licence: made by the tests) runs on cpu")
        for message in caplog.messages
    )
    assert await told_by_health(casts, tmp_path) == "Tiny MuseTalk"
    for cast in (one, other):
        await cast.close()
    await casts.close()


async def test_a_model_that_cannot_be_used_leaves_the_rig_and_says_why(tmp_path, caplog):
    casts = casting(tmp_path, lip_model=tiny_models.wav2lip(tmp_path / "lips", size=96))
    await casts.warm_up()
    cast = await casts.cast(session_spec())
    assert isinstance(cast.face, Face)
    assert casts.lip_model is None
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.getMessage().startswith("the rig draws all mouths: The network ")
    assert "it must take 1 x 6 x 96 x 96" in record.getMessage()
    await cast.close()
    await casts.close()


def test_a_session_without_a_model_is_asked_nothing_more(monkeypatch):
    """Not even what is coming."""

    async def script():
        session = session_with(scripted_cast())
        monkeypatch.setattr(session._conversation, "coming", lambda samples: pytest.fail("asked"))
        await asyncio.sleep(1)
        await session.end("NORMAL_EXIT", "Enough.")

    virtual_time.run(script())

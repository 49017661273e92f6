"""A session without a network: how it ends, and what reaches it meanwhile."""

import asyncio
import json
from types import SimpleNamespace

import numpy as np

from tests import virtual_time
from tests.fakes import (
    LoudnessDetector,
    RecordingFace,
    ScriptedModel,
    ScriptedTranscriber,
    ScriptedVoice,
    session_spec,
)
from visavis.contract.spec import StyleSpec
from visavis.engine.cast import Cast
from visavis.engine.ears import Ears
from visavis.engine.limits import Limits
from visavis.engine.reporter import Reporter
from visavis.engine.session import Session
from visavis.media.offer import BadOffer
from visavis.wire import signalling


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


def test_a_client_that_never_connects_keeps_no_seat_however_often_it_says_that_it_lives():
    async def run():
        reports = []
        clock = asyncio.get_running_loop().time
        spec = session_spec()
        limits = Limits(unclaimed_s=30)
        session = Session(
            spec, scripted_cast(), Reporter(spec, reports.append), limits, clock, lambda _: None
        )
        session.bind(RecordingSocket())
        while not session.ended.is_set() and clock() < 300:
            await session.signal(signalling.Heartbeat())
            await asyncio.sleep(5)
        return clock(), reports[-1].reason

    ended_s, reason = virtual_time.run(run())
    assert 60 <= ended_s < 70
    assert reason == "Nobody connected to the session."


def scripted_cast():
    transcriber = ScriptedTranscriber(["hello"])
    return Cast(
        ears=Ears(LoudnessDetector(), transcriber),
        model=ScriptedModel([["Hello."]]),
        voice=SlowToStopVoice(),
        animator=RecordingFace(),
        face=SimpleNamespace(paint=lambda at_s: None),
        transcriber=transcriber,
    )


def begin(**changes):
    spec, clock = session_spec(**changes), asyncio.get_running_loop().time
    reporter = Reporter(spec, put=lambda event: None)
    return Session(spec, scripted_cast(), reporter, Limits(), clock, on_ended=lambda session: None)


def test_a_socket_that_comes_while_the_session_ends_is_told_so():
    async def script():
        session = begin()
        session.talk("One two three.")
        await asyncio.sleep(0.1)
        ending = asyncio.create_task(session.end("NORMAL_EXIT", "Enough."))
        await asyncio.sleep(0.1)
        socket = RecordingSocket()
        session.bind(socket)
        await ending
        return socket

    socket = virtual_time.run(script())
    assert socket.frames == [signalling.end_session("s1", "Enough.")]
    assert socket.closed


def test_an_ending_session_says_nothing_more():
    async def script():
        session = begin()
        session.talk("One two three.")
        await asyncio.sleep(0.1)
        ending = asyncio.create_task(session.end("NORMAL_EXIT", "Enough."))
        await asyncio.sleep(0.1)
        session.talk("Four five six.")
        await session.signal(signalling.TalkStream("Seven.", True, True, "c", None))
        await ending
        await asyncio.sleep(0.1)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert not virtual_time.run(script())


def test_ears_that_fail_end_the_session_as_an_error_and_not_as_a_hang_up():
    async def script():
        session, socket = begin(), RecordingSocket()
        session.bind(socket)
        session.microphone(np.zeros(320, np.float64)[:, None])  # no sound at all: two-dimensional
        await session.ended.wait()
        return socket.frames

    frames = virtual_time.run(script())
    assert frames == [signalling.end_session("s1", "The session failed on the server.")]


# ---- offers that overtake each other


class SlowPeer:
    """Answers the offer "N" after N seconds."""

    def __init__(self):
        self.attached = self.closed = False
        self.opened = asyncio.Event()

    def accepts(self, sdp):
        return False

    async def answer(self, sdp):
        await asyncio.sleep(float(sdp))
        if sdp == "0.5":
            raise BadOffer("not that one")
        return f"answer to {sdp}"

    def follow(self, position_s):
        self.attached = True

    async def send_audio(self, tick, pcm): ...

    async def send_video(self, frame, painter): ...

    async def close(self):
        self.closed = True


def offered(monkeypatch, *offers):
    """What becomes of the peers of offers that come at the same time, and the frames that answer them."""
    peers = []

    def link(*_):
        peers.append(SlowPeer())
        return SimpleNamespace(peer=peers[-1])

    monkeypatch.setattr("visavis.engine.session.Link", link)

    async def script():
        session, socket = begin(), RecordingSocket()
        session.bind(socket)
        await asyncio.gather(*(session.signal(signalling.Offer(sdp)) for sdp in offers))
        fates = [(peer.attached, peer.closed) for peer in peers]
        frames = list(socket.frames)
        await session.end("NORMAL_EXIT", "Enough.")
        return fates, frames

    return virtual_time.run(script())


def test_the_client_that_offered_last_is_the_one_that_is_served(monkeypatch):
    fates, frames = offered(monkeypatch, "2", "1")
    assert fates == [(False, True), (True, False)]
    assert frames == [signalling.answer("s1", "answer to 1")]


def test_an_offer_that_is_refused_late_does_not_undo_the_one_after_it(monkeypatch):
    fates, _ = offered(monkeypatch, "0.5", "1")
    assert fates == [(False, True), (True, False)]


def told_of_cues(style, *cues):
    """What a client is told over signalling that sends these cues; the session's face."""

    async def script():
        session = begin(style=style)
        socket = RecordingSocket()
        session.bind(socket)
        for cue in cues:
            session.message(json.dumps({"message_type": "director_note_cue"} | cue))
        session.audio(0)
        await session.end("NORMAL_EXIT", "Enough.")
        warnings = [json.loads(frame) for frame in socket.frames]
        return [w["payload"] for w in warnings if w["actionType"] == "warning"], session._cast.animator

    return virtual_time.run(script())


def test_a_cue_reaches_the_face():
    warnings, face = told_of_cues(StyleSpec(), {"cue": {"tag": "laughter"}})
    assert warnings == []
    assert [tag for tag, _ in face.cues] == ["laughter"]


def test_a_cue_that_cannot_be_played_is_complained_of_once():
    warnings, face = told_of_cues(StyleSpec(), *[{"cue": {"tag": "grumpy"}}] * 3)
    assert len(warnings) == 1
    assert "'grumpy'" in warnings[0]
    assert face.cues == []


def test_a_face_whose_model_takes_no_directions_is_sent_no_cues():
    warnings, face = told_of_cues(None, {"cue": {"tag": "happy"}})
    assert len(warnings) == 1
    assert "cara-4" in warnings[0]
    assert face.cues == []

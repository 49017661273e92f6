"""A session without a network: how it ends, and what reaches it meanwhile."""

import asyncio
import errno
import json
from types import SimpleNamespace

import numpy as np
import pytest

from tests import virtual_time
from tests.fakes import (
    LoudnessDetector,
    RecordingFace,
    ScriptedModel,
    ScriptedTranscriber,
    ScriptedVoice,
    session_spec,
)
from visavis.contract.events import SessionEnded
from visavis.contract.spec import StyleSpec
from visavis.engine.cast import Cast
from visavis.engine.ears import Ears
from visavis.engine.limits import Limits
from visavis.engine.reporter import Reporter
from visavis.engine.session import LAST_WORD_S, Session
from visavis.engine.tuning import Refused
from visavis.engine.voices import Voices
from visavis.media.offer import BadOffer
from visavis.media.program import TICK_SAMPLES
from visavis.providers.base import ProviderError, Stage
from visavis.providers.stt.recognisers import Recognisers
from visavis.settings import Settings
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
            spec, scripted_cast(), Reporter(spec, reports.append), limits, clock, NoRules(), lambda _: None
        )
        session.bind(RecordingSocket())
        while not session.ended.is_set() and clock() < 300:
            await session.signal(signalling.Heartbeat())
            await asyncio.sleep(5)
        return clock(), reports[-1].reason

    ended_s, reason = virtual_time.run(run())
    assert 60 <= ended_s < 70
    assert reason == "Nobody connected to the session."


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


def begin(cast=None, **changes):
    spec, clock = session_spec(**changes), asyncio.get_running_loop().time
    reporter = Reporter(spec, put=lambda event: None)
    cast = cast or scripted_cast()
    return Session(spec, cast, reporter, Limits(), clock, NoRules(), on_ended=lambda session: None)


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


def test_a_client_is_told_why_another_recogniser_had_to_hear_a_turn():
    async def script():
        socket, cast = RecordingSocket(), scripted_cast()
        session = begin(cast)
        session.bind(socket)
        cast.recognisers.on_trouble(ProviderError(Stage.HEAR, "deepgram", "the answer was 402"))
        await session.end("NORMAL_EXIT", "Enough.")
        return socket

    frames = virtual_time.run(script()).frames
    assert signalling.warning("s1", "deepgram: the answer was 402") in frames


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


def test_the_last_word_before_an_abandoned_session_ends_still_reaches_the_listener():
    async def script():
        session, socket = begin(), RecordingSocket()
        session.bind(socket)
        session.abandon("Silence.")
        await session.ended.wait()
        return asyncio.get_running_loop().time(), socket.frames

    ended_s, frames = virtual_time.run(script())
    assert ended_s >= LAST_WORD_S
    assert frames == [signalling.end_session("s1", "Silence.")]


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

    def link(*_, tap):
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


# ---- how it ended


async def client_says_so(session):
    await session.signal(signalling.EndSession())


async def client_hangs_up(session):
    session.peer_closed()


async def api_stops_it(session):
    await session.end("CLOSED_BY_ENGINE", "The session was stopped.")


async def time_is_up(session):
    session.connected()
    await asyncio.sleep(61)


async def user_is_silent(session):
    session.abandon("The user was silent for too long.")
    await asyncio.sleep(1)


async def nobody_comes(session):
    await asyncio.sleep(31)


async def client_vanishes(session):
    session.bind(RecordingSocket())
    session.connected()
    await asyncio.sleep(15)


async def program_breaks(session):
    session._conversation.tick = None
    await asyncio.sleep(1)


@pytest.mark.parametrize(
    ("happens", "status", "reason"),
    [
        (client_says_so, "NORMAL_EXIT", "The client ended the session."),
        (client_hangs_up, "NORMAL_EXIT", "The client hung up."),
        (api_stops_it, "CLOSED_BY_ENGINE", "The session was stopped."),
        (time_is_up, "CLOSED_BY_ENGINE", "The session reached its maximum length."),
        (user_is_silent, "CLOSED_BY_ENGINE", "The user was silent for too long."),
        (nobody_comes, "CLOSED_BY_ENGINE", "Nobody connected to the session."),
        (client_vanishes, "CLOSED_BY_ENGINE", "The client vanished."),
        (program_breaks, "ERROR", "The session failed on the server."),
    ],
)
def test_the_report_says_how_a_session_ended_and_says_it_once(happens, status, reason):
    async def script():
        events, clock = [], asyncio.get_running_loop().time
        spec = session_spec(max_session_seconds=60)
        session = Session(
            spec,
            scripted_cast(),
            Reporter(spec, events.append),
            Limits(),
            clock,
            NoRules(),
            on_ended=lambda _: None,
        )
        await happens(session)
        await asyncio.wait_for(session.ended.wait(), 5)
        await session.end("ERROR", "A second end changes nothing.")
        return [event for event in events if isinstance(event, SessionEnded)]

    (ended,) = virtual_time.run(script())
    assert (ended.exit_status, ended.reason) == (status, reason)


# ---- recording


class FullDisk:
    """A reel on which there is room for nothing."""

    def write(self, takes, *, last=False):
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self):
        return False


async def test_a_full_disk_ends_the_recording_and_not_the_session():
    events, recorded, socket = [], [], RecordingSocket()
    spec, clock = session_spec(), asyncio.get_running_loop().time
    reporter = Reporter(spec, events.append)
    session = Session(
        spec,
        scripted_cast(),
        reporter,
        Limits(),
        clock,
        NoRules(),
        on_ended=lambda _: None,
        reel=FullDisk(),
        on_recorded=recorded.append,
    )
    session.bind(socket)
    for tick in range(200):
        session.tap.voice_sent(b"opus", tick * 0.02)
        await asyncio.sleep(0)
    while not events:
        await asyncio.sleep(0.01)

    assert not session.ended.is_set()
    assert session.talk("She can still be asked to speak.")
    await session.end("NORMAL_EXIT", "Enough.")
    warning, ended = events
    assert (warning.stage, warning.message) == (
        "record",
        "The recording ended early: No space left on device.",
    )
    assert ended.exit_status == "NORMAL_EXIT"
    assert socket.frames == [signalling.end_session("s1", "Enough.")], "the client hears nothing of it"
    assert recorded == []


def test_a_language_that_no_recogniser_here_understands_changes_nothing():
    async def run():
        session = begin()
        with pytest.raises(ProviderError, match="understands fr"):
            session.listen_in("fr")
        before = session._cast.transcriber
        session.listen_in("en")
        assert session._cast.retired == (before,), "closed with the rest of the cast"
        await session.end("NORMAL_EXIT", "done")

    virtual_time.run(run())


# ---- directions


def told_of_cues(style, *cues):
    """What a client is told over signalling that sends these cues; the session's face."""

    async def script():
        session = begin(style=style)
        socket = RecordingSocket()
        session.bind(socket)
        for cue in cues:
            session.message(json.dumps({"message_type": "director_note_cue"} | cue))
        session._conversation.tick(TICK_SAMPLES)
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

"""Sound that a client sends to be spoken, on the virtual clock."""

import asyncio

import numpy as np
import pytest

from tests import virtual_time
from tests.fakes import (
    LoudnessDetector,
    RecordingFace,
    RecordingOutlet,
    ScriptedTranscriber,
    ScriptedVoice,
    session_spec,
    tone,
)
from visavis.contract.spec import GreetingSpec, ListeningSpec, LlmSpec
from visavis.engine.conversation import Conversation
from visavis.engine.ears import Ears
from visavis.engine.passthrough import FADE_S, IDLE_LIMIT_S, START_S, START_WAIT_S, WAITING_S
from visavis.engine.relayed import TOO_MUCH_SOUND
from visavis.engine.voices import Voices
from visavis.wire.signalling import AgentAudio, TalkStream

RATE_HZ = 24_000
CHUNK_S = 0.04
TICK_S, TICK = 0.02, 960


def chunk(sequence, seconds=CHUNK_S, *, rate_hz=RATE_HZ, channels=1, amplitude=8000):
    mono = tone(seconds, rate_hz, amplitude)
    return AgentAudio(np.repeat(mono, channels).tobytes(), rate_hz, channels, sequence)


class Client:
    """A client of a session for audio passthrough, and what it hears."""

    def __init__(self, *, passthrough=True):
        spec = session_spec(
            audio_passthrough=passthrough,
            greeting=GreetingSpec(skip=True),
            listening=ListeningSpec(silence_before_session_end_seconds=3),
            llm=LlmSpec(id="l", kind="none"),
        )
        self.clock = asyncio.get_running_loop().time
        self.outlet, self.face = RecordingOutlet(), RecordingFace()
        self.transcriber = ScriptedTranscriber(["hello"])
        self.conversation = Conversation(
            spec,
            ears=Ears(LoudnessDetector(), self.transcriber),
            model=None,
            voices=Voices(ScriptedVoice()),
            face=self.face,
            outlet=self.outlet,
            clock=self.clock,
        )
        self.heard = np.zeros(0, np.int16)

    async def listens(self, seconds, microphone=None):
        for tick in range(round(seconds / TICK_S)):
            await asyncio.sleep(TICK_S)
            pcm = self.conversation.tick(TICK)
            self.heard = np.append(self.heard, np.zeros(TICK, np.int16) if pcm is None else pcm)
            if microphone is not None:
                self.conversation.hear(microphone[tick * 320 : (tick + 1) * 320])

    def sends(self, *chunks, ends=False):
        complaints = [self.conversation.agent_audio(each) for each in chunks]
        if ends:
            self.conversation.agent_audio_end()
        return next((complaint for complaint in complaints if complaint), None)

    @property
    def loud_s(self):
        """Seconds of sound that were heard."""
        return float(np.count_nonzero(np.abs(self.heard.astype(np.int32)) > 50)) / 48_000

    @property
    def first_sound_s(self):
        return float(np.argmax(np.abs(self.heard.astype(np.int32)) > 50)) / 48_000


def play(script, **how):
    async def run():
        client = Client(**how)
        await script(client)
        await client.conversation.close()
        return client

    return virtual_time.run(run())


# ---- a turn


@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_turn_that_comes_at_once_is_heard_in_its_own_time_and_pitch(rate_hz, channels):
    async def script(client):
        client.sends(*(chunk(k, rate_hz=rate_hz, channels=channels) for k in range(50)), ends=True)
        await client.listens(3)

    client = play(script)
    assert client.loud_s == pytest.approx(2.0, rel=0.03)
    spectrum = np.abs(np.fft.rfft(client.heard[:48_000].astype(float)))
    assert np.argmax(spectrum) == pytest.approx(220, abs=20)


def test_sound_that_comes_in_real_time_begins_when_a_tenth_of_a_second_has_come_and_has_no_holes():
    async def script(client):
        for k in range(50):
            client.sends(chunk(k))
            await client.listens(CHUNK_S)
        client.conversation.agent_audio_end()
        await client.listens(1)

    client = play(script)
    assert client.first_sound_s <= START_S + CHUNK_S + TICK_S
    sounding = client.heard[round(client.first_sound_s * 48_000) :][: 48_000 * 19 // 10]
    quiet = np.convolve(np.abs(sounding.astype(np.int32)) < 50, np.ones(480), "valid")
    assert quiet.max() < 480, "ten milliseconds of silence in the middle of a tone"


def test_less_than_that_sounds_when_its_end_is_told_or_nothing_more_comes():
    async def told(client):
        client.sends(chunk(0), ends=True)
        await client.listens(0.1)

    async def forgotten(client):
        client.sends(chunk(0))
        await client.listens(START_WAIT_S + 0.1)

    for script in (told, forgotten):
        assert play(script).loud_s == pytest.approx(CHUNK_S, abs=0.005)


def test_turns_are_heard_one_after_the_other():
    async def script(client):
        client.sends(chunk(0, 0.5), ends=True)
        client.sends(chunk(0, 0.5, rate_hz=16_000), chunk(1, 0.5, rate_hz=16_000))
        await client.listens(3)

    assert play(script).loud_s == pytest.approx(1.5, rel=0.03)


def test_a_turn_whose_end_was_forgotten_is_over_after_a_while_and_leaves_nobody_waiting():
    async def script(client):
        client.sends(chunk(0, 0.5))
        await client.listens(IDLE_LIMIT_S + 1)
        assert not client.conversation.is_busy
        client.conversation.talk("Hello you.")
        await client.listens(1)

    assert play(script).loud_s == pytest.approx(0.5 + 2 * 0.3, rel=0.05)


# ---- faults


def test_a_gap_in_the_sequence_is_filled_fading_and_told_once():
    async def script(client):
        client.sends(chunk(0, 0.2), chunk(2, 0.2), chunk(4, 0.2), ends=True)
        await client.listens(2)

    client = play(script)
    (warning,) = client.outlet.warnings
    assert "missing" in warning[1]
    first = round(client.first_sound_s * 48_000)
    second = first + 2 * 9_600
    faded, silent = client.heard[second - 9_600 :][:960], client.heard[second - 4_800 :][:4_000]
    assert np.abs(faded).max() > 4_000
    assert np.abs(silent).max() < 50
    assert client.loud_s == pytest.approx(3 * 0.2 + 2 * FADE_S, rel=0.05)


def test_what_comes_twice_is_heard_once():
    async def script(client):
        client.sends(chunk(0, 0.2), chunk(1, 0.2), chunk(1, 0.2), ends=True)
        await client.listens(1)

    assert play(script).loud_s == pytest.approx(0.4, rel=0.05)


def test_more_than_minutes_of_waiting_sound_are_dropped_with_a_complaint():
    async def script(client):
        chunks = (chunk(k, 1.0, rate_hz=8_000) for k in range(round(WAITING_S) + 20))
        assert client.sends(*chunks) == TOO_MUCH_SOUND

    play(script)


def test_sound_for_a_session_that_is_not_for_it_is_refused_with_what_to_do():
    async def script(client):
        complaint = client.sends(chunk(0, 0.5), ends=True)
        assert "enableAudioPassthrough" in complaint
        await client.listens(1)

    assert play(script, passthrough=False).loud_s == 0


# ---- interruption, and who listens


def test_an_interruption_drops_the_rest_of_the_turn_and_the_next_one_is_heard():
    async def script(client):
        client.sends(*(chunk(k, 0.2) for k in range(5)))
        await client.listens(0.5)
        client.conversation.interrupt()
        await client.listens(0.1)
        before = client.loud_s
        client.sends(chunk(5, 0.2), chunk(6, 0.2))
        await client.listens(0.5)
        assert client.loud_s == before
        assert client.face.cuts, "the mouth closes"
        client.sends(chunk(0, 0.2), ends=True)
        await client.listens(0.5)
        assert client.loud_s == pytest.approx(before + 0.2, abs=0.01)

    play(script)


def test_nobody_listens_and_silence_ends_nothing():
    async def script(client):
        await client.listens(2, microphone=tone(2, 16_000))
        await client.listens(5)
        assert client.transcriber.opened == 0
        assert client.outlet.messages == []
        assert client.outlet.abandoned is None

    play(script)


def test_text_may_still_be_spoken_in_between():
    async def script(client):
        client.sends(chunk(0, 0.5), ends=True)
        client.conversation.talk_stream(TalkStream("One two.", True, True, "c", None))
        await client.listens(2)
        assert client.outlet.persona_text().strip() == "One two."

    assert play(script).loud_s == pytest.approx(0.5 + 0.6, rel=0.05)

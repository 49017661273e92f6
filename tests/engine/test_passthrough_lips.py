"""Lips that follow the sound a client sends, on the virtual clock: what a face shows, tick by tick."""

import asyncio

import numpy as np
import pytest

from tests import virtual_time
from tests.engine.test_passthrough import CHUNK_S, TICK, TICK_S, Client
from tests.spoken import chunks, spoken
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme
from visavis.face.visemes import MouthTrack
from visavis.wire.signalling import AgentAudio

SENTENCE = "My favourite clock has a big bell above the door. Perhaps my map may prove it."
RATE_HZ = 16_000
JAW, PRESS = Mouth._fields.index("jaw"), Mouth._fields.index("press")
REST = LOOKS[Viseme.REST].mouth


class TrackFace(MouthTrack):
    def attend(self, mood, at_s):
        pass


class Stage:
    """A client that sends a sentence, and a viewer who sees a mouth with every tick."""

    def __init__(self, pcm):
        self.pieces = [
            AgentAudio(piece.tobytes(), RATE_HZ, 1, number)
            for number, piece in enumerate(chunks(pcm, round(CHUNK_S * RATE_HZ)))
        ]
        self.client, self.face = Client(), TrackFace()
        self.client.conversation._bearing._face = self.face
        self.mouths = []

    async def watches(self, seconds, jitter_s=None):
        """`jitter_s`: how late each chunk comes; None: the client sends nothing meanwhile."""
        began_s = len(self.mouths) * TICK_S
        for _ in range(round(seconds / TICK_S)):
            elapsed_s = len(self.mouths) * TICK_S - began_s
            while jitter_s is not None and self.pieces:
                number = self.pieces[0].sequence
                if elapsed_s < number * CHUNK_S + jitter_s[number % len(jitter_s)] - 1e-9:
                    break
                self.client.sends(self.pieces.pop(0), ends=not self.pieces)
            await asyncio.sleep(TICK_S)
            pcm = self.client.conversation.tick(TICK)
            self.client.heard = np.append(self.client.heard, np.zeros(TICK, np.int16) if pcm is None else pcm)
            self.mouths.append(self.face.at(self.client.conversation.tick_s))

    def since_first_sound(self):
        return np.array(self.mouths[round(self.client.first_sound_s / TICK_S) :])


@pytest.fixture(scope="module")
def sentence():
    return spoken(SENTENCE, "slt")


def play(pcm, script):
    async def run():
        stage = Stage(pcm)
        await script(stage)
        await stage.client.conversation.close()
        return stage

    return virtual_time.run(run())


async def at_once(stage):
    stage.client.sends(*stage.pieces, ends=True)
    await stage.watches(5.5)


async def in_real_time(stage):
    await stage.watches(5.5, jitter_s=(0.0,))


def lag_and_likeness(mouths, model):
    """How many ticks later `mouths` show what `model` shows, and how alike they are then."""
    span = min(len(mouths), len(model)) - 10

    def likeness(lag):
        return float(np.corrcoef(model[:span, JAW], mouths[lag : lag + span, JAW])[0, 1])

    best = max(range(8), key=likeness)
    return best, likeness(best)


def closures(mouths):
    return int(np.sum(np.diff((mouths[:, PRESS] > 0.5).astype(int), prepend=0) == 1))


def test_lips_open_and_shut_with_the_sound_and_rest_after_it(sentence):
    mouths = play(sentence, at_once).since_first_sound()
    end = round(len(sentence) / RATE_HZ / TICK_S)
    assert mouths[:end, JAW].max() > 0.4
    assert closures(mouths[:end]) >= 5
    assert np.abs(mouths[end + 15 :] - REST).max() < 0.02


def test_sound_that_comes_in_real_time_moves_them_as_well_and_at_most_60_ms_later(sentence):
    model = play(sentence, at_once).since_first_sound()
    mouths = play(sentence, in_real_time).since_first_sound()
    lag, likeness = lag_and_likeness(mouths, model)
    assert lag * TICK_S <= 0.06
    assert likeness > 0.93
    assert abs(closures(mouths) - closures(model)) <= 2
    assert mouths[:, JAW].max() > 0.9 * model[:, JAW].max()


def test_jitter_of_two_chunks_does_not_part_lips_from_sound(sentence):
    async def unevenly(stage):
        await stage.watches(5.5, jitter_s=(0.0, 0.04, 0.0, 0.02))

    model = play(sentence, at_once).since_first_sound()
    lag, likeness = lag_and_likeness(play(sentence, unevenly).since_first_sound(), model)
    assert lag * TICK_S <= 0.1
    assert likeness > 0.9


def test_an_interruption_shuts_the_mouth(sentence):
    async def script(stage):
        stage.client.sends(*stage.pieces)
        await stage.watches(1.0)
        stage.client.conversation.interrupt()
        await stage.watches(1.0)

    mouths = np.array(play(sentence, script).mouths)
    assert np.ptp(mouths[20:50, JAW]) > 0.2
    assert np.abs(mouths[60:] - REST).max() < 0.02


def test_sound_that_goes_on_after_a_hold_has_its_lips_again(sentence):
    held = 50

    async def script(stage):
        stage.client.sends(*stage.pieces, ends=True)
        await stage.watches(1.0)
        stage.client.conversation._hold()
        await stage.watches(held * TICK_S)
        stage.client.conversation._go_on()
        await stage.watches(4.5)

    model = play(sentence, at_once).since_first_sound()
    mouths = play(sentence, script).since_first_sound()
    assert np.abs(mouths[60 : 50 + held - 10] - REST).max() < 0.02, "she keeps still meanwhile"
    assert mouths[held + 60 : held + 200] == pytest.approx(model[60:200], abs=0.02)

"""Where a voice marks no phones, her lips follow the sound: from the voice to the face."""

import asyncio
import math
from itertools import pairwise

import numpy as np
import pytest

from tests import virtual_time
from tests.engine.test_speaker import Stage
from tests.fakes import ScriptedVoice
from tests.spoken import chunks, spoken
from visavis.engine.lip_reader import LipReader
from visavis.engine.playout import Cue, HeardCue, Playout, Utterance
from visavis.engine.reply import Kind, Reply
from visavis.face.hearing.spectrum import STEP, STEP_S
from visavis.face.visemes import MouthTrack
from visavis.speech import Phone, Speech

SENTENCE = "Hello, my name is Maya. How are you today?"
RATE_HZ = 16_000
PIECE = 2_000


@pytest.fixture(scope="module")
def sentence():
    return spoken(SENTENCE)


class UnmarkedVoice(ScriptedVoice):
    """Speaks the recorded sentence in pieces of an eighth of a second, and marks nothing."""

    def __init__(self, pcm):
        super().__init__()
        self.pcm = pcm

    async def speak(self, text):
        for piece in chunks(self.pcm, PIECE):
            await asyncio.sleep(0.01)
            yield Speech(piece, RATE_HZ)


def all_of(bits):
    return [mouth for bit in bits for mouth in bit]


def read(pcm, reader=None):
    reader, utterance, mouths = reader or LipReader(), Utterance(SENTENCE), []
    for piece in chunks(pcm, PIECE):
        mouths += all_of(reader.read(utterance, Speech(piece, RATE_HZ)))
    return mouths + reader.finish(utterance)


def test_every_20_ms_of_an_utterance_get_a_mouth(sentence):
    mouths = read(sentence)
    assert len(mouths) == math.ceil(len(sentence) / STEP)
    assert max(mouth.jaw for mouth in mouths) > 0.4


def test_pieces_shorter_than_a_picture_are_read_together(sentence):
    reader, utterance, pieces = LipReader(), Utterance(SENTENCE), chunks(sentence[: 50 * STEP], STEP // 2)
    known = [len(all_of(reader.read(utterance, Speech(piece, RATE_HZ)))) for piece in pieces]
    assert set(known[19::4]) == {2}, "with every fourth piece of 10 ms"
    assert sum(map(bool, known[16:])) == len(known[19::4])
    assert sum(known) + len(reader.finish(utterance)) == 50


def test_an_utterance_shorter_than_a_picture_is_read_at_its_end(sentence):
    reader, utterance = LipReader(), Utterance("Oh")
    assert not all_of(reader.read(utterance, Speech(sentence[:STEP], RATE_HZ)))
    assert len(reader.finish(utterance)) == 1


def test_what_was_not_read_of_an_utterance_given_up_is_forgotten(sentence):
    reader = LipReader()
    assert not all_of(reader.read(Utterance("given up"), Speech(sentence[:STEP], RATE_HZ)))
    assert len(read(sentence, reader)) == math.ceil(len(sentence) / STEP)


def test_an_utterance_with_phones_is_not_read(sentence):
    reader, utterance = LipReader(), Utterance(SENTENCE, phones=[Phone("hh", 0.0, 0.1)])
    assert not all_of(reader.read(utterance, Speech(sentence, RATE_HZ)))
    assert reader.finish(utterance) == []


def test_marks_that_come_after_a_silence_take_over(sentence):
    reader, utterance = LipReader(), Utterance(SENTENCE)
    assert all_of(reader.read(utterance, Speech(np.zeros(RATE_HZ, np.int16), RATE_HZ)))
    utterance.phones.append(Phone("hh", 1.0, 1.1))
    assert not all_of(reader.read(utterance, Speech(sentence, RATE_HZ)))
    assert reader.finish(utterance) == []


def test_an_utterance_that_was_given_up_leaves_nothing_behind(sentence):
    reader = LipReader()
    assert all_of(reader.read(Utterance("given up"), Speech(sentence[:9_000], RATE_HZ)))
    assert len(read(sentence, reader)) == math.ceil(len(sentence) / STEP)


def test_a_voice_may_change_its_rate(sentence):
    reader = LipReader()
    read(sentence, reader)
    utterance = Utterance(SENTENCE)
    mouths = all_of(reader.read(utterance, Speech(np.repeat(sentence, 3), 48_000)))
    mouths += reader.finish(utterance)
    assert len(mouths) == pytest.approx(len(sentence) / STEP, abs=1)


def test_lips_move_with_the_sound_of_a_voice_that_marks_nothing(sentence):
    async def scene():
        stage = Stage(voice=UnmarkedVoice(sentence))
        cues = []
        stage.production._on_cue = cues.append
        reply = Reply(Kind.TALK, _once(SENTENCE))
        stage.speaker.say(reply)
        await stage.play(1.0)
        return cues

    cues = virtual_time.run(scene())
    heard = [cue for cue in cues if isinstance(cue, HeardCue)]
    for before, after in pairwise(heard):
        assert after.start_s == pytest.approx(before.start_s + len(before.mouths) * STEP_S, abs=STEP_S / 2), (
            "no gap"
        )
    first = next(cue for cue in cues if isinstance(cue, Cue))
    assert heard[0].start_s == first.start_s
    track = MouthTrack()
    for cue in heard:
        track.hear(cue.start_s, cue.mouths)
    jaws = [
        track.at(float(time_s)).jaw for time_s in np.arange(0, first.start_s + len(sentence) / RATE_HZ, 0.04)
    ]
    assert max(jaws) > 0.4


def test_after_a_pause_the_mouths_come_again_at_their_new_times(sentence):
    playout, utterance, reader = Playout(), Utterance(SENTENCE), LipReader()
    speech = Speech(sentence, RATE_HZ)
    playout.add(utterance, speech)
    mouths = all_of(reader.read(utterance, speech)) + reader.finish(utterance)
    assert playout.hear(utterance, mouths).start_s == 0.0
    playout.pause()
    for _ in range(25):
        playout.take(960)
    (cue,) = playout.resume()
    assert cue == HeardCue(pytest.approx(0.5), tuple(mouths))


async def _once(text):
    yield text

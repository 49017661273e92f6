"""Sound in, mouths out, with the weights that are shipped."""

import asyncio
import math

import numpy as np
import pytest
import soxr

from tests.spoken import chunks, room, spoken
from visavis.contract.spec import VoiceSpec
from visavis.face.hearing.hearing import MouthHearing
from visavis.face.hearing.spectrum import HEARING_HZ, STEP, STEP_S
from visavis.face.hearing.timing import LOOK_AHEAD_S
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme
from visavis.providers import registry

SENTENCE = "Hello, my name is Maya. How are you today?"
REST = LOOKS[Viseme.REST].mouth
FRAME_S = 0.04


@pytest.fixture(scope="module")
def sentence():
    return spoken(SENTENCE)


def flite(text, name):
    """The sound of a sentence, and the phones that the voice marks."""

    async def speak():
        voice = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=name))
        try:
            return [piece async for piece in voice.speak(text)]
        finally:
            await registry.close()

    pieces = asyncio.run(speak())
    assert pieces[0].rate_hz == HEARING_HZ
    return (
        np.concatenate([piece.pcm for piece in pieces]),
        [phone for piece in pieces for phone in piece.phones],
    )


def heard(pcm, rate_hz=HEARING_HZ, cut=None):
    hearing = MouthHearing(rate_hz)
    mouths = []
    for piece in chunks(pcm, cut or len(pcm)):
        mouths += hearing.push(piece)
    return mouths + hearing.finish()


def test_there_is_a_mouth_for_every_20_ms(sentence):
    for samples in (1, STEP - 1, STEP, STEP + 1, 5000, len(sentence)):
        assert len(heard(sentence[:samples])) == math.ceil(samples / STEP)


@pytest.mark.parametrize("cut", [137, 320, 640, 4000])
def test_any_cut_of_the_stream_gives_the_same_mouths(sentence, cut):
    assert np.array(heard(sentence, cut=cut)) == pytest.approx(np.array(heard(sentence)), abs=1e-4)


def test_mouths_come_no_later_than_the_look_ahead(sentence):
    assert LOOK_AHEAD_S <= 0.08
    hearing = MouthHearing(HEARING_HZ)
    known = pushed = 0
    for piece in chunks(sentence, 160):
        known += len(hearing.push(piece))
        pushed += len(piece)
        assert known * STEP >= pushed - (LOOK_AHEAD_S + 0.02) * HEARING_HZ - 1


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 48_000])
def test_other_rates_give_nearly_the_same_mouths(sentence, rate_hz):
    other = soxr.resample(sentence, HEARING_HZ, rate_hz)
    one, two = (np.array(heard(pcm, rate)) for pcm, rate in ((sentence, HEARING_HZ), (other, rate_hz)))
    shortest = min(len(one), len(two))
    assert abs(len(one) - len(two)) <= 1
    assert np.corrcoef(one[:shortest, 0], two[:shortest, 0])[0, 1] > 0.97


def test_silence_is_a_mouth_at_rest():
    for quiet in (np.zeros(HEARING_HZ, np.int16), room(1.0)):
        for mouth in heard(quiet)[8:]:
            assert mouth == pytest.approx(REST, abs=0.02)


def test_the_mouth_rests_in_a_pause_and_moves_again_after_it(sentence):
    pause = np.zeros(HEARING_HZ // 2, np.int16)
    mouths = heard(np.concatenate([sentence, pause, sentence]))
    begin = len(sentence) // STEP
    for mouth in mouths[begin + 12 : begin + 22]:
        assert mouth == pytest.approx(REST, abs=0.02)
    assert max(mouth.jaw for mouth in mouths[begin + 30 :]) > 0.4


def test_lips_shut_where_the_voice_itself_says_p_b_or_m_and_seldom_elsewhere():
    spoken_count = found = shown = right = 0
    for voice in ("rms", "slt", "awb"):
        for text in ("Mama, Bob, pop.", "Please bring five big purple pumpkins back to my mother."):
            pcm, phones = flite(text, voice)
            wanted = [(p.start_s - FRAME_S, p.end_s + FRAME_S) for p in phones if p.symbol in ("p", "b", "m")]
            shut = np.array([mouth.press > 0.65 and mouth.jaw < 0.02 for mouth in heard(pcm)])
            times_s = np.flatnonzero(np.diff(shut.astype(int), prepend=0) == 1) * STEP_S
            spoken_count += len(wanted)
            found += sum(shut[max(round(a / STEP_S), 0) : round(b / STEP_S)].any() for a, b in wanted)
            shown += len(times_s)
            right += sum(any(a <= time_s <= b for a, b in wanted) for time_s in times_s)
    assert found / spoken_count >= 0.7
    assert right / shown >= 0.8


@pytest.mark.parametrize("voice", ["rms", "slt", "awb"])
def test_vowels_look_like_themselves(voice):
    def most(text, control):
        return max(getattr(mouth, control) for mouth in heard(spoken(text, voice)))

    assert most("ah, ah", "jaw") > most("ee, ee", "jaw") + 0.2
    assert most("ee, ee", "wide") > most("ah, ah", "wide") + 0.1
    assert most("oo, oo", "pucker") > most("ee, ee", "pucker") + 0.3


def test_the_next_utterance_begins_anew(sentence):
    hearing = MouthHearing(HEARING_HZ)
    for _ in range(2):
        mouths = hearing.push(sentence) + hearing.finish()
        assert len(mouths) == math.ceil(len(sentence) / STEP)
    hearing.push(sentence)
    hearing.begin()
    assert hearing.finish() == []


def test_every_mouth_is_within_bounds(sentence):
    loud = np.clip(sentence.astype(np.int32) * 20, -32768, 32767).astype(np.int16)
    mouths = np.array(heard(loud))
    assert mouths.shape[1] == len(Mouth._fields)
    assert mouths.min() >= 0
    assert mouths.max() <= 1

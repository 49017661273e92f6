"""The engine of our own: what it says sounds where it marks it."""

import numpy as np
import pytest
from training.mouth.engines.formant_manners import manners_of
from training.mouth.engines.formant_phones import PHONES
from training.mouth.engines.formant_sound import sound_of
from training.mouth.engines.formant_tracks import tracks_of

from visavis.face.hearing.spectrum import HEARING_HZ
from visavis.face.phones import ARPABET
from visavis.speech import Phone


def say(*symbols, voice=1, lasts_s=0.2):
    """The sound of each of these phones, in one breath."""
    chance = np.random.default_rng(voice)
    manners = manners_of(chance)
    phones = [Phone(symbol, k * lasts_s, (k + 1) * lasts_s) for k, symbol in enumerate(symbols)]
    sound = sound_of(tracks_of(phones, manners, chance), manners, chance)
    samples = round(lasts_s * HEARING_HZ)
    return [sound[k * samples : (k + 1) * samples] for k in range(len(symbols))]


def power(sound):
    return float((sound[HEARING_HZ // 40 : -HEARING_HZ // 40] ** 2).mean())


def share_above(hz, sound):
    powers = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    return powers[round(hz / HEARING_HZ * len(sound)) :].sum() / powers.sum()


def test_it_says_every_phone_of_english_that_the_face_knows():
    assert set(PHONES) <= set(ARPABET)


@pytest.mark.parametrize("voice", range(4))
def test_a_stop_is_silent_before_it_bursts_and_a_vowel_never(voice):
    before, stop, after = say("aa", "p", "iy", voice=voice)
    gap = stop[len(stop) // 4 : len(stop) // 2]
    assert float((gap**2).mean()) < 0.01 * min(power(before), power(after))


@pytest.mark.parametrize("voice", range(4))
def test_an_s_hisses_and_a_vowel_does_not(voice):
    vowel, hiss, _ = say("aa", "s", "aa", voice=voice)
    assert share_above(3000, hiss) > share_above(3000, vowel) + 0.3


def test_two_voices_say_the_same_phones_each_its_own_way():
    one, other = (np.concatenate(say("m", "aa", voice=voice)) for voice in (1, 2))
    assert not np.allclose(one, other)


def test_the_same_voice_says_the_same_again():
    assert np.array_equal(np.concatenate(say("m", "aa")), np.concatenate(say("m", "aa")))


def test_a_pause_is_a_pause():
    vowel, pause, _ = say("aa", "pau", "aa")
    assert power(pause) < 0.01 * power(vowel)

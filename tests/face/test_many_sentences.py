"""The mouth over two hundred sentences that chance makes of dictionary words, at every pace.

Seen at 25 frames a second, with the frames falling anywhere against the sound.
"""

import random
import re
from pathlib import Path

import numpy as np
import pocketsphinx
import pytest

from tests.face.test_visemes import FRAME_S, opening
from visavis.face.phones import VOWELS, Viseme, visemes_of
from visavis.face.visemes import LEAD_S, MouthTrack
from visavis.speech import Alphabet, Phone

SENTENCES = 200
CLOSED = 0.01
"""Mouth widths."""


def sentence(chance, words):
    """Phones of six to fourteen words, at a pace of its own, as voices time them: no two alike."""
    pace, phones, at_s = chance.uniform(0.65, 1.5), [], chance.uniform(0.02, 0.2)
    for word in chance.choices(words, k=chance.randint(6, 14)):
        for symbol in word:
            vowel = visemes_of(symbol, Alphabet.ARPABET)[0] in VOWELS
            length_s = pace * max(chance.gauss(0.1 if vowel else 0.07, 0.025), 0.03)
            phones.append(Phone(symbol, at_s, at_s + length_s))
            at_s += length_s
    return phones


class Seen:
    """A sentence, and every frame from a second before its first sound until a second after its last."""

    def __init__(self, number, words):
        chance = random.Random(number)
        self.phones = sentence(chance, words)
        self.starts_s, self.ends_s = 2.0 + self.phones[0].start_s, 2.0 + self.phones[-1].end_s
        track = MouthTrack()
        track.say(2.0, self.phones, Alphabet.ARPABET)
        self.times_s = np.arange(1.0 + chance.uniform(0, FRAME_S), self.ends_s + 1.0, FRAME_S)
        self.mouths = [track.at(float(time_s)) for time_s in self.times_s]

    def of(self, viseme):
        return [phone for phone in self.phones if visemes_of(phone.symbol, Alphabet.ARPABET) == (viseme,)]

    def around(self, phone):
        """The frame nearest to a phone's centre and its neighbours."""
        nearest = int(np.argmin(np.abs(self.times_s - (2.0 + (phone.start_s + phone.end_s) / 2 - LEAD_S))))
        return self.mouths[nearest - 1 : nearest + 2]

    def at(self, time_s):
        return self.mouths[int(np.argmin(np.abs(self.times_s - time_s)))]


@pytest.fixture(scope="module")
def seen():
    path = Path(pocketsphinx.__file__).parent / "model/en-us/cmudict-en-us.dict"
    entries = [line.lower().split() for line in path.read_text().splitlines()]
    words = [phones for word, *phones in entries[::40] if re.fullmatch("[a-z]{2,9}", word)]
    return [Seen(number, words) for number in range(SENTENCES)]


def test_lips_are_shut_for_p_b_m(seen):
    shut = [
        min(opening(mouth) for mouth in film.around(phone)) < CLOSED
        for film in seen
        for phone in film.of(Viseme.BILABIAL)
    ]
    assert len(shut) > 900
    assert np.mean(shut) >= 0.98


def test_f_and_v_show_the_lip_under_the_teeth(seen):
    bitten = [
        max(mouth.lip_bite for mouth in film.around(phone)) > 0.9
        for film in seen
        for phone in film.of(Viseme.LABIODENTAL)
    ]
    assert len(bitten) > 300
    assert np.mean(bitten) >= 0.98


def test_th_shows_the_tongue_between_parted_lips(seen):
    shown = [
        any(mouth.tongue > 0.5 and 0.04 < opening(mouth) < 0.22 for mouth in film.around(phone))
        for film in seen
        for phone in film.of(Viseme.DENTAL)
    ]
    assert len(shown) > 20
    assert np.mean(shown) >= 0.9


def test_open_vowels_open_the_mouth_by_a_fifth_of_its_width_or_so(seen):
    widest = [
        max(opening(mouth) for mouth in film.around(phone))
        for film in seen
        for phone in film.of(Viseme.OPEN) + film.of(Viseme.NEAR_OPEN)
        if phone.end_s - phone.start_s > 0.08
    ]
    assert 0.15 < np.mean(widest) < 0.35


def test_rounding_is_never_a_button(seen):
    """A pucker that is full comes with lips that part; only w, which has none, is nearly shut, and briefly."""
    for film in seen:
        small = [mouth.pucker > 0.8 and opening(mouth) < 0.03 for mouth in film.mouths]
        longest = max(map(len, "".join("x" if shut else " " for shut in small).split()), default=0)
        assert longest <= 3


def test_lips_part_a_moment_before_sound_unless_it_begins_with_them_shut(seen):
    for film in seen:
        first = visemes_of(film.phones[0].symbol, Alphabet.ARPABET)[0]
        if first in VOWELS:
            assert opening(film.at(film.starts_s - 0.04)) > 0.02
        if first is Viseme.BILABIAL:
            assert opening(film.at(film.starts_s - 0.04)) < 0.03
        assert opening(film.at(film.starts_s - 0.30)) < CLOSED


def test_the_mouth_is_shut_soon_after_every_sentence_and_stays_so(seen):
    for film in seen:
        after = film.times_s >= film.ends_s + 0.15
        assert after.sum() > 15
        assert max(opening(mouth) for mouth, late in zip(film.mouths, after, strict=True) if late) < CLOSED


def test_the_opening_never_jumps(seen):
    for film in seen:
        assert np.abs(np.diff([opening(mouth) for mouth in film.mouths])).max() <= 0.18

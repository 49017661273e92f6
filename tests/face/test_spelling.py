"""Letters to sounds. The judge is the dictionary that comes with pocketsphinx (CMU's)."""

import re
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import numpy as np
import pocketsphinx
import pytest

from visavis.face.letters import AS_WRITTEN, ENGLISH, ENGLISH_WORDS
from visavis.face.phones import ARPABET, Viseme, visemes_of
from visavis.face.spelling import pronounce, with_phones
from visavis.face.visemes import LEAD_S, MouthTrack
from visavis.speech import Alphabet, Character, Phone, Speech, Word

TEXT = """
Good morning, and thank you for calling the city museum. My name is Maya, and I am here to help you with
anything you want to know about your visit. We open every day at ten and close at six, but on Thursday you
may stay until nine in the evening. A ticket for one person costs twelve euros; children under five pay
nothing, and families with more than two children get a cheaper ticket. Would you like to book a place for
this afternoon, or shall I tell you first which paintings are on show at the moment? Most people begin with
the big blue room upstairs, where the famous portraits hang, and then walk through the garden to the old
bridge. If you have a problem with the stairs, please give me a few minutes: my friend at the front door can
bring you up by the lift. Perhaps you are looking for a present? The shop sells books, postcards, cups and
very small boats made of wood. Before you leave, remember that photography is allowed everywhere except in
the chapel, because bright light would harm the fabric from the fifteenth century. Half of the money from
the coffee bar goes to the school next door. It was a pleasure to speak with you; have a wonderful day.
"""
LIPS = {Viseme.BILABIAL, Viseme.LABIODENTAL, Viseme.DENTAL, Viseme.POSTALVEOLAR, Viseme.ROUND_GLIDE}
"""What a viewer sees at once when it is missing."""


@pytest.fixture(scope="module")
def dictionary():
    """Word -> its pronunciations."""
    path = Path(pocketsphinx.__file__).parent / "model/en-us/cmudict-en-us.dict"
    spoken: dict[str, list[list[str]]] = {}
    for line in path.read_text().splitlines():
        word, *phones = line.lower().split()
        spoken.setdefault(re.sub(r"\(\d+\)$", "", word), []).append(phones)
    return spoken


def sounds(word, english=True):
    return [phone for group in pronounce(word, english) for phone in group.phones]


def visemes(phones):
    return [viseme for phone in phones for viseme in visemes_of(phone, Alphabet.ARPABET)]


def test_nine_tenths_of_everyday_english_look_as_the_dictionary_says(dictionary):
    words = sorted({word for word in re.findall(r"[a-z]+", TEXT.lower()) if word in dictionary})
    assert len(words) > 130
    alike = [
        max(SequenceMatcher(None, visemes(sounds(word)), visemes(said)).ratio() for said in dictionary[word])
        for word in words
    ]
    assert np.mean(alike) > 0.9


def test_lips_that_close_bite_or_push_forward_do_so_in_nearly_every_word(dictionary):
    def lips(phones):
        return [viseme for viseme in visemes(phones) if viseme in LIPS]

    words = sorted({word for word in re.findall(r"[a-z]+", TEXT.lower()) if word in dictionary})
    right = [any(lips(sounds(word)) == lips(said) for said in dictionary[word]) for word in words]
    assert np.mean(right) > 0.97


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("through", "th r uw"),
        ("lamb", "l ae m"),
        ("knife", "n ay f"),
        ("happy", "hh ae p iy"),
        ("phone", "f ow n"),
        ("wrong", "r ao ng"),
        ("city", "s ih t iy"),
        ("Making", "m ey k ih ng"),
        ("don't", "d ow n t"),
        ("naïve", "n ey v"),
    ],
)
def test_english_spelling_is_read(word, phones):
    assert sounds(word) == phones.split()


@pytest.mark.parametrize(
    ("word", "phones"),
    [("schön", "sh er n"), ("Straße", "s t r aa s ax"), ("mañana", "m aa n y aa n aa"), ("beau", "b ow")],
)
def test_other_languages_are_read_as_they_are_written(word, phones):
    assert sounds(word, english=False) == phones.split()


def test_letters_of_other_scripts_move_the_mouth_at_least():
    assert sounds("你好", english=False) == ["d", "ah", "d", "ah"]
    assert sounds("привет")


@pytest.mark.parametrize("word", ["a", "e", "strengths", "Ærø", "İstanbul", "x", "ﬁne", "queue", "''"])
def test_the_groups_of_a_word_cover_it_without_overlap(word):
    for english in (True, False):
        groups = pronounce(word, english)
        assert [groups[0].first, groups[-1].last] == [0, len(word)]
        assert all(one.last == other.first for one, other in pairwise(groups))


def test_every_rule_can_be_reached_and_names_known_phones():
    for rule in (*ENGLISH, *AS_WRITTEN):
        assert re.fullmatch(r"\^?[^\W\d_]+|[^\W\d_]+(\$|_e|\+i)", rule), rule
    for phones in (*ENGLISH.values(), *AS_WRITTEN.values(), *ENGLISH_WORDS.values()):
        assert all(phone in ARPABET for phone in phones.split()), phones


# ---- marks


def speech(**marks):
    return Speech(np.zeros(16_000, np.int16), 16_000, **marks)


def evenly(text, each_s=0.1):
    return tuple(Character(place, place * each_s, (place + 1) * each_s) for place in range(len(text)))


def test_the_phones_of_a_word_fill_its_time_and_vowels_last_longest():
    made = with_phones(speech(words=(Word(0, 4, 0.2, 0.5), Word(5, 9, 0.7, 1.0))), "Good boat", "en-US")
    assert [phone.symbol for phone in made.phones] == ["g", "uh", "d", "b", "ow", "t"]
    assert made.alphabet is Alphabet.ARPABET
    assert [made.phones[0].start_s, made.phones[2].end_s] == pytest.approx([0.2, 0.5])
    assert [made.phones[3].start_s, made.phones[5].end_s] == pytest.approx([0.7, 1.0])
    lengths = [phone.end_s - phone.start_s for phone in made.phones]
    assert lengths[1] == pytest.approx(1.6 * lengths[0])


def test_a_group_of_letters_sounds_as_long_as_its_characters():
    made = with_phones(speech(characters=evenly("ship, phew")), "ship, phew", "en")
    assert [(phone.symbol, round(phone.start_s, 3), round(phone.end_s, 3)) for phone in made.phones] == [
        ("sh", 0.0, 0.2),
        ("ih", 0.2, 0.3),
        ("p", 0.3, 0.4),
        ("f", 0.6, 0.8),
        ("uw", 0.8, 1.0),
    ]


def test_characters_that_come_in_pieces_are_read_with_the_whole_text_in_mind():
    text = "whole phrases through"
    whole = with_phones(speech(characters=evenly(text)), text, "en").phones
    for cut in range(1, len(text)):
        pieces = [
            with_phones(speech(characters=part), text, "en").phones
            for part in (evenly(text)[:cut], evenly(text)[cut:])
        ]
        assert [phone.symbol for piece in pieces for phone in piece] == [phone.symbol for phone in whole]


def test_phones_of_the_voice_itself_are_left_alone_and_silence_stays_silence():
    own = speech(phones=(Phone("m", 0, 1),), words=(Word(0, 2, 0, 1),))
    assert with_phones(own, "hi", "en") is own
    bare = speech()
    assert with_phones(bare, "hi", "en") is bare
    assert with_phones(speech(words=(Word(0, 3, 0, 1),)), "...", "en").phones == ()


@pytest.mark.parametrize("kind", ["words", "characters"])
def test_lips_close_for_p_b_m_that_were_read_off_a_spelling(kind):
    text = "My mother bought apples from a farm"
    if kind == "words":
        found = list(re.finditer(r"\S+", text))
        marks = tuple(Word(m.start(), m.end(), 0.4 * n, 0.4 * n + 0.38) for n, m in enumerate(found))
        made = with_phones(speech(words=marks), text, "en")
    else:
        made = with_phones(speech(characters=evenly(text, 0.07)), text, "en")
    track = MouthTrack()
    track.say(0.5, made.phones, made.alphabet)
    closures = [phone for phone in made.phones if phone.symbol in "pbm"]
    assert len(closures) == 6
    for phone in closures:
        seen_s = 0.5 + (phone.start_s + phone.end_s) / 2 - LEAD_S
        assert min(track.at(seen_s + k * 0.02).jaw for k in range(2)) < 0.02

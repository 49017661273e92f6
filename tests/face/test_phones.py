import struct
from pathlib import Path

import espeakng_loader
import pytest

from visavis.face.mouth import LOOKS
from visavis.face.phones import ARPABET, VOWELS, Viseme, is_stressed, visemes_of
from visavis.speech import Alphabet

FLITE_US = [
    "aa",
    "ae",
    "ah",
    "ao",
    "aw",
    "ax",
    "axr",
    "ay",
    "b",
    "ch",
    "d",
    "dh",
    "dx",
    "eh",
    "el",
    "em",
    "en",
    "er",
    "ey",
    "f",
    "g",
    "hh",
    "hv",
    "ih",
    "iy",
    "jh",
    "k",
    "l",
    "m",
    "n",
    "ng",
    "nx",
    "ow",
    "oy",
    "p",
    "r",
    "s",
    "sh",
    "t",
    "th",
    "uh",
    "uw",
    "v",
    "w",
    "y",
    "z",
    "zh",
]
FLITE_SILENCE = ["pau", "h#", "brth"]
SILENT_MARKS, STRESS, VOWEL, CONSONANTS = 0, 1, 2, range(3, 9)  # espeak-ng's phoneme types


def espeak_phonemes(*tables: str) -> list[tuple[str, int]]:
    """Mnemonic and type of every phoneme in espeak-ng's compiled table; of all languages if none is named."""
    data = Path(espeakng_loader.get_data_path(), "phontab").read_bytes()
    found, place = [], 4
    for _ in range(data[0]):
        count, name = data[place], data[place + 4 : place + 36].split(b"\0")[0].decode()
        place += 36
        for _ in range(count):
            mnemonic, _, _, _, kind = struct.unpack_from("<4sIHBB", data, place)
            if not tables or name in tables:
                found.append((mnemonic.rstrip(b"\0").decode("utf-8", "replace"), kind))
            place += 16
    return found


def test_every_viseme_has_a_look():
    assert set(LOOKS) == set(Viseme)


@pytest.mark.parametrize("symbol", FLITE_US)
def test_every_phone_of_flite_has_its_own_entry(symbol):
    assert symbol in ARPABET
    assert Viseme.REST not in visemes_of(symbol, Alphabet.ARPABET)


@pytest.mark.parametrize("symbol", [*FLITE_SILENCE, "sil", "SIL", "+SPN+", ""])
def test_silence_is_rest(symbol):
    assert visemes_of(symbol, Alphabet.ARPABET) == (Viseme.REST,)


@pytest.mark.parametrize("symbol", ["_", "_:", "_::", "_!"])
def test_espeak_pauses_are_rest(symbol):
    assert visemes_of(symbol, Alphabet.ESPEAK) == (Viseme.REST,)


def test_every_english_phoneme_of_espeak_looks_like_what_it_is():
    for mnemonic, kind in espeak_phonemes("base1", "consonants", "en", "en-us", "en-rp", "en-sc"):
        shapes = set(visemes_of(mnemonic, Alphabet.ESPEAK))
        if kind == VOWEL and not mnemonic.endswith(("-", "r*")):  # syllabic consonants aside
            assert shapes & VOWELS, mnemonic
        elif kind in CONSONANTS:
            assert shapes, mnemonic
            assert not shapes & VOWELS, mnemonic


def test_no_sound_of_any_language_that_espeak_speaks_goes_without_a_shape():
    for mnemonic, kind in espeak_phonemes():
        shapes = visemes_of(mnemonic, Alphabet.ESPEAK)
        if kind == VOWEL or (kind in CONSONANTS and mnemonic != "#"):
            assert shapes, mnemonic


def test_espeak_knows_all_closures_of_all_its_languages():
    stops_and_nasals = {mnemonic for mnemonic, kind in espeak_phonemes() if kind in (4, 5, 8)}
    for mnemonic in stops_and_nasals:
        if mnemonic[0] in "pbmM":
            assert visemes_of(mnemonic, Alphabet.ESPEAK)[0] is Viseme.BILABIAL, mnemonic


@pytest.mark.parametrize(
    ("alphabet", "symbol", "shapes"),
    [
        (Alphabet.ARPABET, "ay", "OPEN NEAR_CLOSE_FRONT"),
        (Alphabet.ARPABET, "OW1", "ROUND_MID CLOSE_ROUND"),
        (Alphabet.ESPEAK, "'oU", "ROUND_MID NEAR_CLOSE_ROUND"),
        (Alphabet.ESPEAK, "aI@", "NEAR_OPEN NEAR_CLOSE_FRONT SCHWA"),
        (Alphabet.ESPEAK, "@L", "SCHWA LATERAL"),
        (Alphabet.ESPEAK, "tS", "POSTALVEOLAR"),
        (Alphabet.ESPEAK, "I2#", "NEAR_CLOSE_FRONT"),
        (Alphabet.ESPEAK, "'Y:", "ROUND_FRONT"),
        (Alphabet.IPA, "ˈaɪ", "NEAR_OPEN NEAR_CLOSE_FRONT"),
        (Alphabet.IPA, "t͡ʃ", "POSTALVEOLAR"),
        (Alphabet.IPA, "ɑː", "OPEN"),
        (Alphabet.IPA, "ɔ̃", "ROUND_OPEN"),
        (Alphabet.IPA, "pʰ", "BILABIAL"),
        (Alphabet.IPA, "ç", "VELAR"),
        (Alphabet.IPA, "ʔ", "BREATH"),
    ],
)
def test_compound_and_marked_symbols_are_taken_apart(alphabet, symbol, shapes):
    assert visemes_of(symbol, alphabet) == tuple(Viseme[name] for name in shapes.split())


@pytest.mark.parametrize("alphabet", Alphabet)
@pytest.mark.parametrize("symbol", ["§x!", "中", "Ж", "qqq", "\x01", "'", "ˈ", "55", "🙂", "a" * 1000])
def test_no_symbol_raises(alphabet, symbol):
    assert set(visemes_of(symbol, alphabet)) <= set(Viseme)


@pytest.mark.parametrize("alphabet", Alphabet)
def test_an_unknown_letter_is_a_neutral_vowel(alphabet):
    assert visemes_of("Ж", alphabet) == (Viseme.SCHWA,)


@pytest.mark.parametrize(
    ("alphabet", "mark"),
    [(Alphabet.ESPEAK, "'"), (Alphabet.IPA, "ˈ"), (Alphabet.IPA, "˥"), (Alphabet.ESPEAK, "55")],
)
def test_a_mark_without_a_sound_has_no_shape(alphabet, mark):
    assert visemes_of(mark, alphabet) == ()


def test_stress_is_read_where_the_alphabet_shows_it():
    assert is_stressed("'aI", Alphabet.ESPEAK)
    assert is_stressed("ˈa", Alphabet.IPA)
    assert not is_stressed(",oU", Alphabet.ESPEAK)
    assert not is_stressed("aa", Alphabet.ARPABET)

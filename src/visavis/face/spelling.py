"""From spelling to sound: phones for voices that time their words or characters and name no phones.

    word    "through"   0.30 ─────────────── 0.62
    cut      th|r|ough
    phones   th r uw    each with a share of the time of its characters, or of the word

English spelling is read by rules, each a group of letters and what it sounds like, the longest first; this is
for mouths and not for ears, so what looks alike may be mixed up (Fisher's visemes, see `phones.py`). Other
languages in Latin script are read as they are written, which for most of them comes close.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from visavis.face.letters import AS_WRITTEN, ENGLISH, ENGLISH_WORDS
from visavis.face.phones import ARPABET, VOWELS
from visavis.speech import Alphabet, Character, Phone, Speech, Word

VOWEL_SHARE = 1.6
"""A vowel lasts about so much longer than a consonant (Crystal and House 1988)."""
VOWEL_PHONES = frozenset(name for name, shapes in ARPABET.items() if shapes[0] in VOWELS)
LONGEST = max(len(rule.strip("^$")) for rule in (*ENGLISH, *AS_WRITTEN))
_VOWELS = "aeiouy"
_MAGIC = ("e", "es", "ed", "er", "ers", "en", "ens", "ely", "ing", "le", "les")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Group(NamedTuple):
    """`word[first:last]` and its phones; none for silent letters."""

    first: int
    last: int
    phones: tuple[str, ...]


def with_phones(speech: Speech, text: str, language: str) -> Speech:
    """The same speech, with phones read off its characters or words where its voice names none."""
    if speech.phones or not (speech.characters or speech.words):
        return speech
    english = language.lower().split("-")[0] == "en"
    phones = (
        _of_characters(text, speech.characters, english)
        if speech.characters
        else _of_words(text, speech.words, english)
    )
    return replace(speech, phones=tuple(phones), alphabet=Alphabet.ARPABET)


def _of_words(text: str, words: Iterable[Word], english: bool) -> Iterator[Phone]:
    """The phones of a word share its time, vowels more than consonants."""
    for word in words:
        spelled = [match.group() for match in _WORD.finditer(text[word.first : word.last])]
        sounds = [sound for part in spelled for group in pronounce(part, english) for sound in group.phones]
        yield from _spread(sounds, word.start_s, word.end_s)


def _of_characters(text: str, characters: Iterable[Character], english: bool) -> Iterator[Phone]:
    """A group of letters sounds from its first character's start to its last one's end.

    A piece of speech may end within a word, even within a group: the whole text is known, so it is read right
    nevertheless, and the group comes with the piece that has its first letter.
    """
    timed = {character.place: character for character in characters}
    for match in _WORD.finditer(text):
        for group in pronounce(match.group(), english):
            first, last = match.start() + group.first, match.start() + group.last
            if first in timed:
                known = [timed[place] for place in range(first, last) if place in timed]
                yield from _spread(group.phones, known[0].start_s, known[-1].end_s)


def _spread(sounds: Iterable[str], start_s: float, end_s: float) -> Iterator[Phone]:
    shares = [(sound, VOWEL_SHARE if sound in VOWEL_PHONES else 1.0) for sound in sounds]
    unit_s = (end_s - start_s) / max(sum(share for _, share in shares), 1.0)
    for sound, share in shares:
        yield Phone(sound, start_s, start_s + share * unit_s)
        start_s += share * unit_s


@lru_cache(maxsize=4096)
def pronounce(word: str, english: bool = True) -> tuple[Group, ...]:
    """A word, cut into groups of letters with their phones (ARPABET, lower case)."""
    folded = "".join(_folded(letter) for letter in word)
    whole = ENGLISH_WORDS.get(folded.replace("’", "'")) if english else None
    if whole is not None:
        return (Group(0, len(word), tuple(whole.split())),)
    rules = ENGLISH if english else AS_WRITTEN
    groups: list[Group] = []
    place = 0
    while place < len(folded):
        length, sounds = _longest(rules, folded, place)
        if groups and sounds and groups[-1].phones[-1:] == sounds[:1] and sounds[0] not in VOWEL_PHONES:
            sounds = sounds[1:]  # a doubled letter sounds once
        groups.append(Group(place, place + length, sounds))
        place += length
    return tuple(groups)


def _longest(rules: dict[str, str], word: str, place: int) -> tuple[int, tuple[str, ...]]:
    """The longest rule that fits at a place. "^" in a rule is the word's beginning, "$" its end, and "_" one
    consonant letter; letters behind the "_" are looked at and not taken."""
    for length in range(min(LONGEST, len(word) - place), 0, -1):
        letters = word[place : place + length]
        for form in _forms(word, place, length):
            if form in rules:
                return length, tuple(rules[form].split())
        if letters in rules:
            return length, tuple(rules[letters].split())
    return 1, _unknown(word[place])


def _forms(word: str, place: int, length: int) -> Iterator[str]:
    """How a rule may describe the letters with their surroundings, the most particular first."""
    letters, rest = word[place : place + length], word[place + length :]
    if place == 0:
        yield "^" + letters
    if not rest:
        yield letters + "$"
    elif rest[0] not in _VOWELS and rest[1:] in _MAGIC:
        yield letters + "_e"
    elif rest[0] in "eiy":
        yield letters + "+i"


def _folded(letter: str) -> str:
    """One character for one, in lower case and without accents, so that places stay what they are."""
    if letter in AS_WRITTEN:
        return letter
    bare = unicodedata.normalize("NFD", letter.lower())[:1]
    return bare or letter


def _unknown(letter: str) -> tuple[str, ...]:
    """A letter of another script: some syllable, so that the mouth moves at all."""
    return ("d", "ah") if letter.isalpha() else ()

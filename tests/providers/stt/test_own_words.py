"""Decoders that know nothing but a persona's own words."""

import tempfile
from pathlib import Path

import pytest
from pocketsphinx import Decoder

from visavis.providers.stt import own_words
from visavis.providers.stt.own_words import KEPT_TOPICS, OwnWords
from visavis.providers.stt.sphinx_process import DECODER_OPTIONS

TOPIC = "The Blorfkam hall shows a frigate. You can read about it."


@pytest.fixture(scope="module")
def dictionary() -> Decoder:
    return Decoder(**DECODER_OPTIONS)


@pytest.fixture
def words(dictionary: Decoder) -> OwnWords:
    return OwnWords(DECODER_OPTIONS, dictionary)


def test_they_know_the_words_of_the_texts_in_all_their_pronunciations_and_no_others(words: OwnWords):
    decoder = words.take(TOPIC)
    assert decoder is not None
    assert decoder.lookup_word("frigate") == "F R IH G AH T"
    assert decoder.lookup_word("read(2)")
    assert decoder.lookup_word("blorfkam").startswith("B L AO R F")
    assert decoder.lookup_word("submarine") is None


def test_without_flite_only_what_stands_in_no_dictionary_is_missing(
    words: OwnWords, monkeypatch: pytest.MonkeyPatch
):
    def not_installed() -> None:
        raise OSError("libflite.so.1: cannot open shared object file")

    monkeypatch.setattr(own_words, "Spelling", not_installed)
    decoder = words.take(TOPIC)
    assert decoder is not None
    assert decoder.lookup_word("blorfkam") is None
    assert decoder.lookup_word("frigate")


def test_a_failure_that_nobody_foresaw_means_that_there_is_none(
    words: OwnWords, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(own_words, "sentences_of", lambda topic: 1 / 0)
    assert words.take(TOPIC) is None
    words.prepare(TOPIC)


def test_without_texts_there_is_none(words: OwnWords):
    assert words.take("") is None


def test_one_that_is_prepared_is_taken_and_given_back(words: OwnWords):
    words.prepare(TOPIC)
    decoder = words.take(TOPIC)
    words.give_back(TOPIC, decoder)
    assert words.take(TOPIC) is decoder
    assert words.take(TOPIC) is not decoder, "which somebody else has now"


def test_the_topics_of_long_ago_are_forgotten(words: OwnWords):
    made = {}
    for number in range(KEPT_TOPICS + 1):
        topic = TOPIC + " Ship." * number
        made[topic] = words.take(topic)
        words.give_back(topic, made[topic])
    oldest, second, *_ = made
    assert words.take(second) is made[second]
    assert words.take(oldest) is not made[oldest]


def test_the_texts_do_not_stay_on_the_disk(words: OwnWords, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert words.take(TOPIC) is not None
    assert list(tmp_path.iterdir()) == []

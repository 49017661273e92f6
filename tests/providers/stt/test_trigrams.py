"""A language model of a few sentences."""

from pathlib import Path

import pytest
from pocketsphinx import Config, LogMath, NGramModel

from visavis.providers.stt.trigrams import BEGIN, END, Trigrams

SENTENCES = [
    ("when", "does", "the", "museum", "open"),
    ("when", "does", "the", "harbour", "close"),
    ("the", "museum", "is", "closed"),
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence} | {END})


@pytest.fixture
def model() -> Trigrams:
    return Trigrams(SENTENCES)


@pytest.mark.parametrize(
    "before", [(), ("the",), ("does", "the"), ("open", "the"), (BEGIN,), (BEGIN, "when")]
)
def test_after_every_history_the_probabilities_add_up_to_one(model: Trigrams, before: tuple[str, ...]):
    everything = sum(model.probability(word, before) for word in WORDS)
    never = model.probability(BEGIN, before)
    assert everything + never == pytest.approx(1)
    assert never < 0.06


def test_what_was_said_is_likelier_than_what_was_not(model: Trigrams):
    assert model.probability("museum", ("does", "the")) > model.probability("closed", ("does", "the")) > 0
    assert model.probability("when", (BEGIN,)) > model.probability("the", (BEGIN,))


def test_a_history_that_never_was_counts_as_the_shorter_one(model: Trigrams):
    assert model.probability("museum", ("open", "the")) == model.probability("museum", ("the",))
    assert model.back_off(("open", "the")) == 1


def test_the_recogniser_reads_the_same_probabilities_from_the_file(model: Trigrams, tmp_path: Path):
    file = tmp_path / "words.lm"
    file.write_text(model.arpa())
    read = NGramModel(Config(loglevel="FATAL"), LogMath(), str(file))

    def logs(*newest_first: str) -> float:
        return LogMath().exp(read.prob(newest_first))

    for *before, word in (("does", "the", "museum"), ("the", "museum"), ("open", "the", "close"), ("is",)):
        expected = model.probability(word, tuple(before))
        assert logs(word, *reversed(before)) == pytest.approx(expected, rel=0.01)

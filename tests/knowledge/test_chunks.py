"""Passages become chunks of the wished size."""

from __future__ import annotations

import re

import pytest

from visavis.knowledge.chunks import BETWEEN, LONGEST_ALONE, chunked
from visavis.knowledge.passages import Passage


def sentences(count: int) -> str:
    return " ".join(f"This is sentence number {number}." for number in range(count))


def texts(*passages: Passage, size: int = 100, overlap: int = 0) -> list[str]:
    return [chunk.text for chunk in chunked(passages, size, overlap)]


def test_short_passages_are_packed_together() -> None:
    packed = texts(Passage("a" * 40), Passage("b" * 40), Passage("c" * 40))

    assert packed == [f"{'a' * 40}{BETWEEN}{'b' * 40}", "c" * 40]


def test_a_chunk_begins_with_the_last_sentences_of_the_one_before() -> None:
    first, second = sentences(3), "Another thing altogether."

    assert texts(Passage(first), Passage(second), overlap=40) == [
        first,
        f"This is sentence number 2.{BETWEEN}{second}",
    ]


def test_a_paragraph_that_fits_is_not_cut_for_the_sake_of_an_overlap() -> None:
    first, second = sentences(3), "x" * 90

    assert texts(Passage(first), Passage(second), overlap=40) == [first, second]


@pytest.mark.parametrize("size", [50, 100, 333])
@pytest.mark.parametrize("text", [sentences(50), "word " * 500, "x" * 2000, "日本語。" * 300])
def test_no_chunk_is_larger_than_wished_and_nothing_is_lost(text: str, size: int) -> None:
    chunks = texts(Passage("Before."), Passage(text.strip()), Passage("After."), size=size)

    assert all(0 < len(chunk) <= size for chunk in chunks)
    assert "".join("".join(chunks).split()) == f"Before.{''.join(text.split())}After."


@pytest.mark.parametrize(("size", "overlap"), [(100, 50), (333, 60), (50, 25)])
def test_with_an_overlap_nothing_is_lost_either(size: int, overlap: int) -> None:
    chunks = texts(Passage("Before."), Passage(sentences(50)), size=size, overlap=overlap)

    assert all(0 < len(chunk) <= size for chunk in chunks)
    seen = [int(number) for chunk in chunks for number in re.findall(r"\d+", chunk)]
    assert list(dict.fromkeys(seen)) == list(range(50)), "each, in order"
    assert len(seen) > 50 or overlap < 30, "and some twice"


def test_japanese_is_cut_between_sentences() -> None:
    assert all(chunk.endswith("。") for chunk in texts(Passage("日本語です。" * 50)))


def test_long_paragraphs_are_cut_between_sentences() -> None:
    chunks = texts(Passage(sentences(12)))

    assert len(chunks) > 3
    assert all(chunk.startswith("This") and chunk.endswith(".") for chunk in chunks)


def test_chunks_stay_within_their_place() -> None:
    passages = [Passage("a", {"page": 1}), Passage("b", {"page": 1}), Passage("c", {"page": 2}), Passage("d")]

    chunks = list(chunked(passages, 100, 50))

    assert [(chunk.text, chunk.place) for chunk in chunks] == [
        (f"a{BETWEEN}b", {"page": 1}),
        ("c", {"page": 2}),
        ("d", {}),
    ]


def test_passages_that_stand_alone_are_neither_packed_nor_cut() -> None:
    row = sentences(20)

    assert texts(Passage("p"), Passage(row, alone=True), Passage("r", alone=True), Passage("q")) == [
        "p",
        row,
        "r",
        "q",
    ]


def test_even_what_stands_alone_has_an_end() -> None:
    chunks = texts(Passage("x" * (LONGEST_ALONE + 1), alone=True))

    assert [len(chunk) for chunk in chunks] == [LONGEST_ALONE, 1]

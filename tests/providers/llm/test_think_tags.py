"""Thoughts inside of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.providers.base import Thought
from visavis.providers.llm.think_tags import ThinkTags


def read(*pieces):
    tags = ThinkTags()
    told = [one for piece in pieces for one in tags.push(piece)] + list(tags.finish())
    thoughts = "".join(one.text for one in told if isinstance(one, Thought))
    return thoughts, "".join(one for one in told if isinstance(one, str))


@pytest.mark.parametrize(
    ("answer", "thoughts", "text"),
    [
        ("<think>Hm, a greeting.</think>\n\nHello!", "Hm, a greeting.", "Hello!"),
        ("\n<think></think>Hello!", "", "Hello!"),
        ("Hello <think>there</think>!", "", "Hello <think>there</think>!"),
        ("<thinking is hard", "", "<thinking is hard"),
        ("<", "", "<"),
        ("<think>and then it broke off </thi", "and then it broke off </thi", ""),
        ("", "", ""),
    ],
)
def test_only_at_its_beginning_an_answer_thinks(answer, thoughts, text):
    assert read(answer) == (thoughts, text)
    assert read(*answer) == (thoughts, text)


@given(st.lists(st.integers(1, 9), min_size=1))
def test_the_borders_of_pieces_make_no_difference(sizes):
    answer, pieces = "<think>a < b </ c</think> a </think> b", []
    while answer:
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(answer[:size])
        answer = answer[size:]
    assert read(*pieces) == ("a < b </ c", "a </think> b")


def test_nothing_certain_is_held_back():
    tags = ThinkTags()
    assert list(tags.push("Hello")) == ["Hello"]
    tags = ThinkTags()
    assert list(tags.push("<think>Hm")) == [Thought("Hm")]

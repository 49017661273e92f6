"""A model that falls silent is noticed; one that streams is not disturbed."""

import asyncio

import pytest

from tests import virtual_time
from tests.fakes import ScriptedModel
from visavis.engine.patience import Patience, patiently
from visavis.providers.base import ProviderError

PATIENCE = Patience(first_token_s=10, next_token_s=6)


def read(*script):
    """(what was said, at which second it was over, the error)"""
    model = ScriptedModel([script])

    async def listen():
        said, error = [], None
        try:
            async for delta in patiently(model.reply([]), PATIENCE):
                said.append(delta)
        except ProviderError as caught:
            error = str(caught)
        return said, asyncio.get_running_loop().time(), error

    return virtual_time.run(listen())


def test_a_slow_but_steady_model_is_waited_for():
    assert read(9.0, "One ", 5.0, "two ", 5.0, "three.") == (["One ", "two ", "three."], 19.0, None)


def test_a_model_that_is_stuck_is_stopped():
    said, _, error = read(*["The bell rings for the ships. ", 0.1] * 50)
    assert len(said) == 4, "the fifth time is not said"
    assert "over and over" in error


def test_no_first_word_in_time_is_an_error():
    said, at_s, error = read(11.0, "too late")
    assert said == []
    assert at_s == 10.0
    assert "no answer within 10 s" in error


def test_silence_in_the_middle_is_an_error_after_what_was_said():
    said, at_s, error = read("Well ", 7.0, "too late")
    assert said == ["Well "]
    assert at_s == 6.0
    assert "6 s" in error


@pytest.mark.parametrize("script", [(), ("  ", "\n")])
def test_an_empty_answer_is_an_error(script):
    assert "empty" in read(*script)[2]


def test_leaving_early_stops_the_model():
    model = ScriptedModel([["a", 1.0, "b"]])

    async def leave():
        deltas = patiently(model.reply([]), PATIENCE)
        await anext(deltas)
        await deltas.aclose()

    virtual_time.run(leave())
    assert model.stopped == 1

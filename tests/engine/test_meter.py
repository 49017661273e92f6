"""What a question took: told, told by then, or estimated."""

import asyncio
from contextlib import aclosing

import pytest

from tests import virtual_time
from tests.fakes import ScriptedModel
from visavis.contract.token_usage import TokenUsage
from visavis.engine.meter import Meter, Spent, characters_of
from visavis.engine.window import CHARACTERS_A_TOKEN
from visavis.providers.base import Message, ProviderError, Role, Stage, Thought, ToolCall, ToolOffer

ASKED = 300 * CHARACTERS_A_TOKEN
WORDS = "one two three "
FAILURE = ProviderError(Stage.THINK, "gpt", "503")


def read(*script, meter=None, asked=ASKED, stop_after_s=None):
    """What was handed on, and what was spent."""
    handed_on, spent = [], []

    async def listen():
        pieces = (meter or Meter()).read(ScriptedModel([script]).reply([]), asked, spent.append)
        async with aclosing(pieces):
            async for piece in pieces:
                handed_on.append(piece)

    async def run():
        try:
            async with asyncio.timeout(stop_after_s):
                await listen()
        except (TimeoutError, ProviderError):
            pass

    virtual_time.run(run())
    return handed_on, spent


def test_of_a_whole_answer_the_last_count_is_what_it_took():
    so_far, all = TokenUsage(prompt=90), TokenUsage(prompt=90, completion=7, reasoning=3)
    assert read(so_far, "Nine.", all) == (["Nine."], [Spent(all)])


def test_of_a_model_that_counts_nothing_a_whole_answer_is_not_estimated():
    assert read("Nine.") == (["Nine."], [])


def test_one_that_is_stopped_is_estimated_by_what_it_read_and_wrote():
    _, (spent,) = read(WORDS, Thought("Hm."), ToolCall("c", "look", "{}"), 9.0, "more", stop_after_s=1)
    written = len(WORDS) + len("Hm.") + len("look{}")
    assert spent == Spent(
        TokenUsage(prompt=300, completion=round(written / CHARACTERS_A_TOKEN)), whole=False, estimated=True
    )


def test_one_that_is_stopped_before_its_first_word_has_read_the_question():
    _, (spent,) = read(9.0, "Nine.", stop_after_s=1)
    assert spent.usage == TokenUsage(prompt=300, completion=0)


def test_what_its_vendor_told_by_then_is_not_estimated():
    started = TokenUsage(prompt=91, cached=64)
    _, (spent,) = read(started, WORDS, 9.0, stop_after_s=1)
    assert spent.estimated
    assert spent.usage == TokenUsage(prompt=91, cached=64, completion=round(len(WORDS) / CHARACTERS_A_TOKEN))

    so_far = TokenUsage(prompt=91, completion=4)
    assert read(so_far, WORDS, 9.0, stop_after_s=1)[1] == [Spent(so_far, whole=False)]


def test_a_count_of_nothing_is_none():
    nothing = TokenUsage(prompt=0, completion=0)
    _, (spent,) = read(nothing, WORDS, 9.0, stop_after_s=1)
    assert (spent.usage.prompt, spent.estimated) == (300, True)


def test_one_that_fails_in_the_middle_took_something_and_one_that_is_refused_nothing():
    assert read("At ", FAILURE)[1][0].usage.prompt == 300
    assert read(FAILURE)[1] == []


def test_whole_answers_teach_how_long_tokens_are():
    meter = Meter()
    read("Nine.", TokenUsage(prompt=ASKED // 5, completion=2), meter=meter)
    _, (spent,) = read("w" * 50, 9.0, meter=meter, stop_after_s=1)
    assert spent.usage == TokenUsage(prompt=ASKED // 5, completion=10)


@pytest.mark.parametrize(("meter", "asked"), [(Meter(estimates=False), ASKED), (Meter(), None)])
def test_where_nothing_can_be_estimated_only_what_is_told_is_told(meter, asked):
    assert read(WORDS, 9.0, meter=meter, asked=asked, stop_after_s=1)[1] == []
    told = TokenUsage(prompt=91)
    assert read(told, 9.0, meter=meter, asked=asked, stop_after_s=1)[1] == [Spent(told, whole=False)]


def test_a_question_is_its_lines_their_calls_and_the_tools():
    lines = [Message(Role.USER, "When?"), Message(Role.ASSISTANT, "", (ToolCall("c", "look", "{}"),))]
    assert characters_of(lines) == len("When?look{}")
    offer = ToolOffer("look", "Looks.", {"type": "object"})
    assert characters_of([], [offer]) == len('lookLooks.{"type": "object"}')

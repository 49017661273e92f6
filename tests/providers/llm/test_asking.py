"""Which of a model's places answers, and which is asked next time."""

import asyncio
from contextlib import aclosing

import pytest

from tests import virtual_time
from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import ProviderError, Thought, ToolCall
from visavis.providers.llm.addresses import Addresses
from visavis.providers.llm.asking import HUNG_S, asked


class Failed(Exception):
    pass


class Model:
    """At each of its places it follows a script: pieces, seconds of silence, and failures."""

    def __init__(self, **scripts):
        self.scripts, self.asked = scripts, []
        self.places = Addresses(list(scripts))

    async def ask(self, place):
        self.asked.append(place)
        for step in self.scripts[place]:
            if isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, Exception):
                raise step
            else:
                yield step

    async def answer(self, patience_s=60.0):
        """Its pieces, and the error."""
        pieces = []
        try:
            async with asyncio.timeout(patience_s):
                async with aclosing(asked(self.places, self.ask, model="m", failures=(Failed,))) as answer:
                    async for piece in answer:
                        pieces.append(piece)
        except (ProviderError, TimeoutError) as error:
            return pieces, error
        return pieces, None


def answered(model, **options):
    return virtual_time.run(model.answer(**options))


def test_a_place_that_fails_is_followed_by_the_next():
    model = Model(near=[Failed("no such model")], far=["Nine."])
    assert answered(model) == (["Nine."], None)
    assert model.places.in_order() == ["far", "near"]


@pytest.mark.parametrize("sign_of_life", ["", TokenUsage(prompt=90)])
def test_one_that_fails_before_it_said_a_word_is_followed_too(sign_of_life):
    model = Model(near=[sign_of_life, Failed("overloaded")], far=["Nine."])
    assert answered(model) == ([sign_of_life, "Nine."], None)


@pytest.mark.parametrize("piece", ["At ", Thought("Hm."), ToolCall("a", "look", "{}")])
def test_once_something_was_said_or_shown_no_other_place_says_it_again(piece):
    model = Model(near=[piece, Failed("overloaded")], far=["At nine."])
    pieces, error = answered(model)
    assert (pieces, str(error), model.asked) == ([piece], "m: overloaded", ["near"])


def test_a_sign_of_life_says_nothing():
    model = Model(near=["", "", Failed("overloaded")], far=["Nine."])
    assert answered(model) == (["", "", "Nine."], None)


def test_the_last_place_tells_why_it_failed():
    _, error = answered(Model(near=[Failed("away")], far=[Failed("the key is wrong")]))
    assert str(error) == "m: the key is wrong"


def test_a_place_that_hangs_until_patience_ends_is_asked_last_next_time():
    model = Model(near=[3600.0], far=["Nine."])
    pieces, error = answered(model, patience_s=10.0)
    assert (pieces, type(error)) == ([], TimeoutError)
    assert answered(model) == (["Nine."], None)
    assert model.asked == ["near", "far"]


def test_whoever_is_interrupted_soon_is_not_to_blame():
    model = Model(near=[3600.0], far=["Nine."])
    answered(model, patience_s=HUNG_S / 2)
    assert model.places.in_order() == ["near", "far"]


def test_a_place_that_gave_a_sign_of_life_is_not_taken_for_one_that_hangs():
    model = Model(near=[1.0, "", 3600.0], far=["Nine."])
    answered(model, patience_s=10.0)
    assert model.places.in_order() == ["near", "far"]

"""Answers over a Realtime line: whose is what comes, also when it comes late."""

from __future__ import annotations

import asyncio

import pytest

from visavis.contract.token_usage import TokenUsage
from visavis.providers.base import ProviderError, Spoken
from visavis.providers.live.realtime_answers import RealtimeAnswer, RealtimeAnswers


def ask(answer: RealtimeAnswer) -> None:
    answer.asked = True


def say(message: str) -> None: ...


@pytest.mark.parametrize("tells", [True, False])
async def test_what_is_begun_is_the_answer_that_its_vendor_says_or_else_the_present_one(tells: bool) -> None:
    answers = RealtimeAnswers(ask, say)
    answer = answers.want(None)
    answers.began("resp_1", answer.event_id if tells else None)
    answers.words("resp_1", "item", "Fine.")
    assert answer.pieces.get_nowait() == Spoken("item", text="Fine.")


async def test_one_that_is_begun_after_it_was_given_up_is_not_taken_for_the_next() -> None:
    answers = RealtimeAnswers(ask, say)
    given_up, wanted = answers.want(None), answers.want(None)
    answers.drop(given_up)
    answers.over(given_up)  # as the clock does, when its vendor says nothing
    assert wanted.asked

    answers.began("resp_1", given_up.event_id)
    answers.ended("resp_1", None, (), TokenUsage())
    answers.began("resp_2", wanted.event_id)
    answers.words("resp_2", "item", "Fine.")

    assert wanted.pieces.get_nowait() == Spoken("item", text="Fine.")
    with pytest.raises(asyncio.QueueEmpty):
        wanted.pieces.get_nowait()


TOOK = TokenUsage(prompt=132, completion=121)


def ended(answers: RealtimeAnswers, late: list[TokenUsage]) -> RealtimeAnswer:
    answer = answers.want(None, late.append)
    answers.began("resp_1", answer.event_id)
    answers.words("resp_1", "item", "Fine.")
    answers.ended("resp_1", None, (), TOOK)
    return answer


async def test_what_an_answer_took_that_ended_before_it_was_given_up_is_told_late() -> None:
    late: list[TokenUsage] = []
    answers = RealtimeAnswers(ask, say)
    answer = ended(answers, late)
    assert late == []

    answers.drop(answer)

    assert late == [TOOK]


async def test_but_not_again_what_somebody_has_taken_with_its_pieces() -> None:
    late: list[TokenUsage] = []
    answers = RealtimeAnswers(ask, say)
    answer = ended(answers, late)
    while piece := answer.pieces.get_nowait():
        assert not isinstance(piece, ProviderError)
        answers.handed_on(answer, piece)

    answers.drop(answer)

    assert late == []

"""How often an organization may try something out."""

from __future__ import annotations

import pytest

from visavis.services.errors import TooManyRequests
from visavis.services.trial_budget import MOST_TRIALS, WINDOW_S, TrialBudget


def spent(times: int = MOST_TRIALS) -> TrialBudget:
    budget = TrialBudget()
    for _ in range(times):
        budget.spend("museum", "tests of LLMs", 0.0)
    return budget


def test_one_too_many_is_told_when_it_may_be() -> None:
    with pytest.raises(TooManyRequests) as refused:
        spent().spend("museum", "tests of providers", 20.5)

    assert refused.value.retry_after_s == 40
    assert str(refused.value) == "Too many tests of providers; try again in 40 seconds"


def test_a_minute_later_it_may_be_tried_again() -> None:
    spent().spend("museum", "tests of LLMs", WINDOW_S)


def test_others_are_not_kept_waiting() -> None:
    spent().spend("library", "tests of LLMs", 0.0)

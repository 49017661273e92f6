"""The recogniser's helper process, as its calls reach it."""

from __future__ import annotations

import pytest

from visavis.providers.stt import sphinx_process
from visavis.providers.stt.hearing_calls import Request, Step
from visavis.providers.stt.sphinx_process import Recogniser

SPEAKERS = 3


def test_those_who_speak_at_the_same_time_find_decoders_ready_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = 0
    real = sphinx_process._decoder

    def counted() -> object:
        nonlocal made
        made += 1
        return real()

    monkeypatch.setattr(sphinx_process, "_decoder", counted)
    recogniser = Recogniser()
    for first in (1, 11):
        turns = range(first, first + SPEAKERS)
        for turn in turns:
            recogniser.answer(Request(Step.BEGIN, turn, b"\0" * 3200))
        for turn in turns:
            recogniser.answer(Request(Step.END, turn))
    assert made == SPEAKERS

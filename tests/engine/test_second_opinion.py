"""A turn model that is asked about pauses, and what the turn logic makes of its answers."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from tests import virtual_time
from tests.engine.test_ears import Recorder, hear, quiet, voice
from tests.fakes import LoudnessDetector
from visavis.engine.ears import Ears
from visavis.engine.turn_events import TurnEnded
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage

WINDOW_S = LoudnessDetector().window / MICROPHONE_HZ


class Judge:
    """A TurnModel that takes its time."""

    def __init__(self, *answers, takes_s=0.08):
        self.answers, self.takes_s, self.heard = list(answers), takes_s, []

    async def completeness(self, pcm):
        self.heard.append(pcm)
        await asyncio.sleep(self.takes_s)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def listens(ears, *sounds):
    """Hear the sounds as time goes by."""
    events = []
    window = round(WINDOW_S * MICROPHONE_HZ)
    pcm = np.concatenate(sounds)
    for start in range(0, len(pcm), window):
        events += hear(ears, pcm[start : start + window])
        await asyncio.sleep(WINDOW_S)
    return events


def wait_s(judge, words="the red one", *sounds):
    """How long the turn was waited for after its last sound."""

    async def script():
        recorder = Recorder()
        ears = Ears(LoudnessDetector(), recorder, turn_model=judge)
        events = await listens(ears, voice(1.0))
        recorder.opened[0].partial = words
        events += await listens(ears, *sounds, quiet(4.0))
        ears.close()
        (ended,) = [event for event in events if isinstance(event, TurnEnded)]
        return ended.at_s - ended.last_voice_s

    return virtual_time.run(script())


def test_a_turn_that_sounds_complete_is_waited_for_less_and_one_that_does_not_longer():
    nobody = wait_s(None)
    assert wait_s(Judge(0.95)) < nobody - 0.1
    assert wait_s(Judge(0.05)) > nobody + 0.1


def test_words_that_must_go_on_are_waited_for_whatever_their_melody():
    assert wait_s(Judge(0.99), "i would like to book a table for") > wait_s(None) + 0.2


def test_an_answer_that_comes_late_and_one_that_fails_say_nothing():
    failed = ProviderError(Stage.HEAR, "judge", "no such file")
    assert wait_s(Judge(0.95, takes_s=3)) == wait_s(Judge(failed)) == wait_s(None)


def test_each_pause_is_judged_anew():
    judge = Judge(0.05, 0.95)
    assert wait_s(judge, "the red one", quiet(0.4), voice(0.5)) == pytest.approx(wait_s(Judge(0.95)))
    assert judge.answers == []


def test_the_model_hears_the_turn_and_not_what_was_before_it():
    judge = Judge(0.9, 0.9)

    async def script():
        ears = Ears(LoudnessDetector(), Recorder(), turn_model=judge)
        await listens(ears, quiet(5), voice(1.0), quiet(3), voice(2.0), quiet(3))
        ears.close()

    virtual_time.run(script())
    seconds = [len(pcm) / MICROPHONE_HZ for pcm in judge.heard]
    assert 1.2 < seconds[0] < 1.9
    assert 2.2 < seconds[1] < 2.9


def test_of_a_long_turn_the_last_eight_seconds_are_heard():
    judge = Judge(0.9)
    wait_s(judge, "the red one", voice(20))
    assert abs(len(judge.heard[0]) / MICROPHONE_HZ - 8) < 0.05


def test_nothing_is_asked_of_a_session_that_is_over():
    judge = Judge(0.9, takes_s=10)

    async def script():
        ears = Ears(LoudnessDetector(), Recorder(), turn_model=judge)
        await listens(ears, voice(1.0), quiet(0.3))
        ears.close()
        await asyncio.sleep(0)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert not virtual_time.run(script())
    assert judge.heard

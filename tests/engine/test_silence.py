"""What a persona does when the user says nothing: each of the silence options, as a conversation."""

import asyncio
import logging

import pytest

from tests.engine.scenes import ANSWER, QUESTION, TICK, TICK_S, play
from visavis.contract.events import EndReason
from visavis.contract.spec import ListeningSpec
from visavis.engine.history import GOODBYE, NUDGE
from visavis.providers.base import ProviderError, Stage

GREETING = "Are you there?"
BYE = "Goodbye then."
PATIENT = ListeningSpec(silence_before_skip_turn_seconds=5)
SHORT = ListeningSpec(silence_before_session_end_seconds=20)


def ended_after_s(scene):
    """How long the user's last turn was waited for, and why it was believed to be over."""
    latency = [latency for latency in scene.outlet.latencies if latency][-1]
    return latency.endpoint_s, latency.ended_by


async def asks_and_waits(scene):
    await scene.user_says(8)
    await scene.pass_time(6)


# ---- the end of a turn


def test_an_eager_persona_answers_sooner_than_a_patient_one():
    def wait_s(sensitivity, words):
        listening = ListeningSpec(end_of_speech_sensitivity=sensitivity)
        return ended_after_s(play(asks_and_waits, listening=listening, understood=[words]))[0]

    unfinished = "i would like to book a table for"
    for words in (QUESTION, unfinished):
        assert wait_s(0, words) > wait_s(0.5, words) > wait_s(1, words)
    assert wait_s(1, QUESTION) < 0.4
    assert wait_s(0, unfinished) > 2.5


def test_an_eager_persona_takes_a_pause_for_the_end_and_a_patient_one_does_not():
    async def pauses(scene):
        await scene.user_says(2)
        await scene.pass_time(0.75)
        await scene.user_says(6)
        await scene.pass_time(4)

    def turns(sensitivity):
        scene = play(pauses, listening=ListeningSpec(end_of_speech_sensitivity=sensitivity))
        return [role for role, _ in scene.lines()].count("user")

    assert turns(1) == 2
    assert turns(0.5) == 1


def test_no_turn_is_waited_for_longer_than_the_automatic_end():
    listening = ListeningSpec(end_of_speech_sensitivity=0, silence_before_auto_end_turn_seconds=0.5)
    waited_s, reason = ended_after_s(play(asks_and_waits, listening=listening, understood=["i want to"]))
    assert waited_s == pytest.approx(0.5, abs=0.06)
    assert reason is EndReason.AUTO_END


@pytest.mark.parametrize(
    ("words", "reason"), [(QUESTION, EndReason.COMPLETE), ("i would like to book a", EndReason.SILENCE)]
)
def test_the_reason_why_a_turn_ended_stands_in_its_timings_and_in_the_log(words, reason, caplog):
    with caplog.at_level(logging.INFO, logger="visavis.engine.conversation"):
        scene = play(asks_and_waits, understood=[words])
    assert ended_after_s(scene)[1] is reason
    [line] = [record.getMessage() for record in caplog.records if "turn_ended" in record.getMessage()]
    assert f"reason={reason}" in line
    assert words.split()[-1] not in line.split(), "nothing that was said is logged"


# ---- the user says nothing


def test_the_persona_speaks_up_when_the_user_does_not():
    async def script(scene):
        await scene.pass_time(4.5)
        assert scene.model.asked == []
        await scene.pass_time(3)

    scene = play(script, listening=PATIENT, answers=[[GREETING]])
    assert scene.model.asked[0][-1].content == NUDGE.text
    assert scene.lines() == [("assistant", GREETING)]


def test_the_nudge_is_no_answer_and_has_no_latency():
    async def script(scene):
        await asks_and_waits(scene)
        await scene.pass_time(6)

    scene = play(script, listening=PATIENT, answers=[[ANSWER], [GREETING]])
    assert scene.lines()[-1] == ("assistant", GREETING)
    assert scene.outlet.latencies[-1] is None


def test_a_user_who_answers_the_nudge_is_answered():
    async def script(scene):
        await scene.pass_time(7)
        await scene.user_says(8)
        await scene.pass_time(4)

    scene = play(script, listening=PATIENT, answers=[[GREETING], [ANSWER]])
    assert scene.lines() == [("assistant", GREETING), ("user", QUESTION), ("assistant", ANSWER)]


def test_a_model_that_fails_at_what_nobody_asked_for_makes_no_apology():
    async def script(scene):
        await scene.pass_time(8)

    failure = ProviderError(Stage.THINK, "gpt", "503")
    scene = play(script, listening=PATIENT, answers=[[failure]])
    assert scene.lines() == [("assistant", NUDGE.otherwise)]
    assert scene.outlet.warnings == [(Stage.THINK, "gpt: 503")]


# ---- the session ends


def test_a_silent_user_is_told_goodbye_before_the_session_ends():
    async def script(scene):
        await scene.pass_time(20.3)
        assert scene.outlet.abandoned is None, "she has not said it yet"
        await scene.pass_time(2)

    scene = play(script, listening=SHORT, answers=[[BYE]])
    assert scene.model.asked[0][-1].content == GOODBYE.text
    assert scene.lines() == [("assistant", BYE)]
    assert scene.outlet.abandoned == "The user was silent for too long."


def test_nudges_do_not_keep_a_dead_session_alive():
    async def script(scene):
        await scene.pass_time(30)

    listening = ListeningSpec(silence_before_skip_turn_seconds=6, silence_before_session_end_seconds=20)
    scene = play(script, listening=listening, answers=[[GREETING], [GREETING], [GREETING], [BYE]])
    assert scene.lines() == [("assistant", GREETING)] * 3 + [("assistant", BYE)]
    assert scene.outlet.abandoned


def test_a_user_who_speaks_over_the_goodbye_keeps_the_session():
    async def script(scene):
        await scene.pass_time(20.6)
        await scene.user_says(8)
        await scene.pass_time(6)
        assert scene.outlet.abandoned is None
        assert scene.lines()[-2:] == [("user", QUESTION), ("assistant", ANSWER)]
        await scene.pass_time(22)

    scene = play(script, listening=SHORT, answers=[["Goodbye, and until another time."], [ANSWER], [BYE]])
    assert scene.lines()[-1] == ("assistant", BYE), "and later it is said again"
    assert scene.outlet.abandoned


def test_a_model_that_fails_does_not_keep_the_session_from_ending():
    async def script(scene):
        await scene.pass_time(30)

    scene = play(script, listening=SHORT, answers=[[60.0]])
    assert scene.lines() == [("assistant", GOODBYE.otherwise)]
    assert scene.outlet.abandoned


def test_without_a_mind_the_session_ends_without_words():
    async def script(scene):
        await scene.pass_time(25)

    scene = play(script, listening=SHORT, thinks=False)
    assert scene.lines() == []
    assert scene.outlet.abandoned


def test_zero_switches_the_silence_options_off():
    async def script(scene):
        await scene.pass_time(3600)

    listening = ListeningSpec(silence_before_skip_turn_seconds=0, silence_before_session_end_seconds=0)
    scene = play(script, listening=listening)
    assert scene.lines() == []
    assert scene.outlet.abandoned is None


def test_the_silence_of_a_client_without_a_microphone_counts_too():
    async def script(scene):
        for _ in range(round(25 / TICK_S)):
            await asyncio.sleep(TICK_S)
            scene.conversation.tick(TICK)

    assert play(script, listening=SHORT, answers=[[BYE]]).outlet.abandoned

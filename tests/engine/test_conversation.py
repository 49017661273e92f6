"""Whole conversations, scripted and faster than real time: spoken turns."""

import asyncio

import pytest

from tests.engine.scenes import ANSWER, QUESTION, play
from visavis.providers.base import Role
from visavis.wire.datachannel import SpeechText, UserSpeech


def test_a_question_is_understood_answered_and_told_to_the_client():
    async def script(scene):
        await scene.pass_time(1)
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script)
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.outlet.persona_text() == ANSWER
    edges = [message.edge for message in scene.outlet.messages if isinstance(message, UserSpeech)]
    assert edges == ["userSpeechStarted", "userSpeechEnded"]
    (spoken,) = [m for m in scene.outlet.messages if isinstance(m, SpeechText) and m.role == "user"]
    assert (spoken.content, spoken.end_of_speech) == (QUESTION, True)
    last = scene.outlet.messages[-1]
    assert (last.role, last.end_of_speech, last.interrupted, last.content) == ("persona", True, False, "")


def test_the_answer_is_made_during_the_wait_and_sounds_right_after_it():
    async def script(scene):
        await scene.user_says(8)
        scene.ended_s = scene.clock()
        await scene.pass_time(4)

    scene = play(script, answers=[[0.15, ANSWER]])
    (latency,) = [latency for latency in scene.outlet.latencies if latency]
    assert scene.sounding_since(scene.ended_s) < latency.endpoint_s + 0.1, "model and voice cost nothing more"
    assert 0 < latency.endpoint_s <= latency.first_sound_s < 1.0
    assert len(scene.model.asked) == 1


@pytest.mark.parametrize(
    ("answer", "sounds"),
    [("```python\nprint(1)\n```\nHere you are.", True), ("```python\nprint(1)\n```", False)],
)
def test_an_answer_that_begins_with_what_nobody_says_aloud_is_shown_all_the_same(answer, sounds):
    async def script(scene):
        scene.conversation.user_message("How do I print a number?")
        await scene.until_silent()

    scene = play(script, answers=[answer])
    assert scene.outlet.persona_text() == answer
    last = scene.outlet.messages[-1]
    assert (last.role, last.end_of_speech) == ("persona", True)
    (known,) = [latency for latency in scene.outlet.latencies if latency]
    assert (known.first_sound_s is not None) is sounds


def test_what_nobody_says_aloud_is_not_said_before_its_turn():
    async def script(scene):
        scene.conversation.talk("One two three four five six seven eight.")
        scene.conversation.talk("```python\nprint(1)\n```")
        await scene.pass_time(0.5)
        scene.conversation.interrupt()
        await scene.until_silent()

    scene = play(script)
    assert "print" not in str(scene.lines())
    assert "print" not in scene.outlet.persona_text()


def test_each_stage_of_an_answer_is_timed_where_it_happens():
    """The model thinks for 0.3 s and talks for 0.4 s."""

    async def script(scene):
        await scene.user_says(8)
        scene.ended_s = scene.clock()
        await scene.pass_time(5)

    scene = play(script, answers=[[0.3, "One two three. ", 0.4, "Four five six."]])
    (known,) = [latency for latency in scene.outlet.latencies if latency]
    assert 0.4 <= known.last_token_s - known.first_token_s < 0.7, "it is read as it is spoken"
    assert known.first_token_s <= known.voice_began_s <= known.first_sound_s
    assert known.voice_ended_s > known.last_token_s
    assert known.sound_sent_s is None, "nobody is connected"
    assert scene.outlet.correlation_ids[0] is not None
    assert scene.outlet.correlation_ids[0] == scene.outlet.correlation_ids[1]
    user_ago_s, persona_ago_s = scene.outlet.agos_s
    assert user_ago_s == pytest.approx(known.transcript_s, abs=0.03)
    assert persona_ago_s == 0


def test_words_that_a_slow_recogniser_adds_during_the_wait_start_the_answer_anew():
    async def script(scene):
        scene.transcriber.lag_s = 0.4
        await scene.user_says(8)
        await scene.pass_time(4)

    scene = play(script, answers=[[0.05, ANSWER]])
    (latency,) = [latency for latency in scene.outlet.latencies if latency]
    assert latency.first_sound_s - latency.endpoint_s < 0.06, "it was ready when the turn ended"
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]


def test_a_user_who_goes_on_is_not_answered_in_between():
    async def script(scene):
        await scene.user_says(2)  # "what is"
        await scene.pass_time(0.4)  # a speculative answer begins, and is dropped
        await scene.user_says(6)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script)
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.voice.spoken.count(ANSWER) >= 1
    assert len(scene.model.asked) >= 2, "it had been asked too early once"
    assert scene.outlet.warnings == [], "and nobody noticed"


def test_the_model_reads_the_prompt_the_history_and_the_question():
    async def script(scene):
        for _ in range(2):
            await scene.user_says(8)
            await scene.pass_time(1.5)
            await scene.until_silent()

    scene = play(
        script, understood=["first question please now one two three", QUESTION], answers=[["One."], ["Two."]]
    )
    roles = [(message.role, message.content) for message in scene.model.asked[-1]]
    assert roles[0][0] is Role.SYSTEM
    assert roles[1:] == [
        (Role.USER, "first question please now one two three"),
        (Role.ASSISTANT, "One."),
        (Role.USER, QUESTION),
    ]


def test_noise_without_words_is_no_turn():
    async def script(scene):
        await scene.user_says(2)
        await scene.pass_time(4)

    scene = play(script, understood=[""])
    assert scene.lines() == []


# ---- while a turn that has ended is still being understood


async def goes_on_while_being_understood(scene):
    await scene.user_says(8)
    await scene.pass_time(1.2)  # the turn has ended, its words are not settled
    await scene.user_says(4)
    scene.ended_s = scene.clock()
    await scene.pass_time(1.2)
    await scene.pass_time(2.5)
    await scene.until_silent()


def test_a_user_who_goes_on_while_being_understood_is_not_talked_over():
    scene = play(goes_on_while_being_understood, understood=[QUESTION, "the big one"], settle_s=1.5)
    assert scene.lines() == [("user", QUESTION), ("user", "the big one"), ("assistant", ANSWER)]
    assert not any(loud for at_s, loud in scene.sound if at_s < scene.ended_s)


def test_an_answer_held_for_a_noise_of_the_user_is_given_after_it():
    scene = play(goes_on_while_being_understood, understood=[QUESTION, ""], settle_s=1.5)
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.sounding_since(scene.ended_s) > 0.5


def test_noise_that_is_understood_late_does_not_make_her_go_on_over_the_user():
    async def script(scene):
        scene.conversation.user_message("Hello?")
        await scene.user_says(3)  # she thinks, and holds her answer back
        await scene.pass_time(2.2)
        scene.began_s = scene.clock()
        await scene.user_says(6)
        scene.ended_s = scene.clock()
        await scene.pass_time(4)

    scene = play(script, understood=["", QUESTION], settle_s=2.0)
    assert not any(loud for at_s, loud in scene.sound if scene.began_s + 0.2 < at_s < scene.ended_s)


def test_a_turn_keeps_its_id_when_the_next_one_begins_before_it_is_understood():
    scene = play(goes_on_while_being_understood, understood=[QUESTION, "the big one"], settle_s=1.5)
    began = [m.correlation_id for m in scene.outlet.messages if getattr(m, "edge", "") == "userSpeechStarted"]
    said = [m for m in scene.outlet.messages if isinstance(m, SpeechText) and m.role == "user"]
    assert [message.correlation_id for message in said] == began


def test_the_stop_button_also_stops_an_answer_to_what_is_still_being_understood():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(1.2)
        scene.conversation.interrupt()
        await scene.pass_time(4)

    assert play(script, settle_s=1.5).lines() == [("user", QUESTION)]


def test_nothing_is_told_once_the_conversation_is_closed():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(1.2)
        await scene.user_says(4)
        await scene.pass_time(1.2)  # two turns are being understood
        await scene.conversation.close()
        await asyncio.sleep(10)

    assert play(script, settle_s=5).lines() == []

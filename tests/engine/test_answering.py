"""Answers are begun while it is not yet sure that the user is done, and dropped without a trace if not."""

import pytest

from tests.engine.scenes import ANSWER, QUESTION, play
from visavis.engine.answering import APOLOGY
from visavis.engine.summary import ORDER
from visavis.providers.base import ProviderError, Role, Stage, TooLong

FAILURE = ProviderError(Stage.THINK, "gpt", "503")


async def pauses_and_goes_on(scene):
    await scene.user_says(2)
    await scene.pass_time(0.4)
    scene.guesses = len(scene.model.asked)
    await scene.user_says(6)
    await scene.pass_time(4)


async def asks(scene):
    await scene.user_says(8)
    await scene.pass_time(4)
    await scene.until_silent()


def test_the_answer_is_begun_at_the_first_short_silence():
    async def script(scene):
        await scene.user_says(8)
        assert scene.model.asked == []
        await scene.pass_time(0.3)
        assert [messages[-1].content for messages in scene.model.asked] == [QUESTION]
        assert scene.lines() == [], "though nothing has ended yet"

    play(script)


def test_an_answer_that_was_begun_too_early_leaves_no_trace():
    scene = play(pauses_and_goes_on, answers=[["Too early.", 30.0, "Much too early."], [ANSWER]])
    assert scene.guesses == 1
    assert scene.model.stopped >= 1, "the model was told to stop"
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.outlet.persona_text() == ANSWER
    assert scene.face.said[0][0] > 2.5, "the mouth did not move before"
    last = [(message.role, message.content) for message in scene.model.asked[-1][1:]]
    assert last == [(Role.USER, QUESTION)], "and the model is not told of it"
    assert scene.outlet.warnings == []


def test_a_model_that_fails_too_early_is_nobodys_concern():
    scene = play(pauses_and_goes_on, answers=[[FAILURE], [ANSWER]])
    assert scene.outlet.warnings == []
    assert scene.lines()[-1] == ("assistant", ANSWER)


def test_a_model_that_failed_at_the_guess_is_asked_again_when_the_turn_is_over():
    scene = play(asks, answers=[[FAILURE], [ANSWER]])
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.outlet.warnings == []
    assert len(scene.model.asked) == 2, "and not in between: it may be overloaded"


def test_a_model_that_fails_again_is_apologised_for():
    scene = play(asks, answers=[[FAILURE]])
    assert scene.lines()[-1] == ("assistant", APOLOGY)
    assert scene.outlet.warnings == [(Stage.THINK, "gpt: 503")]


def test_a_model_that_fails_after_its_guess_came_true_is_apologised_for_at_once():
    scene = play(asks, answers=[[2.0, FAILURE]])
    assert len(scene.model.asked) == 1
    assert scene.lines()[-1] == ("assistant", APOLOGY)


@pytest.mark.parametrize("lag_s", [0.0, 0.5])
def test_no_guess_is_left_running_when_the_conversation_closes(lag_s):
    async def script(scene):
        scene.transcriber.lag_s = lag_s
        await scene.user_says(8)
        await scene.pass_time(0.3)
        assert scene.model.asked
        await scene.conversation.close()
        await scene.pass_time(0.1)
        assert scene.model.stopped == len(scene.model.asked)

    play(script, answers=[[30.0, ANSWER]])


TOO_LONG = TooLong(Stage.THINK, "gpt", "maximum context length is 4096 tokens")


async def asks_after_a_long_talk(scene):
    for number in range(20):
        scene.conversation.add_context(f"{number}: " + "The boat is red. " * 20)
    await asks(scene)


def test_a_model_that_cannot_read_so_much_is_asked_again_with_less():
    scene = play(asks_after_a_long_talk, answers=[[TOO_LONG], [TOO_LONG], [ANSWER]])
    assert scene.lines()[-1] == ("assistant", ANSWER)
    assert scene.outlet.warnings == []
    first, second, third = (sum(len(m.content) for m in messages) for messages in scene.model.asked[:3])
    assert first > 1.5 * second > 2 * third
    assert scene.model.asked[2][-1].content == QUESTION
    assert scene.model.asked[3][0].content == ORDER, "and once she speaks, to put the rest in short"


def test_a_model_that_cannot_read_even_the_question_is_a_failure():
    scene = play(asks, answers=[[TOO_LONG]])
    assert scene.lines()[-1] == ("assistant", APOLOGY)

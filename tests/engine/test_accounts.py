"""Tokens of whole conversations: told with the line for which they were taken, or as overhead."""

import asyncio

import pytest

from tests.engine.scenes import ANSWER, play
from tests.engine.test_answering import pauses_and_goes_on
from tests.engine.tools.scripts import DOCS, LOOKS_UP, ScriptedLibrary, typed
from tests.fakes import ScriptedModel
from visavis.contract.token_usage import OverheadReason, TokenUsage
from visavis.providers.base import ProviderError, Stage

TOOK, MORE = TokenUsage(prompt=100, completion=20), TokenUsage(prompt=200, completion=9)
LONG = "One two three four five six seven eight nine ten. Eleven, "
NEVER = 60.0


def stops_after(seconds):
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(seconds)
        scene.conversation.interrupt()
        await scene.pass_time(0.5)

    return script


def told(scene):
    return [(overhead.reason, overhead.usage, overhead.estimated) for overhead in scene.outlet.overheads]


def test_an_answer_that_is_heard_to_its_end_leaves_nothing_over():
    scene = play(typed(), answers=[[ANSWER, TOOK]])
    assert (scene.outlet.usages[-1], scene.outlet.overheads) == (TOOK, [])


def test_one_that_the_model_had_ended_before_it_was_cut_off_goes_with_its_line():
    scene = play(stops_after(1.5), answers=[[LONG, TOOK]])
    assert scene.outlet.turns[-1][2], "it was cut off"
    assert (scene.outlet.usages[-1], scene.outlet.overheads) == (TOOK, [])


def test_of_one_at_which_the_model_still_was_the_estimate_is_overhead():
    scene = play(stops_after(1.5), answers=[[LONG, NEVER]])
    assert scene.outlet.turns[-1][2], "it was cut off"
    assert scene.outlet.usages[-1] is None
    ((reason, usage, estimated),) = told(scene)
    assert (reason, estimated) == (OverheadReason.CUT_OFF, True)
    assert usage.prompt > usage.completion > 0


def test_the_questions_before_the_one_that_was_cut_off_go_with_the_line():
    answers = [["Let me see.", LOOKS_UP, TOOK], [MORE, LONG, NEVER]]
    scene = play(stops_after(2.5), tools=(DOCS,), library=ScriptedLibrary(), answers=answers)
    assert scene.outlet.usages[-1] == TOOK
    assert told(scene) == [(OverheadReason.CUT_OFF, MORE, False)], "its vendor had told so far"


def test_one_that_is_stopped_before_a_word_of_it_was_heard_is_dropped():
    whole, at_work = (
        play(stops_after(0.03), answers=[[ANSWER, TOOK]]),
        play(stops_after(0.5), answers=[[NEVER]]),
    )
    assert told(whole) == [(OverheadReason.DROPPED, TOOK, False)]
    ((reason, usage, estimated),) = told(at_work)
    assert (reason, usage.completion, estimated) == (OverheadReason.DROPPED, 0, True)


def test_one_that_is_thought_ahead_in_vain_is_dropped():
    whole = play(pauses_and_goes_on, answers=[["Too early.", TOOK], [ANSWER, MORE]])
    assert told(whole)[0] == (OverheadReason.DROPPED, TOOK, False)
    assert len(told(whole)) == len(whole.model.asked) - 1, "each guess but the last"
    assert whole.outlet.usages[-1] == MORE

    at_work = play(pauses_and_goes_on, answers=[["Too early.", NEVER], [ANSWER, MORE]])
    (reason, usage, estimated), *_ = told(at_work)
    assert (reason, estimated) == (OverheadReason.DROPPED, True)
    assert usage.completion == round(len("Too early.") / 3)


def test_one_that_breaks_off_is_told_beside_the_apology():
    failure = ProviderError(Stage.THINK, "gpt", "503")
    scene = play(typed(seconds=5), answers=[["One moment, please. ", 2.0, failure]])
    assert scene.lines()[-1][1].startswith("One moment, please.")
    assert [reason for reason, *_ in told(scene)] == [OverheadReason.CUT_OFF]


class SlowToStop(ScriptedModel):
    """As a vendor is to whom it has to be told over the network."""

    async def reply(self, messages, tools=()):
        try:
            async for piece in super().reply(messages, tools):
                yield piece
        finally:
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("silence_s", [0.3, 1.5])
def test_what_is_under_way_when_the_conversation_closes_is_told_before_it_has_closed(silence_s):
    async def says_something_and_leaves(scene):
        await scene.user_says(8)
        await scene.pass_time(silence_s)
        scene.guessed = not scene.lines()
        await scene.conversation.close()
        assert told(scene)[-1][0] is OverheadReason.DROPPED

    scene = play(says_something_and_leaves, thinker=SlowToStop([[NEVER]]))
    assert scene.guessed == (silence_s < 1)


# ---- one that hears and speaks by itself


def test_of_one_that_speaks_by_itself_the_vendor_tells_late():
    async def stops(scene):
        scene.live.late_usage = TOOK
        await stops_after(1.5)(scene)

    scene = play(stops, spoken_answers=[[LONG, NEVER]])
    assert scene.outlet.turns[-1][2], "it was cut off"
    assert told(scene) == [(OverheadReason.CUT_OFF, TOOK, False)]


def test_and_where_it_does_not_nothing_is_estimated():
    assert told(play(stops_after(1.5), spoken_answers=[[LONG, NEVER]])) == []


def test_its_whole_answers_go_with_their_lines():
    scene = play(typed(), spoken_answers=[[ANSWER, TOOK]])
    assert (scene.outlet.usages[-1], scene.outlet.overheads) == (TOOK, [])

"""Answers with tools on the way: several calls, and what she says meanwhile."""

from tests.engine.scenes import play
from tests.engine.tools.scripts import DOCS, LOOKS_UP, SHOW_MAP, ScriptedLibrary, kinds, results, typed
from visavis.contract.token_usage import TokenUsage
from visavis.engine.answering import APOLOGY
from visavis.engine.rounds import FILLER_AFTER_S, MOST_ROUNDS
from visavis.engine.tools.words import FILLERS
from visavis.providers.base import Role, Stage, ToolCall


def test_calls_of_one_answer_run_at_once_and_are_answered_in_their_order():
    library = ScriptedLibrary(takes_s=1.0)
    second = ToolCall("c3", "look_up", '{"query": "prices"}')
    scene = play(
        typed(), tools=(DOCS,), library=library, answers=[[LOOKS_UP, second], ["Nine, and twelve euros."]]
    )
    first, other = scene.outlet.called
    assert (first.started_at, first.completed_at) == (other.started_at, other.completed_at)
    assert [message.answers for message in scene.model.asked[1] if message.role is Role.TOOL] == ["c2", "c3"]
    assert kinds(scene) == ["toolCallStarted"] * 2 + ["toolCallCompleted"] * 2


def test_what_the_questions_of_one_answer_took_is_told_as_a_sum():
    asked, told = TokenUsage(prompt=100, completion=9, cached=64), TokenUsage(prompt=150, completion=12)
    answers = [[LOOKS_UP, asked], ["Nine.", told]]
    scene = play(typed(), tools=(DOCS,), library=ScriptedLibrary(), answers=answers)
    assert scene.outlet.usages[-1] == TokenUsage(prompt=250, completion=21, cached=64)


def test_of_a_model_that_counts_nothing_nothing_is_told():
    assert play(typed(), answers=[["At nine."]]).outlet.usages[-1] is None


def test_a_result_may_lead_to_the_next_call():
    scene = play(
        typed(),
        tools=(DOCS, SHOW_MAP),
        library=ScriptedLibrary(),
        answers=[[LOOKS_UP], [ToolCall("c3", "show_map", "")], ["It opens at nine; here is the way."]],
    )
    assert [called.tool_name for called in scene.outlet.called] == ["look_up", "show_map"]
    assert scene.lines()[-1] == ("assistant", "It opens at nine; here is the way.")


def test_a_model_that_goes_in_circles_is_apologised_for():
    scene = play(typed(seconds=5), tools=(DOCS,), library=ScriptedLibrary(), answers=[[LOOKS_UP]])
    assert len(scene.outlet.called) == MOST_ROUNDS
    assert scene.lines()[-1] == ("assistant", APOLOGY)
    assert scene.outlet.warnings[0][0] is Stage.THINK
    assert len({called.tool_call_id for called in scene.outlet.called}) == MOST_ROUNDS, (
        "told apart all the same"
    )


def test_later_answers_know_what_came_of_earlier_calls():
    async def script(scene):
        for text in ("When do you open?", "Are you sure?"):
            scene.conversation.user_message(text)
            await scene.until_silent()

    scene = play(
        script, tools=(DOCS,), library=ScriptedLibrary(), answers=[[LOOKS_UP], ["At nine."], ["Yes."]]
    )
    roles = [message.role for message in scene.model.asked[-1]]
    assert roles == [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.USER]
    assert "We open at nine" in results(scene)[0]


# ---- while a tool takes its time


def test_a_tool_that_takes_long_is_bridged_with_a_few_words():
    library = ScriptedLibrary(takes_s=4)
    scene = play(typed(seconds=5), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["At nine."]])
    assert scene.lines()[-1] == ("assistant", f"{FILLERS['en']} At nine.")
    assert FILLER_AFTER_S < scene.sounding_since(0) < FILLER_AFTER_S + 0.4


def test_one_that_does_not_is_not():
    library = ScriptedLibrary(takes_s=FILLER_AFTER_S - 0.1)
    scene = play(typed(seconds=3), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["At nine."]])
    assert scene.lines()[-1] == ("assistant", "At nine.")


def test_nor_is_one_that_she_announced_herself_and_that_is_heard_at_once():
    library = ScriptedLibrary(takes_s=4)
    scene = play(
        typed(seconds=5),
        tools=(DOCS,),
        library=library,
        answers=[["Let me look it up", LOOKS_UP], ["At nine."]],
    )
    assert scene.lines()[-1] == ("assistant", "Let me look it up At nine.")
    assert scene.sounding_since(0) < 0.3


def test_a_few_words_are_no_answer():
    library = ScriptedLibrary(takes_s=4)
    scene = play(typed(seconds=5), tools=(DOCS,), library=library, answers=[[LOOKS_UP], []])
    assert scene.lines()[-1][1].endswith(APOLOGY)

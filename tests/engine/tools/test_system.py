"""Her own tools in conversation: she hangs up, stops, waits, or listens in another language."""

from tests.engine.scenes import play
from tests.engine.tools.scripts import kinds, results, system, typed
from visavis.contract.spec import ListeningSpec
from visavis.engine.telling import HUNG_UP
from visavis.engine.tools.words import FAREWELLS
from visavis.providers.base import Role, ToolCall


def test_end_call_lets_her_finish_and_then_ends_the_session():
    call = ToolCall("c1", "end_call", "{}")

    async def script(scene):
        scene.conversation.user_message("Bye!")
        await scene.pass_time(0.5)
        scene.abandoned_early = scene.outlet.abandoned
        await scene.until_silent()

    scene = play(script, tools=(system("end_call"),), answers=[["It was nice to meet you.", call]])
    assert scene.abandoned_early is None
    assert scene.outlet.abandoned == HUNG_UP
    assert scene.lines()[-1] == ("assistant", "It was nice to meet you.")
    assert kinds(scene) == ["toolCallStarted", "toolCallCompleted"]
    assert len(scene.model.asked) == 1


def test_end_call_without_a_word_says_goodbye():
    scene = play(typed("Bye!"), tools=(system("end_call"),), answers=[[ToolCall("c1", "end_call", "{}")]])
    assert scene.lines()[-1] == ("assistant", FAREWELLS["en"])
    assert scene.outlet.abandoned == HUNG_UP


def test_a_user_who_cuts_into_the_goodbye_keeps_the_line():
    async def script(scene):
        scene.conversation.user_message("Bye!")
        await scene.pass_time(1)
        await scene.user_says(8)
        await scene.pass_time(2)
        await scene.until_silent()

    goodbye = "It was so very nice to meet you here today, come again."
    scene = play(
        script,
        tools=(system("end_call"),),
        answers=[[goodbye, ToolCall("c1", "end_call", "{}")], ["Twelve euros."]],
    )
    assert scene.outlet.abandoned is None
    assert scene.lines()[-1] == ("assistant", "Twelve euros.")


def test_interrupt_stops_her_in_mid_sentence():
    call = ToolCall("c1", "interrupt", "{}")
    text = "One two three four five six seven eight. And then"
    scene = play(typed(seconds=4), tools=(system("interrupt"),), answers=[[text, 1.0, call]])
    role, heard, interrupted = scene.outlet.turns[-1]
    assert (role, interrupted) == (Role.ASSISTANT, True)
    assert 0 < len(heard.split()) < 6
    assert scene.outlet.called[0].status == "completed"


def test_skip_turn_keeps_her_silent_while_the_user_needs_a_moment():
    call = ToolCall("c1", "skip_turn", '{"timeout_seconds": 20}')
    listening = ListeningSpec(silence_before_skip_turn_seconds=5, silence_before_session_end_seconds=12)

    async def script(scene):
        scene.conversation.user_message("Give me a moment.")
        await scene.pass_time(19)
        scene.said_early = list(scene.lines())
        await scene.pass_time(8)
        await scene.until_silent()

    scene = play(
        script, tools=(system("skip_turn"),), listening=listening, answers=[[call], ["Are you there?"]]
    )
    assert scene.said_early == [("user", "Give me a moment.")]
    assert scene.outlet.warnings == [], "silence was what was wanted"
    assert scene.lines()[-1] == ("assistant", "Are you there?"), "5 s after the moment was over"


def test_skip_turn_wants_a_time_above_nothing():
    call = ToolCall("c1", "skip_turn", '{"timeout_seconds": 0}')
    scene = play(typed(), tools=(system("skip_turn"),), answers=[[call], ["How long?"]])
    assert "above 0" in results(scene)[0]


def test_change_language_changes_who_listens():
    call = ToolCall("c1", "change_language", '{"language_code": "DE"}')
    scene = play(typed("Deutsch, bitte"), tools=(system("change_language"),), answers=[[call], ["Gern."]])
    assert scene.outlet.language == "de"
    assert scene.lines()[-1] == ("assistant", "Gern.")


def test_a_language_that_nobody_understands_is_told_to_the_model():
    call = ToolCall("c1", "change_language", '{"language_code": "fr"}')
    scene = play(typed(), tools=(system("change_language"),), answers=[[call], ["I hear English only."]])
    assert scene.outlet.language == "en"
    assert "nobody understands fr" in results(scene)[0]

"""A conversation that outgrows what the model may read."""

import asyncio

import pytest

from tests import virtual_time
from tests.engine.scenes import play
from tests.fakes import ScriptedModel, session_spec
from visavis.contract.spec import LlmSpec
from visavis.contract.token_usage import Overhead, OverheadReason, TokenUsage
from visavis.engine import summary as summaries
from visavis.engine.accounts import Accounts
from visavis.engine.history import BEFORE, History
from visavis.engine.meter import Meter
from visavis.engine.summary import LIMIT_S, ORDER, Summary
from visavis.providers.base import Message, ProviderError, Role, Stage, Thought, ToolCall

LLM = LlmSpec(id="l", kind="openai")
ROOM = History(session_spec().persona, LLM).room
FULL, KEPT = round(summaries.FULL * ROOM), round(summaries.KEPT * ROOM)
NOTES = "The user is Ida and wants a red boat for twelve euros."


def long_talk(characters=FULL + 500):
    history = History(session_spec().persona, LLM)
    number = 0
    while history.characters <= characters:
        history.add(Role.USER, f"Question {number}. " + "Why? " * 40)
        history.add(Role.ASSISTANT, f"Answer {number}. " + "Because. " * 20)
        number += 1
    return history


def summarised(history, *script, seconds=1.0, drop_after_s=None, on_overhead=lambda overhead: None):
    """The history after it was considered; the model that was asked."""
    model = ScriptedModel([script])

    async def run():
        summary = Summary(history, model, Accounts(Meter(), on_overhead))
        summary.consider()
        summary.consider()
        if drop_after_s is not None:
            await asyncio.sleep(drop_after_s)
            summary.drop()
        await asyncio.sleep(seconds)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert not virtual_time.run(run())
    return model


def test_the_oldest_lines_become_a_paragraph_and_the_newest_stay_as_they_are():
    history = long_talk()
    before = history.lines
    model = summarised(history, Thought("Hm."), NOTES[:20], NOTES[20:])

    system, notes, *rest = history.messages()
    assert notes == Message(Role.SYSTEM, BEFORE + NOTES)
    assert tuple(rest) == before[-len(rest) :]
    assert KEPT / 2 < history.characters <= KEPT
    ((order, told),) = model.asked
    assert (order.content, system.role) == (ORDER, Role.SYSTEM)
    assert "User: Question 0." in told.content
    assert "Assistant: Answer 0." in told.content
    assert before[-1].content not in told.content


def test_a_talk_that_fits_is_left_alone():
    assert not summarised(long_talk(FULL - 1000), NOTES).asked


def test_the_summary_before_is_part_of_the_next():
    history = long_talk()
    summarised(history, NOTES)
    for _ in range(40):
        history.add(Role.USER, "More of it. " * 40)
    model = summarised(history, "Ida bought it.")
    assert NOTES in model.asked[0][1].content
    assert history.summary == "Ida bought it."


@pytest.mark.parametrize(
    "script", [[ProviderError(Stage.THINK, "llm", "overloaded")], [LIMIT_S + 1, NOTES], [""]]
)
def test_where_it_fails_nothing_is_lost(script):
    history = long_talk()
    before = history.lines
    summarised(history, *script, seconds=LIMIT_S + 5)
    assert (history.lines, history.summary) == (before, "")


def test_a_model_that_does_not_stop_is_stopped():
    history = long_talk()
    model = summarised(history, *(["And then. "] * 1000))
    assert model.stopped == 1
    assert len(history.summary) <= 2000


def test_nobody_waits_for_it():
    history = long_talk()
    model = summarised(history, 0.5, NOTES, drop_after_s=0.2)
    assert (model.stopped, history.summary) == (1, "")


def test_what_was_forgotten_meanwhile_is_not_put_back():
    history = long_talk()
    lines = history.oldest(KEPT)
    for _ in range(30):
        history.add(Role.USER, "Something else. " * 60)
    newest = history.lines
    assert history.characters <= ROOM
    history.put_in_short(lines, NOTES)
    assert (history.lines, history.summary) == (newest, "")


def test_a_call_and_its_results_are_never_parted():
    history = History(session_spec().persona, LLM)
    history.add(Role.USER, "Look it up. " * 100)
    history.add_calls((ToolCall("a", "look", "{}"), ToolCall("b", "look", "{}")))
    history.settle("a", "one")
    history.settle("b", "two " * 500)
    history.add(Role.ASSISTANT, "Here it is.")
    for kept in range(0, history.characters, 50):
        roles = [line.role for line in history.oldest(kept)]
        assert roles.count(Role.TOOL) in (0, 2)


def test_it_happens_while_she_speaks_and_the_next_answer_knows_it():
    async def script(scene):
        for _ in range(60):
            scene.conversation.add_context("The catalogue goes on. " * 14)
        scene.conversation.user_message("What is the price?")
        await scene.until_silent()
        scene.conversation.user_message("And the blue one?")
        await scene.until_silent()

    answers = [["Twelve euros, as I said before."], [0.3, NOTES], ["Ten euros."]]
    scene = play(script, answers=answers)
    assert scene.lines()[-1] == ("assistant", "Ten euros.")
    assert Message(Role.SYSTEM, BEFORE + NOTES) in scene.model.asked[2]


def test_what_it_takes_is_told_also_when_it_is_dropped():
    took = TokenUsage(prompt=2000, completion=90)
    overheads = []
    summarised(long_talk(), NOTES, took, on_overhead=overheads.append)
    assert overheads == [Overhead(reason=OverheadReason.SUMMARY, usage=took)]

    overheads.clear()
    summarised(long_talk(), NOTES, 0.5, took, drop_after_s=0.2, on_overhead=overheads.append)
    ((reason, usage, estimated),) = [(told.reason, told.usage, told.estimated) for told in overheads]
    assert (reason, estimated) == (OverheadReason.SUMMARY, True)
    assert usage.prompt > 1000 > usage.completion > 0

"""What a model is offered, and what it does wrong with it."""

import pytest

from tests.engine.scenes import play
from tests.engine.tools.scripts import (
    DOCS,
    LOOKS_UP,
    SEATS,
    ScriptedLibrary,
    kinds,
    results,
    system,
    told,
    typed,
)
from visavis.contract.tools import ClientTool
from visavis.engine.tools.toolbox import MOST_CALLS
from visavis.providers.base import Stage, ToolCall


def test_the_model_is_told_of_every_tool_under_a_name_that_it_can_say():
    tools = (SEATS, ClientTool(name="show.map"), ClientTool(name="show map"), system("skip_turn"))
    scene = play(typed(), tools=tools, answers=[["None."]])
    assert [offer.name for offer in scene.model.offered] == [
        "free_seats",
        "show_map",
        "show_map_2",
        "skip_turn",
    ]
    seats, show_map, _, skip = scene.model.offered
    assert seats.parameters == SEATS.parameters
    assert show_map.parameters == {"type": "object", "properties": {}}
    assert "silent" in skip.description, "one that nobody described describes itself"


def test_a_bug_in_a_tool_costs_one_call():
    library = ScriptedLibrary(error=RuntimeError("a bug"))
    scene = play(typed(), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["Something broke."]])
    assert scene.outlet.called[0].error_message == "It failed on this server"
    assert scene.lines()[-1] == ("assistant", "Something broke.")


def test_arguments_that_are_no_json_are_told_to_the_model_which_calls_again():
    broken = ToolCall("c1", "look_up", '{"query": "opening')
    library = ScriptedLibrary()
    scene = play(typed(), tools=(DOCS,), library=library, answers=[[broken], [LOOKS_UP], ["At nine."]])
    assert "not valid JSON" in results(scene, asked=1)[0]
    assert [called.status for called in scene.outlet.called] == ["failed", "completed"]
    assert len(library.asked) == 1
    assert scene.lines()[-1] == ("assistant", "At nine.")
    assert scene.outlet.warnings == []


def test_a_client_is_not_called_with_arguments_that_are_none():
    scene = play(typed(), tools=(SEATS,), answers=[[ToolCall("c1", "free_seats", "[]")], ["Which show?"]])
    assert told(scene) == []
    assert scene.outlet.called[0].status == "failed"


def test_what_must_be_there_and_is_not_is_asked_for():
    scene = play(typed(), tools=(SEATS,), answers=[[ToolCall("c1", "free_seats", "{}")], ["Which show?"]])
    assert "lack show" in results(scene)[0]


def test_a_tool_that_there_is_not_is_told_to_the_model():
    scene = play(typed(), tools=(SEATS,), answers=[[ToolCall("c1", "fly", "{}")], ["I cannot fly."]])
    assert "There is no tool fly; there are free_seats" in results(scene)[0]
    assert scene.lines()[-1] == ("assistant", "I cannot fly.")
    assert scene.outlet.warnings == [
        (Stage.THINK, "The language model called a tool that it does not have: fly")
    ]


@pytest.mark.parametrize(
    "call",
    [
        ToolCall("c1", "", "{}"),
        ToolCall("", "free_seats", '{"show": "Tosca"'),
        ToolCall("c1", "free_seats", '"Tosca"'),
        ToolCall("c1", "free_seats", "null"),
        ToolCall("c1", "free_seats", '{"show": NaN, "show": {"a": '),
        ToolCall("c1", "free_seats", "[" * 100_000),
        ToolCall("c1", "free_seats\0" * 100, "{}"),
    ],
)
def test_whatever_a_model_makes_of_a_call_it_is_told_and_she_goes_on(call):
    scene = play(typed(), tools=(SEATS,), answers=[[call], ["Which show?"]])
    assert scene.lines()[-1] == ("assistant", "Which show?")
    assert len(results(scene)) == 1
    assert "toolCallStarted" not in kinds(scene), "the client is asked for nothing"
    assert [called.status for called in scene.outlet.called] == ["failed"] or scene.outlet.warnings


def test_of_a_flood_of_calls_some_are_made():
    calls = [ToolCall(f"c{number}", "look_up", '{"query": "hours"}') for number in range(100)]
    library = ScriptedLibrary()
    scene = play(typed(), tools=(DOCS,), library=library, answers=[calls, ["At nine."]])
    assert len(library.asked) == len(results(scene)) == MOST_CALLS
    assert scene.lines()[-1] == ("assistant", "At nine.")

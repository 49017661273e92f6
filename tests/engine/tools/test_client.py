"""Client tools in conversation: the client is told, and may answer."""

from tests.engine.scenes import play
from tests.engine.tools.scripts import (
    SEATS,
    SHOW_MAP,
    WANTS_SEATS,
    answers_after,
    kinds,
    results,
    told,
    typed,
)
from visavis.contract.spec import ClientSpec
from visavis.engine.tools.client import TOLD_IN_VAIN
from visavis.providers.base import ToolCall


def test_a_client_tool_is_called_and_its_answer_is_spoken_about():
    scene = play(
        answers_after(0.5, "7"), tools=(SEATS,), answers=[[0.1, WANTS_SEATS], [0.1, "Seven seats are free."]]
    )
    assert scene.lines()[-1] == ("assistant", "Seven seats are free.")
    assert results(scene) == ["7"]
    question, call, answer = scene.model.asked[1][-3:]
    assert question.content == "How many seats are free?"
    assert call.calls == (WANTS_SEATS,)
    assert answer.answers == "c1"


def test_the_started_event_calls_it_and_the_client_knows_the_rest():
    scene = play(answers_after(0.5, "7"), tools=(SEATS,), answers=[[WANTS_SEATS], ["Seven."]])
    (started,) = told(scene)
    data = started.data()
    assert data.pop("event_uid")
    (user,) = [m for m in scene.outlet.messages if getattr(m, "role", "") == "user"]
    assert data == {
        "session_id": "s1",
        "tool_call_id": "c1",
        "tool_name": "free_seats",
        "tool_type": "client",
        "arguments": {"show": "Tosca"},
        "timestamp": "2026-11-20T12:00:00.000Z",
        "timestamp_user_action": "2026-11-20T12:00:00.000Z",
        "user_action_correlation_id": user.correlation_id,
        "used_outside_engine": True,
    }


def test_the_api_is_told_once_when_it_has_ended():
    scene = play(answers_after(0.5, "7"), tools=(SEATS,), answers=[[WANTS_SEATS], ["Seven."]])
    (called,) = scene.outlet.called
    assert (called.tool_name, called.tool_type, called.status) == ("free_seats", "client", "completed")
    assert (called.turn_index, called.arguments, called.result) == (0, {"show": "Tosca"}, "7")
    assert 0.5 <= (called.completed_at - called.started_at).total_seconds() <= 0.8


def test_a_client_that_does_not_answer_in_time_costs_no_more_than_an_answer():
    scene = play(
        typed(seconds=SEATS.timeout_s + 1), tools=(SEATS,), answers=[[WANTS_SEATS], ["I cannot see it now."]]
    )
    assert "no answer within 5 s" in results(scene)[0]
    assert kinds(scene) == ["toolCallStarted", "toolCallFailed"]
    assert scene.outlet.called[0].status == "failed"
    assert scene.lines()[-1][1].endswith("I cannot see it now.")


def test_a_client_that_fails_says_so_to_the_model_and_its_own_listeners_know():
    scene = play(
        answers_after(0.5, error="Error in handler: no network"),
        tools=(SEATS,),
        answers=[[WANTS_SEATS], ["The list is not there."]],
    )
    assert "no network" in results(scene)[0]
    assert kinds(scene) == ["toolCallStarted"]
    assert scene.outlet.called[0].error_message == "Error in handler: no network"


def test_an_answer_to_no_call_is_passed_over():
    scene = play(
        answers_after(0.5, "7", call_id="c9"), tools=(SEATS,), answers=[[WANTS_SEATS], ["Nobody knows."]]
    )
    assert "no answer" in results(scene)[0]


def test_a_client_tool_whose_result_nobody_wants_holds_nothing_up():
    call = ToolCall("c1", "show_map", "{}")
    scene = play(typed(), tools=(SHOW_MAP,), answers=[["Here is the map.", call], []])
    assert scene.lines()[-1] == ("assistant", "Here is the map.")
    assert kinds(scene) == ["toolCallStarted"]
    assert (scene.outlet.called[0].status, scene.outlet.called[0].completed_at) == ("started", None)
    assert scene.outlet.warnings == [], "the model had nothing to add"


# ---- of old SDKs


def test_one_that_cannot_answer_is_told_and_not_waited_for():
    old = ClientSpec(name="js-sdk", version="4.9.0")
    scene = play(typed(), tools=(SEATS,), client=old, answers=[[WANTS_SEATS], ["Look at your screen."]])
    assert results(scene) == [TOLD_IN_VAIN]
    assert kinds(scene) == ["toolCallStarted"]
    assert scene.outlet.called[0].status == "started"
    assert scene.lines()[-1] == ("assistant", "Look at your screen.")
    assert scene.sounding_since(0) < 0.5


def test_one_that_cannot_even_be_told_is_a_failed_call():
    old = ClientSpec(name="js-sdk", version="3.5.1")
    scene = play(
        typed(), tools=(SHOW_MAP,), client=old, answers=[[ToolCall("c1", "show_map", "{}")], ["Turn left."]]
    )
    assert "too old for tools" in results(scene)[0]
    assert scene.outlet.called[0].status == "failed"
    assert scene.lines()[-1] == ("assistant", "Turn left.")

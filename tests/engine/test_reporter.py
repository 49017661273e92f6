"""What the api is told of a session, and what never leaves the engine."""

from datetime import UTC, datetime

from tests.fakes import session_spec
from visavis.contract.events import (
    CalledTool,
    OverheadTold,
    SessionEnded,
    SessionStarted,
    SessionWarning,
    ToolCalled,
    TurnFinished,
)
from visavis.contract.token_usage import Overhead, OverheadReason, TokenUsage
from visavis.engine.line import Line
from visavis.engine.reporter import Reporter
from visavis.providers.base import Role

NOW = datetime(2026, 4, 20, 10, 0, 5, tzinfo=UTC)


def report(**spec):
    """Everything that one session has to tell."""
    events = []
    reporter = Reporter(session_spec(**spec), events.append, lambda: NOW)
    reporter.started()
    reporter.turn(Line(Role.USER, "My name is Ida.", 2.0))
    reporter.warning("think", "gpt: cannot answer «My name is Ida.»")
    reporter.ended("NORMAL_EXIT", "The client ended the session.")
    return events


def test_events_are_numbered_and_dated():
    started, turn, warning, ended = report()
    assert [event.number for event in (started, turn, warning, ended)] == [1, 2, 3, 4]
    assert (type(started), type(warning), type(ended)) == (SessionStarted, SessionWarning, SessionEnded)
    assert turn == TurnFinished(
        session_id="s1",
        number=2,
        at=NOW,
        role="user",
        text="My name is Ida.",
        started_at=datetime(2026, 4, 20, 10, 0, 3, tzinfo=UTC),
        seconds=2.0,
    )


def test_a_turn_that_was_understood_late_is_dated_when_it_was_spoken():
    events = []
    reporter = Reporter(session_spec(), events.append, lambda: NOW)
    reporter.turn(Line(Role.USER, "Hello.", 2.0, ago_s=0.5, correlation_id="c1"))
    assert events[0].started_at == datetime(2026, 4, 20, 10, 0, 2, 500_000, tzinfo=UTC)
    assert events[0].correlation_id == "c1"


def test_under_zero_data_retention_nothing_that_was_said_is_reported():
    events = report(zero_data_retention=True)
    assert [event.kind for event in events] == ["session_started", "session_warning", "session_ended"]
    assert not any("Ida" in event.model_dump_json() for event in events)


CALLED = CalledTool(
    turn_index=1,
    tool_call_id="c1",
    tool_name="look_up",
    tool_type="server",
    tool_subtype="rag",
    status="completed",
    started_at=NOW,
    completed_at=NOW,
    arguments={"query": "Ida"},
    result="Ida is 7.",
    documents_accessed=("ida.txt",),
)


def reported_call(**spec):
    events = []
    Reporter(session_spec(**spec), events.append, lambda: NOW).tool_called(CALLED)
    (event,) = events
    return event


def test_a_tool_call_is_reported_with_all_that_is_known_of_it():
    assert reported_call() == ToolCalled(session_id="s1", number=1, at=NOW, **CALLED.model_dump())


def test_under_zero_data_retention_a_tool_call_is_reported_without_what_was_said():
    event = reported_call(zero_data_retention=True)
    assert (event.tool_name, event.status, event.completed_at) == ("look_up", "completed", NOW)
    assert (event.arguments, event.result, event.documents_accessed, event.error_message) == (None,) * 4


OVERHEAD = Overhead(reason=OverheadReason.CUT_OFF, usage=TokenUsage(prompt=90, completion=4), estimated=True)


def test_tokens_beyond_the_turns_are_reported_where_the_turns_are():
    events = []
    for zero_data_retention in (False, True):
        spec = session_spec(zero_data_retention=zero_data_retention)
        Reporter(spec, events.append, lambda: NOW).overhead(OVERHEAD)
    assert events == [OverheadTold(session_id="s1", number=1, at=NOW, **OVERHEAD.model_dump())]

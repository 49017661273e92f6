"""Events about tool calls, field for field as the SDKs read them (WIRE §4.2)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from visavis.wire.datachannel import LABEL, OLD_LABEL, frames
from visavis.wire.dialect import NEWEST, dialect
from visavis.wire.tool_calls import CallFacts, ToolCallCompleted, ToolCallFailed, ToolCallStarted

AT = datetime(2026, 4, 20, 12, 0, 0, 500_900, tzinfo=timezone(timedelta(hours=2)))
FACTS = CallFacts(
    session_id="s1",
    call_id="c1",
    name="look_up",
    type="server",
    subtype="rag",
    arguments={"query": "é"},
    user_acted_at=datetime(2026, 4, 20, 9, 59, 58, tzinfo=UTC),
    correlation_id="u1",
)
BASE = {
    "session_id": "s1",
    "tool_call_id": "c1",
    "tool_name": "look_up",
    "tool_type": "server",
    "tool_subtype": "rag",
    "arguments": {"query": "é"},
    "timestamp": "2026-04-20T10:00:00.500Z",
    "timestamp_user_action": "2026-04-20T09:59:58.000Z",
    "user_action_correlation_id": "u1",
    "used_outside_engine": False,
}


def all_sent(message, dialect):
    """(messageType, data) of each frame as a client gets it, but for the id of the event."""
    sent = [json.loads(frame) for frame in frames(LABEL, dialect, message)]
    assert all(list(frame) == ["messageType", "data"] for frame in sent)
    assert all(len(frame["data"].pop("event_uid")) == 36 for frame in sent)
    return [(frame["messageType"], frame["data"]) for frame in sent]


def sent(message):
    (frame,) = all_sent(message, NEWEST)
    return frame


def test_the_three_events_have_what_the_sdks_read():
    assert sent(ToolCallStarted(FACTS, AT)) == ("toolCallStarted", BASE)
    completed = ToolCallCompleted(FACTS, AT, "At nine.", ("FAQs.docx",))
    assert sent(completed) == (
        "toolCallCompleted",
        BASE | {"result": "At nine.", "documents_accessed": ["FAQs.docx"]},
    )
    assert sent(ToolCallFailed(FACTS, AT, "busy")) == ("toolCallFailed", BASE | {"error_message": "busy"})


def test_a_tool_without_a_subtype_or_documents_does_not_name_them():
    facts = CallFacts("s1", "c1", "show", "client", None, {}, AT, "u1")
    _, data = sent(ToolCallCompleted(facts, AT, "ok"))
    assert not {"tool_subtype", "documents_accessed"} & set(data)
    assert data["used_outside_engine"] is True


def test_two_events_are_told_apart():
    one, other = (ToolCallStarted(FACTS, AT).data()["event_uid"] for _ in range(2))
    assert one != other


def test_clients_that_know_no_tools_are_not_told():
    assert not list(frames(OLD_LABEL, NEWEST, ToolCallStarted(FACTS, AT)))


def test_releases_that_may_know_one_word_only_are_told_of_client_tools_by_it_too():
    facts = CallFacts("s1", "c1", "show_map", "client", None, {"floor": 2}, AT, "u1")
    (kind, _), old = all_sent(ToolCallStarted(facts, AT), dialect("js-sdk", "4.8.0"))
    assert kind == "toolCallStarted"
    assert old == (
        "clientToolEvent",
        {
            "session_id": "s1",
            "event_name": "show_map",
            "event_data": {"floor": 2},
            "timestamp": "2026-04-20T10:00:00.500Z",
            "timestamp_user_action": "2026-04-20T10:00:00.500Z",
            "user_action_correlation_id": "u1",
            "used_outside_engine": True,
        },
    )


def test_of_servers_tools_and_of_how_calls_end_that_word_says_nothing():
    old = dialect("js-sdk", "4.9.0")
    assert [kind for kind, _ in all_sent(ToolCallStarted(FACTS, AT), old)] == ["toolCallStarted"]
    facts = replace(FACTS, type="client", subtype=None)
    assert [kind for kind, _ in all_sent(ToolCallFailed(facts, AT, "late"), old)] == ["toolCallFailed"]

"""Events about tool calls, field for field as the SDKs read them (WIRE §4.2)."""

import json
from datetime import UTC, datetime, timedelta, timezone

from visavis.wire.datachannel import LABEL, OLD_LABEL, for_label
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


def sent(message):
    """(messageType, data) as a client gets it, but for the id of the event."""
    frame = json.loads(for_label(LABEL, message))
    assert list(frame) == ["messageType", "data"]
    assert len(frame["data"].pop("event_uid")) == 36
    return frame["messageType"], frame["data"]


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
    assert for_label(OLD_LABEL, ToolCallStarted(FACTS, AT)) is None

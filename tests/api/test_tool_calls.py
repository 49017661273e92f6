"""Tool calls of a session: in its answer, in its analytics, and in those of many"""

from __future__ import annotations

from typing import Any

from tests.api.conversations import Conversation, start
from tests.api.servers import Server
from tests.databases import only_sqlite

SECRET = "sk-of-a-stranger"
QUESTION = "opening hours on a holiday"


async def helped(server: Server, **options: Any) -> Conversation:
    """She greets; then she looks into a document for the user, books, in vain, and opens a page."""
    talk = await start(server, **options)
    await talk.began()
    await talk.said("persona", "Hi there", 1, 1.0)
    await talk.said("user", "Are you open", 5, 2.0)
    await talk.called(
        "knowledge_base",
        8,
        0.646,
        turn_index=1,
        tool_subtype="rag",
        correlation_id="c-1",
        arguments={"query": QUESTION, "author": "Nora", "options": [{"X-Api-Key": SECRET}]},
        result="Nine to five.",
        documents_accessed=("FAQs.docx",),
    )
    await talk.called("book", 9, 2.0, turn_index=1, status="failed", error_message="The line was busy")
    await talk.called("show_page", 11, None, turn_index=1, tool_type="client", tool_subtype=None)
    await talk.said("persona", "From nine to five", 12, 1.5)
    return talk


async def of(server: Server, path: str) -> Any:
    reply = await server.client.get(path)
    assert reply.status_code == 200, reply.text
    return reply.json()


async def test_an_ended_session_shows_its_calls_under_the_published_names(server: Server) -> None:
    talk = await helped(server)
    assert (await of(server, f"/v1/sessions/{talk.id}"))["toolCalls"] == [], "not while it runs"
    await talk.ended()

    looked_up, booked, shown = (await of(server, f"/v1/sessions/{talk.id}"))["toolCalls"]

    assert looked_up == {
        "turnIndex": 1,
        "correlationId": "c-1",
        "toolCallId": "call-3",
        "toolName": "knowledge_base",
        "toolType": "server",
        "toolSubtype": "rag",
        "status": "completed",
        "startedAt": "2026-11-20T20:00:08.000Z",
        "completedAt": "2026-11-20T20:00:08.646Z",
        "durationSeconds": 0.646,
        "errorMessage": None,
        "arguments": {"query": QUESTION, "author": "Nora", "options": [{"X-Api-Key": "[REDACTED]"}]},
        "result": "Nine to five.",
        "documentsAccessed": ["FAQs.docx"],
    }
    assert (booked["status"], booked["errorMessage"], booked["result"]) == (
        "failed",
        "The line was busy",
        None,
    )
    assert (shown["status"], shown["completedAt"], shown["durationSeconds"]) == ("started", None, None)


async def test_analytics_count_calls_and_say_when_but_not_what(server: Server) -> None:
    talk = await helped(server)
    await talk.ended()

    analytics = await of(server, f"/v1/sessions/{talk.id}/analytics")

    counted = {"knowledge_base": 1, "book": 1, "show_page": 1}
    assert analytics["summary"]["toolCalls"] == {"total": 3, "succeeded": 1, "failed": 1, "byName": counted}
    greeting, answer = analytics["turns"]
    assert greeting["toolCalls"] == []
    assert [call["toolType"] for call in answer["toolCalls"]] == ["SERVER_RAG", "SERVER_WEBHOOK", "CLIENT"]
    assert answer["toolCalls"][1] == {
        "toolCallId": "call-4",
        "toolName": "book",
        "toolType": "SERVER_WEBHOOK",
        "status": "failed",
        "startedAt": "2026-11-20T20:00:09.000Z",
        "completedAt": "2026-11-20T20:00:11.000Z",
        "durationSeconds": 2.0,
        "errorMessage": "The line was busy",
    }


async def test_analytics_of_many_add_the_calls_up(server: Server) -> None:
    for _ in range(2):
        await (await helped(server)).ended()

    found = await of(server, "/v1/sessions/analytics")

    counted = {"knowledge_base": 2, "book": 2, "show_page": 2}
    assert found["counts"]["toolCalls"] == {"total": 6, "succeeded": 2, "failed": 2, "byName": counted}
    assert found["rates"]["toolCallFailureRate"] == 0.3333


async def test_under_zero_data_retention_only_what_happened_is_kept(server: Server) -> None:
    talk = await helped(server, zeroDataRetention=True)
    await talk.ended()

    looked_up, booked, _ = (await of(server, f"/v1/sessions/{talk.id}"))["toolCalls"]

    assert (looked_up["toolName"], looked_up["durationSeconds"]) == ("knowledge_base", 0.646)
    assert (looked_up["arguments"], looked_up["result"], looked_up["documentsAccessed"]) == (None,) * 3
    assert (booked["status"], booked["errorMessage"]) == ("failed", None)


@only_sqlite  # whose file is searched
async def test_calls_go_with_the_rest_of_a_session_and_credentials_are_never_written(server: Server) -> None:
    talk = await helped(server)
    await talk.ended()
    files = [path for path in server.wing.settings.data_dir.glob("visavis.db*") if path.is_file()]
    assert any(QUESTION.encode() in path.read_bytes() for path in files)
    assert not any(SECRET.encode() in path.read_bytes() for path in files)

    assert (await server.client.delete(f"/v1/sessions/{talk.id}")).status_code == 200

    assert (await of(server, f"/v1/sessions/{talk.id}"))["toolCalls"] == []

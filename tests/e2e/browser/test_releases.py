"""What each release of the JavaScript SDK tells its page, and what makes it tell it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.releases import Version, every_release, version
from tests.e2e.developer import Developer
from tests.scripted_llm import Delta, ScriptedLlm, calls, says
from tests.serving import RunningServer
from tests.web import Web

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PAGE = "the page"
"""What it does itself, and the browser's leave to do it."""


@dataclass(frozen=True, slots=True)
class Told:
    event: str
    since: Version
    by: str
    """What makes the SDK tell it: a message of the server, or what WebRTC does."""
    before: Version = (99, 0)
    """From this release on the server does not send it, though the event is there."""


EVENTS = (
    Told("CONNECTION_ESTABLISHED", (2, 0), "ICE"),
    Told("VIDEO_STREAM_STARTED", (2, 0), "the answer's tracks"),
    Told("AUDIO_STREAM_STARTED", (2, 0), "the answer's tracks"),
    Told("VIDEO_PLAY_STARTED", (2, 0), "the first picture"),
    Told("CONNECTION_CLOSED", (2, 0), "endsession"),
    Told("TALK_STREAM_INTERRUPTED", (2, 0), "talkinputstreaminterrupted"),
    Told("MESSAGE_STREAM_EVENT_RECEIVED", (2, 0), "speechText"),
    Told("MESSAGE_HISTORY_UPDATED", (2, 0), "speechText"),
    Told("SESSION_READY", (2, 5), "sessionready"),
    Told("SERVER_WARNING", (2, 5), "warning"),
    Told("CLIENT_TOOL_EVENT_RECEIVED", (4, 4), "clientToolEvent", before=(4, 10)),
    Told("TOOL_CALL_STARTED", (4, 9), "toolCallStarted"),
    Told("TOOL_CALL_COMPLETED", (4, 9), "toolCallCompleted"),
    Told("TOOL_CALL_FAILED", (4, 9), "toolCallFailed"),
    Told("USER_SPEECH_STARTED", (4, 12), "userSpeechStarted"),
    Told("USER_SPEECH_ENDED", (4, 12), "userSpeechEnded"),
    Told("DIRECTOR_NOTE_CUE_APPLIED", (4, 20), "directorNoteCueApplied"),
    Told("PERSONA_CONFIG_UPDATE_APPLIED", (4, 21), "personaConfigUpdateApplied"),
    Told("DATA_CHANNEL_OPEN", (4, 24), "SCTP"),
    Told("INPUT_AUDIO_STREAM_STARTED", (2, 0), PAGE),
    Told("MIC_PERMISSION_PENDING", (4, 0), PAGE),
    Told("MIC_PERMISSION_GRANTED", (4, 0), PAGE),
    Told("MIC_PERMISSION_DENIED", (4, 0), PAGE),
    Told("INPUT_AUDIO_DEVICE_CHANGED", (4, 0), PAGE),
    Told("REASONING_STREAM_EVENT_RECEIVED", (4, 8), "reasoningText"),
    Told("REASONING_HISTORY_UPDATED", (4, 8), "reasoningText"),
)

STORY = (
    "Every hour a wooden sailor comes out of the door of the clock and rings a bell for the ships. "
    "One winter a storm took the bell away, and nobody ever found it again."
)
QUESTION = "Can you show me the second floor of the museum?"
ANSWER = "Here it is."
OF_THE_MAP = {
    "3.5.1": ("too old for tools", "failed"),
    "4.9.0": ("too old to answer", "started"),
    "current": ("Floor 2 is shown.", "completed"),
}
"""What the model reads of its call to the page, and what is written down of that."""


@every_release
async def test_the_table_names_the_events_of_a_release(caller: Caller, release: str) -> None:
    exported = await caller.does("Object.values(anam.AnamEvent)")
    assert set(exported) == {told.event for told in EVENTS if told.since <= version(release)}


@every_release
async def test_all_that_happens_in_a_call_is_told_by_the_events_that_the_release_has(
    caller: Caller,
    release: str,
    microphone: Microphone,
    developer: Developer,
    server: RunningServer,
    mind: ScriptedLlm,
    owner: Web,
) -> None:
    """The user cuts into a story; three tools are called at once; and the page asks for a few things."""
    owner.put("/opening", b"At nine.")
    mind.thinks = _shows_the_map
    config = {"avatarModel": "cara-4", "llmId": await developer.llm(mind.url), "tools": _tools(owner.url)}
    await microphone.next_says(2.0, QUESTION)
    await caller.connected(await developer.token(**config), server.url)
    await caller.does(
        """void client.registerToolCallHandler?.('show_map', {
            onStart: async ({ arguments: { floor } }) => `Floor ${floor} is shown.`,
            onComplete: async () => {},
        })"""
    )
    await caller.does("client.createTalkMessageStream().streamMessageChunk(value, true)", STORY)
    cut = await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: piece["interrupted"])
    cut_off = await caller.message("persona")
    question = await caller.message("user")
    answer = await caller.message("persona", after=cut)
    for asked in (
        {
            "message_type": "persona_config",
            "data": {"voiceDetectionOptions": {"endOfSpeechSensitivity": 0.9}},
        },
        {"message_type": "director_note_cue", "cue": {"tag": "happy"}},
        {"message_type": "director_note_cue", "cue": {"tag": "hungry"}},
    ):
        await caller.does("client.sendDataMessage(value)", json.dumps(asked))
    await caller.until("SERVER_WARNING", lambda warning: "hungry" in warning)
    if version(release) >= (4, 21):
        await caller.until("PERSONA_CONFIG_UPDATE_APPLIED")
    session_id = await caller.does("client.getActiveSessionId()")
    await developer.stop(session_id)
    await caller.until("CONNECTION_CLOSED")

    assert cut_off["interrupted"]
    assert STORY.startswith(cut_off["content"])
    assert len(_words(question["content"]) & _words(QUESTION)) >= 3
    assert answer["content"] == ANSWER
    assert [message["role"] for message in caller.history()] == ["persona", "user", "persona"]
    by_us = {told.event for told in EVENTS if told.by != PAGE}
    known = {told.event for told in EVENTS if told.since <= version(release) < told.before}
    assert {event.name for event in caller.events} & by_us == known & by_us
    read, status = OF_THE_MAP[release]
    of_map, of_opening, of_lift = mind.results()
    assert read in of_map
    assert of_opening == "At nine."
    assert "404" in of_lift
    shown = {call["toolName"]: call["status"] for call in await developer.tool_calls(session_id)}
    assert shown == {"show_map": status, "opening": "completed", "lift": "failed"}
    if version(release) >= (4, 9):
        _assert_told_of_the_map(caller, release)
        (thought,) = [event.value for event in caller.so_far("REASONING_HISTORY_UPDATED")]
        assert [line["content"] for line in thought] == ["The map shows it now."]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", text.lower()))


def _assert_told_of_the_map(caller: Caller, release: str) -> None:
    (started,) = caller.so_far("TOOL_CALL_STARTED", lambda call: call["toolName"] == "show_map")
    assert (started.value["toolType"], started.value["arguments"]) == ("client", {"floor": 2})
    if version(release) < (4, 10):
        (event,) = caller.so_far("CLIENT_TOOL_EVENT_RECEIVED")
        assert (event.value["eventName"], event.value["eventData"]) == ("show_map", {"floor": 2})
        assert event.value["userActionCorrelationId"] == started.value["userActionCorrelationId"]


def _shows_the_map(asked: dict[str, Any]) -> list[Delta]:
    if asked["messages"][-1]["role"] == "tool":
        return [{"reasoning": "The map shows it now."}, *says(ANSWER)]
    return [
        *calls("show_map", '{"floor": 2}', id="a"),
        *calls("opening", "{}", id="b", index=1),
        *calls("lift", "{}", id="c", index=2),
    ]


def _tools(owner_url: str) -> list[dict[str, Any]]:
    floor = {"type": "object", "properties": {"floor": {"type": "integer"}}}
    webhook = {"type": "server", "subtype": "webhook", "method": "GET"}
    return [
        {"type": "client", "name": "show_map", "parameters": floor, "awaitResult": True},
        webhook | {"name": "opening", "url": f"{owner_url}/opening"},
        webhook | {"name": "lift", "url": f"{owner_url}/lift"},
    ]

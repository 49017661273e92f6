"""The client puts words into her mouth: talk, talk streams, interrupt; and types to her."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.releases import every_release
from tests.e2e.developer import Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STORY = (
    "Every hour a wooden sailor comes out of the door of the clock and rings a bell for the ships. "
    "One winter a storm took the bell away, and nobody ever found it again."
)


async def test_talk_says_the_text_itself(caller: Caller, developer: Developer, server: RunningServer) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("client.talk(value)", "Tickets are sold at the door.")
    sound = await caller.until("SOUND")
    message = await caller.message("persona")
    silence = await caller.until("SILENCE", after=sound)
    assert (message["content"], message["interrupted"]) == ("Tickets are sold at the door.", False)
    assert silence.value - sound.at_s > 1


async def test_a_second_talk_is_heard_after_the_first(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("Promise.all(value.map(text => client.talk(text)))", ["One moment."])
    await caller.does("client.talk(value)", "Here it is.")
    await caller.until(
        "MESSAGE_HISTORY_UPDATED",
        lambda history: [message["content"] for message in history] == ["One moment.", "Here it is."],
    )


async def test_a_talk_stream_speaks_its_chunks_as_one_message_before_it_has_ended(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("void (window.stream = client.createTalkMessageStream())")
    await caller.does("stream.streamMessageChunk(value, false)", "The garden is open, ")
    await caller.does("stream.streamMessageChunk(value, false)", "and the roses bloom. ")
    heard = await caller.until("SOUND")  # the stream is still open
    await caller.does("stream.streamMessageChunk(value, false)", "Come and see them.")
    await caller.does("stream.endMessage()")
    message = await caller.message("persona", after=heard)
    assert message["content"] == "The garden is open, and the roses bloom. Come and see them."
    correlation = await caller.does("stream.getCorrelationId()")
    assert {piece["correlationId"] for piece in caller.pieces(message)} == {correlation}
    assert not await caller.does("stream.isActive()")


async def test_utterances_of_a_talk_stream_are_heard_in_turn_and_told_apart(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    first, second = str(uuid4()), str(uuid4())
    await caller.does(
        """{
            const stream = client.createTalkMessageStream();
            await stream.streamMessageChunk('Let me look. ', false, value[0]);
            await stream.streamMessageChunk('It is open.', true, value[1]);
        }""",
        [first, second],
    )
    await caller.until(
        "MESSAGE_HISTORY_UPDATED",
        lambda history: (
            [(part["id"], part["content"].strip()) for message in history for part in message["utterances"]]
            == [(first, "Let me look."), (second, "It is open.")]
        ),
    )


@every_release
async def test_interrupting_stops_her_and_tells_the_stream(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("void (window.stream = client.createTalkMessageStream())")
    await caller.does("stream.streamMessageChunk(value, false)", STORY)
    sailor = await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "sailor" in piece["content"])
    await caller.does("client.interruptPersona()")
    pressed_s = await caller.does("performance.now() / 1000")

    silence = await caller.until("SILENCE", after=sailor)
    told = await caller.until("TALK_STREAM_INTERRUPTED")
    message = await caller.message("persona", after=sailor)
    assert silence.value - pressed_s < 0.6
    assert told.value == await caller.does("stream.getCorrelationId()")
    assert not await caller.does("stream.isActive()")
    assert message["interrupted"]
    assert message["content"]
    assert STORY.startswith(message["content"])
    assert len(message["content"]) < len(STORY)


@every_release
async def test_a_typed_message_is_echoed_once_and_answered_aloud(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("client.sendUserMessage(value)", "Is the garden open?")
    await caller.until("SOUND")
    await caller.message("persona")
    history = [(message["role"], message["content"]) for message in caller.history()]
    assert history == [("user", "Is the garden open?"), ("persona", "The garden is open in the summer.")]
    assert not caller.so_far("USER_SPEECH_STARTED")


async def test_a_typed_message_cuts_in(caller: Caller, developer: Developer, server: RunningServer) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("client.talk(value)", STORY)
    sailor = await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "sailor" in piece["content"])
    await caller.does("client.sendUserMessage(value)", "Is the garden open?")
    cut_off = await caller.message("persona", after=sailor)
    assert cut_off["interrupted"]
    assert STORY.startswith(cut_off["content"])
    await caller.until(
        "MESSAGE_HISTORY_UPDATED",
        lambda history: (
            [message["content"] for message in history]
            == [cut_off["content"], "Is the garden open?", "The garden is open in the summer."]
        ),
    )

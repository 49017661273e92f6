"""A conversation through the public JavaScript SDK, with a microphone that really speaks."""

from __future__ import annotations

import re

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.releases import every_release
from tests.e2e.developer import Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

GREETING = "Welcome to the museum of clocks."
QUESTION = "What can I see in the garden in the summer?"
ANSWER = "The garden is open in the summer."
INTERRUPTION = "Wait, please stop. I have another question for you."
STORY = (
    "The oldest clock of the museum was made for the tower of a church by the sea. "
    "Every hour a wooden sailor came out of its door and rang a bell for the ships. "
    "One winter a storm took the bell away, and nobody ever found it again. "
    "Since then the sailor comes out every hour and waits for a sound that never comes."
)


@every_release
async def test_the_greeting_is_heard_and_stands_in_the_history_word_for_word(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    token = await developer.token(skipGreeting=False, initialMessage=GREETING)
    await caller.connected(token, server.url)
    sound = await caller.until("SOUND")
    message = await caller.message("persona")
    silence = await caller.until("SILENCE", after=sound)
    assert message["content"] == GREETING
    assert not message["interrupted"]
    assert silence.value - sound.at_s > 1
    assert len(caller.history()) == 1


async def test_a_spoken_question_is_understood_and_answered_aloud(
    caller: Caller, microphone: Microphone, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await microphone.next_says(QUESTION)
    await caller.speaks()

    started = await caller.until("USER_SPEECH_STARTED")
    ended = await caller.until("USER_SPEECH_ENDED", after=started)
    question = await caller.message("user", after=started)
    sound = await caller.until("SOUND", after=ended)
    answer = await caller.message("persona", after=started)

    said, heard = _words(QUESTION), _words(question["content"])
    assert len(set(said) & set(heard)) >= 0.7 * len(set(said)), question
    assert answer["content"] == ANSWER
    assert sound.at_s - ended.at_s < 3
    assert [message["role"] for message in caller.history()] == ["user", "persona"]


async def test_an_answer_arrives_in_pieces_that_add_up_to_the_message_while_it_is_heard(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.does("client.sendUserMessage(value)", "How old is the oldest clock?")
    answer = await caller.message("persona", within_s=30)
    pieces = caller.pieces(answer)
    assert len(pieces) > 3
    assert [piece["contentIndex"] for piece in pieces] == list(range(len(pieces)))
    assert "".join(piece["content"] for piece in pieces) == answer["content"]
    assert [piece["endOfSpeech"] for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    first, last = (
        caller.so_far("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece, wanted=wanted: piece == wanted)[0]
        for wanted in (pieces[0], pieces[-1])
    )
    assert last.at_s - first.at_s > 2


async def test_cutting_in_stops_her_and_leaves_only_what_was_heard(
    caller: Caller, microphone: Microphone, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await microphone.next_says(INTERRUPTION)
    await caller.does("client.talk(value)", STORY)
    await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "museum" in piece["content"])
    await caller.speaks()

    cut_in = await caller.until("USER_SPEECH_STARTED")
    silence = await caller.until("SILENCE", after=cut_in)
    cut_off = await caller.message("persona", after=cut_in)

    assert silence.value - cut_in.at_s < 1
    assert cut_off["interrupted"]
    assert 0 < len(cut_off["content"]) < len(STORY)
    assert STORY.startswith(cut_off["content"])
    question = await caller.message("user", after=cut_in)
    history = [(message["role"], message["content"]) for message in caller.history()]
    assert history[:2] == [("persona", cut_off["content"]), ("user", question["content"])]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())

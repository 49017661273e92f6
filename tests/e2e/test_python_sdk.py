"""A conversation through the public Python SDK (anam 0.12), unmodified, at our base URL."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from anam import AnamClient, AnamEvent
from anam.types import MessageRole, PersonaConfig
from tests.e2e.conftest import KEY
from tests.e2e.developer import CARA, FLITE_SLT, OFFLINE_LLM, Developer
from tests.e2e.lips import Lips
from tests.e2e.python_caller import PythonCaller, calling, options
from tests.e2e.speaking import Speakers
from tests.scripted_llm import ScriptedLlm, calls, says
from tests.serving import RunningServer
from tests.web import Web

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

USER, PERSONA = MessageRole.USER, MessageRole.ASSISTANT
GREETING = "Welcome to the museum of clocks, what would you like to know?"
QUESTION = "What is the price of a ticket?"
ANSWER = "The price of a ticket is seven euros."
INTERRUPTION = "Wait, please stop. I have another question for you."
STORY = (
    "The oldest clock of the museum was made for the tower of a church by the sea. "
    "Every hour a wooden sailor came out of its door and rang a bell for the ships. "
    "One winter a storm took the bell away, and nobody ever found it again."
)

Call = Callable[..., AbstractAsyncContextManager[PythonCaller]]


@pytest_asyncio.fixture(loop_scope="session")
async def call(server: RunningServer, speakers: Speakers) -> Call:
    def with_token(token: str) -> AbstractAsyncContextManager[PythonCaller]:
        return calling(AnamClient(session_token=token, options=options(server.url)), speakers)

    return with_token


async def test_with_an_api_key_she_appears_alive_and_greets(
    server: RunningServer, speakers: Speakers, developer: Developer
) -> None:
    persona = PersonaConfig(
        name="Ada", avatar_id=CARA, voice_id=FLITE_SLT, llm_id=OFFLINE_LLM, system_prompt="You are Ada."
    )
    client = AnamClient(api_key=KEY, persona_config=persona, options=options(server.url))
    async with calling(client, speakers) as caller:
        greeting = await caller.message(PERSONA)
        assert "Ada" in greeting.content
        assert caller.loud_s() > 0.5
        await caller.falls_silent(after_s=0)

        pictures = await caller.frames(40)
        assert {picture.luma.shape for picture in pictures} == {(480, 720)}
        assert pictures[0].luma.std() > 20
        changes = [abs(after.luma.astype(int) - before.luma).max() for before, after in pairwise(pictures)]
        assert sum(change > 2 for change in changes) > 20  # she breathes, looks about, blinks
        assert pictures[-1].at_s - pictures[0].at_s < 3  # at 25 frames a second, give or take a busy machine
        assert await developer.active_sessions() == 1
    assert not caller.so_far(AnamEvent.SERVER_WARNING)


async def test_with_a_session_token_the_greeting_is_heard_and_stands_in_the_history_word_for_word(
    call: Call, developer: Developer
) -> None:
    async with call(await developer.token(skipGreeting=False, initialMessage=GREETING)) as caller:
        message = await caller.message(PERSONA)
        assert message.content == GREETING
        assert not message.interrupted
        await caller.falls_silent(after_s=0)
        assert 2 < caller.loud_s() < 6
        assert [entry.content for entry in caller.client.get_message_history()] == [GREETING]


async def test_a_spoken_question_is_understood_and_answered_aloud(call: Call, developer: Developer) -> None:
    async with call(await developer.token()) as caller:
        await caller.says(QUESTION)
        started = await caller.event(AnamEvent.USER_SPEECH_STARTED)
        ended = await caller.event(AnamEvent.USER_SPEECH_ENDED)
        question = await caller.message(USER)
        answer = await caller.message(PERSONA)

        assert started.at_s < ended.at_s
        assert started.value == ended.value
        assert started.value
        said, heard = _words(QUESTION), _words(question.content)
        assert len(said & heard) >= 0.7 * len(said), question
        assert answer.content == ANSWER
        assert await caller.sounds() - ended.at_s < 3
        assert [entry.role for entry in caller.client.get_message_history()] == [USER, PERSONA]


async def test_her_lips_move_while_she_speaks_and_are_closed_before_and_after(
    call: Call, developer: Developer
) -> None:
    lips = Lips.of("ana", 720, 480)
    async with call(await developer.token()) as caller:
        before = await caller.frames(25)
        closed = before[0].luma
        asked_s = caller.now()
        await caller.session.talk("Bob bought a map. Mama, may my poppy bloom about May?")
        began_s = await caller.sounds(after_s=asked_s)
        silent_s = await caller.falls_silent(after_s=began_s)
        speaking = [picture for picture in caller.pictures if began_s < picture.at_s < silent_s]
        after = await caller.frames(25)

        def likeness(pictures: list[Any]) -> list[float]:
            return [lips.likeness(picture.luma, closed) for picture in pictures]

        moving = likeness(speaking)
        assert min(likeness(before)) > 0.9
        assert min(likeness(after)) > 0.9
        assert sum(one < 0.8 for one in moving) > 0.2 * len(moving)


async def test_talk_is_spoken_word_for_word_without_asking_the_model(
    call: Call, developer: Developer
) -> None:
    async with call(await developer.token()) as caller:
        await caller.session.talk(QUESTION)
        message = await caller.message(PERSONA)
        assert message.content == QUESTION
        await caller.falls_silent(after_s=0)
        assert caller.loud_s() > 1
        assert len(caller.client.get_message_history()) == 1


async def test_a_typed_message_is_answered_from_the_prompt(call: Call, developer: Developer) -> None:
    async with call(await developer.token()) as caller:
        answer = await caller.answer_to(QUESTION)
        assert answer.content == ANSWER
        history = [(entry.role, entry.content) for entry in caller.client.get_message_history()]
        assert history == [(USER, QUESTION), (PERSONA, ANSWER)]
        assert caller.loud_s() > 1


async def test_a_talk_stream_with_two_utterances_is_spoken_in_order_and_told_apart(
    call: Call, developer: Developer
) -> None:
    first_id, second_id = str(uuid4()), str(uuid4())
    first, second = ("Let me look that ", "up for you."), "Here it is."
    async with call(await developer.token()) as caller:
        stream = caller.session.create_talk_stream()
        await stream.send(first[0], utterance_id=first_id)
        await stream.send(first[1])
        await stream.send(second, end_of_speech=True, utterance_id=second_id)

        message = await caller.message(PERSONA)
        spoken = [(utterance.id, utterance.content) for utterance in message.utterances or []]
        assert message.content == f"{''.join(first)} {second}"
        assert spoken == [(first_id, "".join(first)), (second_id, second)]
        assert caller.loud_s() > 1


async def test_interrupt_silences_her_and_leaves_only_what_was_heard(
    call: Call, developer: Developer
) -> None:
    async with call(await developer.token()) as caller:
        stream = caller.session.create_talk_stream()
        await stream.send(STORY, end_of_speech=True)
        await caller.piece(lambda piece: "museum" in piece.content)
        stopped_s = caller.now()
        await caller.session.interrupt()

        cut_off = await caller.message(PERSONA)
        silent_s = await caller.falls_silent(after_s=stopped_s)
        told = await caller.event(AnamEvent.TALK_STREAM_INTERRUPTED)
        _assert_cut_off(cut_off.content, cut_off.interrupted)
        assert silent_s - stopped_s < 0.6
        assert told.value == stream.correlation_id
        assert not stream.is_active

        assert (await caller.answer_to(QUESTION)).content == ANSWER


async def test_cutting_in_by_voice_silences_her_and_leaves_only_what_was_heard(
    call: Call, developer: Developer
) -> None:
    async with call(await developer.token()) as caller:
        await caller.session.talk(STORY)
        await caller.piece(lambda piece: "museum" in piece.content)
        await caller.says(INTERRUPTION)
        cut_in = await caller.event(AnamEvent.USER_SPEECH_STARTED)
        silent_s = await caller.falls_silent(after_s=cut_in.at_s)
        assert silent_s - cut_in.at_s < 0.6

        question = await caller.message(USER)
        cut_off = await caller.message(PERSONA)
        _assert_cut_off(cut_off.content, cut_off.interrupted)
        assert len(_words(question.content) & _words(INTERRUPTION)) >= 3, question
        await caller.until("answer", lambda: len(caller.so_far(AnamEvent.MESSAGE_RECEIVED)) == 3)
        answer = caller.so_far(AnamEvent.MESSAGE_RECEIVED)[-1].value
        assert not answer.interrupted
        assert await caller.sounds(after_s=silent_s + 0.05)
        assert [entry.role for entry in caller.client.get_message_history()] == [PERSONA, USER, PERSONA]


async def test_tools_are_called_and_spoken_about_though_the_sdk_knows_none(
    call: Call, developer: Developer, mind: ScriptedLlm, owner: Web
) -> None:
    """anam 0.12 reads no event about tools and answers no call: the persona's owner answers, the page does not."""
    owner.put("/price", b"Twelve euros.")
    price = {
        "type": "server",
        "subtype": "webhook",
        "name": "price",
        "url": f"{owner.url}/price",
        "method": "GET",
    }
    seats = {"type": "client", "name": "free_seats", "awaitResult": True, "toolTimeoutSeconds": 1}
    mind.scripts = [
        [*calls("price", "{}", id="a"), *calls("free_seats", "{}", id="b", index=1)],
        says("It is twelve euros. I cannot see the seats."),
        says("Yes."),
    ]
    async with call(
        await developer.token(llmId=await developer.llm(mind.url), tools=[price, seats])
    ) as caller:
        answer = await caller.answer_to(QUESTION)
        assert answer.content == "It is twelve euros. I cannot see the seats."
        assert caller.loud_s() > 1
        of_price, of_seats = mind.results()
        assert of_price == "Twelve euros."
        assert "no answer within 1 s" in of_seats
        assert (await caller.answer_to("Are you there?")).content == "Yes."
        session_id = caller.session.session_id
    assert session_id is not None
    shown = {call["toolName"]: call["status"] for call in await developer.tool_calls(session_id)}
    assert shown == {"price": "completed", "free_seats": "failed"}


async def test_hanging_up_frees_the_seat_at_once(call: Call, developer: Developer) -> None:
    async with call(await developer.token()) as caller:
        assert await developer.active_sessions() == 1
        await caller.hang_up()
        closed = await caller.event(AnamEvent.CONNECTION_CLOSED)
        assert closed.value == "normal"
        await _seat_is_free_within(developer, 1.5)


async def test_hanging_up_with_an_open_microphone_frees_the_seat_too(
    call: Call, developer: Developer
) -> None:
    """anam 0.12 never closes its peer connection then: `endsession` has to be enough."""
    async with call(await developer.token()) as caller:
        await caller.says("Goodbye.")
        await caller.event(AnamEvent.USER_SPEECH_STARTED)
        await caller.hang_up()
        await _seat_is_free_within(developer, 1.5)


async def test_a_session_that_the_server_stops_is_told_why(call: Call, developer: Developer) -> None:
    async with call(await developer.token()) as caller:
        assert caller.session.session_id is not None
        await developer.stop(caller.session.session_id)
        closed = await caller.event(AnamEvent.CONNECTION_CLOSED)
        assert closed.values == ("server_closed", "stopped through the API")
        await _seat_is_free_within(developer, 1.5)


@pytest.mark.filterwarnings("ignore:ConnectionClosed:DeprecationWarning")  # of the SDK
async def test_after_a_dropped_socket_the_sdk_comes_back_with_a_new_peer_and_the_conversation_goes_on(
    call: Call, developer: Developer
) -> None:
    async with call(await developer.token()) as caller:
        assert (await caller.answer_to(QUESTION)).content == ANSWER
        dropped_s = caller.now()
        caller.drop_the_socket()

        closed = await caller.event(AnamEvent.CONNECTION_CLOSED)
        assert closed.value == "signalling_closed"
        await caller.event(AnamEvent.SESSION_READY, after_s=dropped_s)
        await caller.until_reconnected()
        caller.watch_and_listen()
        back_s = caller.now()

        assert (await caller.answer_to(QUESTION)).content == ANSWER
        assert await caller.sounds(after_s=back_s)
        assert (await caller.frames(10))[0].luma.shape == (480, 720)
        assert await developer.active_sessions() == 1


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", text.lower()))


def _assert_cut_off(heard: str, interrupted: bool) -> None:
    assert interrupted
    assert STORY.startswith(heard)
    assert 0 < len(heard) < len(STORY) / 2
    assert STORY[len(heard.rstrip())] in " .,", "it ends with a whole word"


async def _seat_is_free_within(developer: Developer, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while await developer.active_sessions():
            await asyncio.sleep(0.02)

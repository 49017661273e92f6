"""Malformed, oversized and too many messages cost their sender a warning at most, and nobody else anything."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import pytest_asyncio
from anam import AnamClient
from tests.e2e.developer import Developer
from tests.e2e.python_caller import PythonCaller, calling, options
from tests.e2e.raw_client import RawClient, joined, start
from tests.e2e.speaking import Speakers
from tests.serving import RunningServer
from websockets.exceptions import ConnectionClosed

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "What is the price of a ticket?"
ANSWER = "The price of a ticket is seven euros."
LONG_TEXT = "The clock strikes and the sailor waits. " * 2_560
"""100 kB (102,400 characters)."""
LONGEST_TEXT = LONG_TEXT[:100_000]

NOT_OFFERS: dict[str, Any] = {
    "no payload": None,
    "a list": [],
    "no description": {},
    "no SDP": {"connectionDescription": {"type": "offer"}},
    "an empty SDP": {"connectionDescription": {"type": "offer", "sdp": ""}},
    "a number": {"connectionDescription": {"type": "offer", "sdp": 7}},
    "not SDP": {"connectionDescription": {"type": "offer", "sdp": "please"}},
    "SDP of nothing": {"connectionDescription": {"type": "offer", "sdp": "v=0\r\ns=-\r\nt=0 0\r\n"}},
    "SDP of 1 MB": {"connectionDescription": {"type": "offer", "sdp": "a=x\r\n" * 200_000}},
    "many media lines": {
        "connectionDescription": {
            "type": "offer",
            "sdp": "v=0\r\ns=-\r\nt=0 0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * 1_500,
        }
    },
}
NOT_FRAMES: list[str | bytes] = [
    "",
    "hello",
    "{",
    "[]",
    "null",
    "{}",
    '{"actionType": 7}',
    '{"actionType": "dance"}',
    '{"actionType": "talkstream", "payload": {"content": 7}}',
    '{"actionType": "icecandidate", "payload": {"candidate": "candidate:x y z", "sdpMLineIndex": 1e400}}',
    '{"actionType": "icecandidate", "payload": {"candidate": ["a"]}}',
    '{"actionType": "agentaudioinput", "payload": {"audioData": "%", "sampleRate": 24000, "channels": 1}}',
    "[" * 100_000,
    '{"actionType":' * 50_000,
    b"\xff\xfe\x00",
    b"\x80" * 1000,
]
NOT_MESSAGES: list[str | bytes] = [
    "",
    "hello",
    "[]",
    "{}",
    '{"message_type": 7}',
    '{"message_type": ["speech"]}',
    '{"message_type": "dance"}',
    '{"message_type": "speech"}',
    '{"message_type": "speech", "content": 7}',
    '{"message_type": "speech", "content": ["a"]}',
    '{"message_type": "speech", "content": "\\ud800"}',
    '{"message_type": "context", "content": {}}',
    '{"message_type": "tool_result", "result": {"a": []}}',
    '{"message_type": "director_note_cue", "cue": 7, "at_seconds": "NaN"}',
    "[" * 60_000,
    b"\xff\xfe\x00",
]


NOT_BODIES: dict[str, bytes] = {
    "not JSON": b"{",
    "a list": b"[]",
    "a string": b'"hello"',
    "not UTF-8": b"\xff\xfe\x00",
    "a number for a persona": b'{"personaConfig": 7}',
    "a list for a prompt": b'{"personaConfig": {"systemPrompt": ["You", "are"]}}',
    "half a surrogate": b'{"personaConfig": {"avatarId": "\\ud800"}}',
    "deeply nested": b'{"personaConfig":' * 20_000,
    "a very deep list": b"[" * 500_000,
    "not finite": b'{"personaConfig": {"maxSessionLengthSeconds": 1e999}}',
    "20 MB": b'{"personaConfig": {"systemPrompt": "' + b"x" * (20 << 20) + b'"}}',
}
UNSPEAKABLE = [
    "…",
    "?!",
    "\x00\x07\x1b[2J",
    "😀🤖",
    "\u202eabc",
    "你好",
    "a" * 5_000,
    "1" * 400,
    "$%&/()=" * 50,
]


@pytest_asyncio.fixture(loop_scope="session")
async def neighbour(
    server: RunningServer, developer: Developer, speakers: Speakers
) -> AsyncIterator[PythonCaller]:
    """Somebody else's call on the same engine."""
    client = AnamClient(session_token=await developer.token(), options=options(server.url))
    async with calling(client, speakers) as caller:
        yield caller


@pytest.mark.parametrize("payload", NOT_OFFERS.values(), ids=NOT_OFFERS.keys())
async def test_an_offer_that_is_none_is_refused_with_a_warning_and_a_good_one_is_answered_afterwards(
    developer: Developer, payload: Any
) -> None:
    place = await start(developer.http)
    client = await RawClient.at(place)
    try:
        await client.send("offer", payload)
        if len(json.dumps(payload)) > 1 << 20:
            assert await client.close_code() == 1009
            await client.leave()
            client = await RawClient.at(place)
        else:
            assert "offer" in await client.signal("warning")
        await client.join()
        assert "sdp" in await client.signal("answer")
    finally:
        await client.close()


async def test_frames_that_are_not_signalling_are_warned_about_and_the_session_lives(
    developer: Developer,
) -> None:
    async with joined(await start(developer.http)) as client:
        for frame in NOT_FRAMES:
            await client.socket.send(frame)
        await _answers(client)
        assert client.warnings
        assert client.closed_with is None
        assert len(client.texts()) == 1


async def test_a_frame_beyond_the_limit_costs_the_socket_but_not_the_session(developer: Developer) -> None:
    place = await start(developer.http)
    async with joined(place) as client:
        with suppress(ConnectionClosed):  # the server may hang up before all of it is sent
            await client.socket.send("x" * (3 << 20))
        assert await client.close_code() == 1009
        again = await RawClient.at(place)
        assert await again.signal("sessionready") == {}
        await _answers(client)
        await again.close()


async def test_messages_that_make_no_sense_are_ignored_or_warned_about_and_the_session_lives(
    developer: Developer,
) -> None:
    async with joined(await start(developer.http)) as client:
        for message in NOT_MESSAGES:
            client.channel.send(message)
        client.has_no_limit_of_its_own()
        client.tell("speech", content="x" * 300_000)
        client.tell("speech", content=QUESTION)
        await client.said("answer", lambda text: text == ANSWER, within_s=40)
        assert any("content" in warning for warning in client.warnings)
        assert any("limit" in warning for warning in client.warnings)


@pytest.mark.parametrize("body", NOT_BODIES.values(), ids=NOT_BODIES.keys())
async def test_bodies_that_make_no_sense_are_refused_in_json_and_take_no_seat(
    developer: Developer, body: bytes
) -> None:
    headers = {"content-type": "application/json"}
    for path in ("/v1/engine/session", "/v1/auth/session-token"):
        reply = await developer.http.post(path, content=body, headers=headers)
        assert reply.status_code in (400, 413), reply.text
        assert {"error", "message"} <= set(reply.json())
    assert await developer.active_sessions() == 0


async def test_talk_that_is_no_text_is_refused_and_text_that_cannot_be_spoken_is_passed_over(
    developer: Developer,
) -> None:
    async with joined(await start(developer.http)) as client, httpx.AsyncClient() as http:
        for body in [*NOT_BODIES.values(), b"{}", b'{"content": ""}', b'{"content": 7}', b'{"content": " "}']:
            reply = await http.post(client.place.talk_url, content=body)
            assert reply.status_code in (400, 413), reply.text
            assert set(reply.json()) == {"error", "message"}
        for content in UNSPEAKABLE:
            reply = await http.post(client.place.talk_url, json={"content": content})
            assert reply.is_success, reply.text
            client.tell("interrupt")
        for content in UNSPEAKABLE[:4]:
            assert (await http.post(client.place.talk_url, json={"content": content})).is_success
        await _answers(client)
        assert not client.warnings


async def test_100_kb_of_talk_are_taken_or_refused_in_words_and_can_be_interrupted(
    developer: Developer, neighbour: PythonCaller
) -> None:
    async with joined(await start(developer.http)) as client, httpx.AsyncClient() as http:
        too_long = await http.post(client.place.talk_url, json={"content": LONG_TEXT})
        assert too_long.status_code == 400
        assert "limit" in too_long.json()["message"]
        far_too_long = await http.post(client.place.talk_url, json={"content": LONG_TEXT * 10})
        assert far_too_long.status_code == 413
        assert set(far_too_long.json()) == {"error", "message"}

        assert (await http.post(client.place.talk_url, json={"content": LONGEST_TEXT})).is_success
        await client.speaks(within_s=5)
        await _is_undisturbed(neighbour)
        client.tell("interrupt")
        heard = await client.said("cut-off text", lambda text: True)
        assert LONGEST_TEXT.startswith(heard)
        await _answers(client)


async def test_100_kb_typed_are_answered_or_refused_and_the_session_lives(
    developer: Developer, neighbour: PythonCaller
) -> None:
    async with joined(await start(developer.http)) as client:
        client.tell("speech", content=LONG_TEXT)
        assert "limit" in await client.signal("warning")
        client.tell("speech", content=LONGEST_TEXT)
        await client.speaks()
        await _is_undisturbed(neighbour)
        await _answers(client)


async def test_100_kb_of_context_leave_the_persona_able_to_answer(developer: Developer) -> None:
    async with joined(await start(developer.http)) as client:
        client.tell("context", content=LONG_TEXT)
        assert "limit" in await client.signal("warning")
        client.tell("context", content=LONGEST_TEXT)
        await _answers(client)


async def test_a_flood_of_frames_makes_its_sender_wait_and_nobody_else(
    developer: Developer, neighbour: PythonCaller
) -> None:
    async with joined(await start(developer.http)) as client:
        for _ in range(5_000):
            await client.send("heartbeat", "")
        await _is_undisturbed(neighbour)
        await _answers(client)
        assert client.warnings == []


async def test_a_flood_of_messages_is_thinned_out_with_a_warning(
    developer: Developer, neighbour: PythonCaller
) -> None:
    async with joined(await start(developer.http)) as client:
        for number in range(2_000):
            client.tell("speech", content=f"How old is clock number {number}?")
            if number % 50 == 0:
                await asyncio.sleep(0)
        await client.signal("warning")
        await _is_undisturbed(neighbour)
        await asyncio.sleep(2)  # the flood is over, and the allowance grows again
        await _answers(client)


async def test_a_flood_of_talk_commands_is_refused_beyond_what_anyone_would_listen_to(
    developer: Developer, neighbour: PythonCaller
) -> None:
    async with joined(await start(developer.http)) as client, httpx.AsyncClient() as http:
        replies = [
            await http.post(client.place.talk_url, json={"content": f"This is announcement {number}."})
            for number in range(300)
        ]
        statuses = {reply.status_code for reply in replies}
        assert statuses == {200, 429}
        await _is_undisturbed(neighbour)
        client.tell("interrupt")
        await _answers(client)


async def _answers(client: RawClient) -> None:
    seen = len(client.messages)
    client.tell("speech", content=QUESTION)
    await client.said("answer", lambda text: text == ANSWER, after=seen)


async def _is_undisturbed(neighbour: PythonCaller) -> None:
    """Pictures and sound come as ever, and she speaks as soon as ever."""
    began_s = neighbour.now()
    await neighbour.session.talk("Hello.")
    sounded_s = await neighbour.sounds(after_s=began_s, within_s=3)
    assert sounded_s - began_s < 1.5
    await neighbour.falls_silent(after_s=sounded_s)
    arrivals = [at_s for at_s, _ in neighbour.sound if at_s > began_s - 2]
    gaps = [after - before for before, after in itertools.pairwise(arrivals)]
    assert max(gaps) < 0.6, "her sound never stops coming"

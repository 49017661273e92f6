"""A local server in the place of OpenAI's Realtime API, as it documents it (platform.openai.com/docs/guides/
realtime-conversations). What it hears and says is checked against the types of OpenAI's own SDK (3.52).

It says as scripted, every character for 50 ms, and all of it at once. It understands as scripted too, a word for
every quarter of a second of sound, and writes along: its item has its name before it is committed (developers.
openai.com/api/docs/guides/realtime-transcription: deltas as speech arrives, the transcript after the commit).
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import numpy as np
from openai.types.realtime.realtime_client_event import RealtimeClientEvent
from openai.types.realtime.realtime_server_event import RealtimeServerEvent
from pydantic import TypeAdapter
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.providers.tts.vendors.studio import CHARACTER_S, sound_of

KEY = "key-of-the-tests"
MODEL = "gpt-realtime-2.1"
RATE_HZ = 24_000
WORD_S = 0.25
LOUD = 100
"""Of a sample that is more than silence."""
HEARD, SPOKE = TypeAdapter(RealtimeClientEvent), TypeAdapter(RealtimeServerEvent)
USAGE = {
    "total_tokens": 253,
    "input_tokens": 132,
    "output_tokens": 121,
    "input_token_details": {"text_tokens": 119, "audio_tokens": 13, "cached_tokens": 64},
    "output_token_details": {"text_tokens": 30, "audio_tokens": 91},
}
"""Of every answer, as in the documented example of `response.done`."""
TRANSCRIPTION = "conversation.item.input_audio_transcription"


class Day(StrEnum):
    GOOD = "good"
    NO_CREDIT = "no credit"
    HANGS = "hangs"
    """An answer is begun, and nothing comes of it."""
    BREAKS_OFF = "breaks off"
    """In the middle of an answer."""
    BREAKS_ONCE = "breaks once"
    """When an answer is asked for; the next line is fine."""
    BREAKS_IN_TURN = "breaks in turn"
    """Once the user's first words are written down; the next line is fine."""
    GARBAGE = "garbage"
    NONSENSE = "nonsense"
    """JSON, and nothing that it documents."""
    REFUSES_VOICE = "refuses voice"
    CANNOT_WRITE = "cannot write"
    """What the user says; it answers all the same."""
    WRITES_LATE = "writes late"
    """The user's words come after the answer."""
    IS_CUT_SHORT = "is cut short"
    """By its own limit, after half of the answer."""


@dataclass(frozen=True)
class Calls:
    """An answer that is a call of a tool, after some words."""

    name: str
    arguments: str
    says: str = ""


@dataclass
class RealtimeVendor:
    answers: list[str | Calls] = field(default_factory=lambda: ["Hello."])
    """One after the other; the last again and again."""
    understood: list[str] = field(default_factory=lambda: ["How are you?"])
    day: Day = Day.GOOD
    url: str = ""
    lines: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)
    """All messages, over all lines."""
    complaints: list[str] = field(default_factory=list)
    """Codes of the errors that it told."""
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The conversation as the newest line knows it."""
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: it says half of an answer and waits."""
    turns: int = 0
    asked: int = 0

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == kind]

    def texts(self) -> list[tuple[str, str]]:
        """The conversation as it is in mind there."""
        return [(item["role"], item["text"]) for item in self.items.values()]

    @property
    def session(self) -> dict[str, Any]:
        return self.of("session.update")[0]["session"]

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Self]:
        async with serve(self._serve, "127.0.0.1", 0, process_request=self._welcome) as server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
            yield self

    def _welcome(self, connection: ServerConnection, request: Request) -> Response | None:
        refusal = self.refusal(request)
        return None if refusal is None else connection.respond(*refusal)

    def refusal(self, request: Request) -> tuple[HTTPStatus, str] | None:
        """At the door; None: come in."""
        parts = urlsplit(request.path)
        if request.headers.get("authorization") != f"Bearer {KEY}":
            said = request.headers.get("authorization", "").removeprefix("Bearer ")
            return HTTPStatus.UNAUTHORIZED, f"Incorrect API key provided: {said}"
        if parts.path != "/v1/realtime" or parse_qs(parts.query) != {"model": [MODEL]}:
            return HTTPStatus.NOT_FOUND, "model_not_found"
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        self.lines += 1
        try:
            await Visit(self, connection).attend()
        except ConnectionClosed:
            pass


class Visit:
    """One line."""

    def __init__(self, vendor: RealtimeVendor, connection: ServerConnection) -> None:
        self._vendor, self._connection = vendor, connection
        self._buffer = b""
        self._item: str | None = None
        """What is in the buffer, once a word of it has been written down."""
        self._written = 0
        """Words of it."""
        self._answering: asyncio.Task[None] | None = None
        self._configured = False
        self._late: list[dict[str, Any]] = []
        self._numbers = 0
        vendor.items = self._items = {}

    async def attend(self) -> None:
        await self._say("session.created", session={"type": "realtime"})
        async for raw in self._connection:
            message = json.loads(raw)
            HEARD.validate_python(message)
            self._vendor.heard.append(message)
            await self._hear(message)

    async def _hear(self, message: dict[str, Any]) -> None:
        vendor = self._vendor
        match message["type"]:
            case "session.update":
                assert message["session"]["type"] == "realtime"
                if vendor.day is Day.REFUSES_VOICE:
                    await self._complain("invalid_value", "Invalid value: 'nobody'", message)
                    return
                self._configured = True
                await self._say("session.updated", session=message["session"])
            case "input_audio_buffer.append":
                assert self._configured
                self._buffer += b64decode(message["audio"])
                await self._write_along()
            case "input_audio_buffer.clear":
                self._buffer, self._item, self._written = b"", None, 0
            case "input_audio_buffer.commit":
                await self._commit(message)
            case "conversation.item.create":
                self._remember(message["item"])
            case "conversation.item.delete" if message["item_id"] in self._items:
                del self._items[message["item_id"]]
            case "conversation.item.truncate" if message["item_id"] in self._items:
                item = self._items[message["item_id"]]
                if message["audio_end_ms"] > item["ms"]:
                    await self._complain("invalid_value", "Audio content is shorter", message)
                    return
                item |= {"ms": message["audio_end_ms"], "text": "(truncated)"}
            case "conversation.item.delete" | "conversation.item.truncate":
                await self._complain("item_not_found", "no such item", message)
            case "response.create" if self._answering is not None and not self._answering.done():
                await self._complain("conversation_already_has_active_response", "wait", message)
            case "response.create":
                self._answering = asyncio.create_task(self._answer(message))
            case "response.cancel" if self._answering is None or self._answering.done():
                await self._complain("response_cancel_not_active", "nothing to cancel", message)
            case "response.cancel":
                self._answering.cancel()
                await asyncio.wait({self._answering})
                await self._done("cancelled", reason="client_cancelled")

    async def _commit(self, message: dict[str, Any]) -> None:
        vendor = self._vendor
        if len(self._buffer) < RATE_HZ // 10 * 2:
            await self._complain("input_audio_buffer_commit_empty", "buffer too small", message)
            return
        words, written = self._words(), self._written
        vendor.turns += bool(words)
        item = self._new("user", " ".join(words), self._item)
        self._buffer, self._item, self._written = b"", None, 0
        await self._say("input_audio_buffer.committed", item_id=item, previous_item_id=None)
        if vendor.day is Day.CANNOT_WRITE:
            error = {"type": "server_error", "code": "audio_unintelligible", "message": "no"}
            await self._say(f"{TRANSCRIPTION}.failed", item_id=item, content_index=0, error=error)
            return
        usage = {"type": "duration", "seconds": 1.0}
        late = [{"type": f"{TRANSCRIPTION}.delta", "delta": f"{word} "} for word in words[written:]]
        late.append({"type": f"{TRANSCRIPTION}.completed", "transcript": " ".join(words), "usage": usage})
        self._late = [one | {"item_id": item, "content_index": 0} for one in late]
        if vendor.day is not Day.WRITES_LATE:
            await self._write_down()

    async def _write_along(self) -> None:
        if self._vendor.day in (Day.CANNOT_WRITE, Day.WRITES_LATE):
            return
        known = self._loud_samples() / RATE_HZ // WORD_S
        for word in self._words()[self._written : int(known)]:
            self._item = self._item or self._new_name()
            self._written += 1
            place = {"item_id": self._item, "content_index": 0}
            await self._say(f"{TRANSCRIPTION}.delta", **place, delta=f"{word} ")
            if self._vendor.day is Day.BREAKS_IN_TURN:
                self._vendor.day = Day.GOOD
                await self._connection.close(1011, "internal error")

    def _words(self) -> list[str]:
        """Of the turn that is in the buffer."""
        understood = self._vendor.understood
        return (
            understood[min(self._vendor.turns, len(understood) - 1)].split() if self._loud_samples() else []
        )

    def _loud_samples(self) -> int:
        return int((np.abs(np.frombuffer(self._buffer, "<i2").astype(int)) > LOUD).sum())

    async def _write_down(self) -> None:
        late, self._late = self._late, []
        for one in late:
            await self._say(one.pop("type"), **one)

    async def _answer(self, message: dict[str, Any]) -> None:
        vendor = self._vendor
        if vendor.day is Day.BREAKS_ONCE:
            vendor.day = Day.GOOD
            await self._connection.close(1011, "internal error")
            return
        if vendor.day is Day.GARBAGE:
            await self._connection.send("[1, 2")
            return
        if vendor.day is Day.NONSENSE:
            done = {"id": "resp", "status": "completed", "output": 5}
            await self._connection.send(json.dumps({"type": "response.done", "response": done}))
            return
        if vendor.day is Day.NO_CREDIT:
            await self._complain(
                "insufficient_quota", "You exceeded your current quota", message, named=False
            )
            return
        script = vendor.answers[min(vendor.asked, len(vendor.answers) - 1)]
        vendor.asked += 1
        self._name = f"resp_{vendor.asked}"
        told = message["response"]["metadata"]
        begun = {"id": self._name, "status": "in_progress", "output": [], "metadata": told}
        await self._say("response.created", response=begun)
        if vendor.day is Day.HANGS:
            await asyncio.Event().wait()
        said = script.says if isinstance(script, Calls) else script
        output: list[dict[str, Any]] = []
        if said:
            item = self._new("assistant", said)
            await self._speak(item, said)
            content = [{"type": "output_audio", "transcript": said}]
            output.append({"id": item, "type": "message", "role": "assistant", "content": content})
        if vendor.day is Day.IS_CUT_SHORT:
            await self._done("incomplete", output, reason="max_output_tokens")
            return
        if isinstance(script, Calls):
            call = {"type": "function_call", "name": script.name, "arguments": script.arguments}
            output.append(call | {"call_id": f"call_{vendor.asked}"})
            self._remember(output[-1])
        await self._done("completed", output)
        await self._write_down()

    async def _speak(self, item: str, said: str) -> None:
        words = said.split(" ")
        for number, word in enumerate(words):
            if number == (len(words) + 1) // 2:
                await self._vendor.may_go_on.wait()
                if self._vendor.day is Day.BREAKS_OFF:
                    await self._connection.close(1011, "internal error")
                    await asyncio.Event().wait()
                if self._vendor.day is Day.IS_CUT_SHORT:
                    return
            text = word if number == len(words) - 1 else f"{word} "
            place = {"response_id": self._name, "item_id": item, "output_index": 0, "content_index": 0}
            await self._say("response.output_audio_transcript.delta", **place, delta=text)
            sound = sound_of(text)
            for part in (sound[:1001], sound[1001:]):  # not even whole samples are promised
                if part:
                    self._items[item]["ms"] += len(part) * 500 / RATE_HZ
                    delta = b64encode(part).decode()
                    await self._say("response.output_audio.delta", **place, delta=delta)

    async def _done(self, status: str, output: Sequence[Any] = (), reason: str | None = None) -> None:
        details = {"type": status} | ({"reason": reason} if reason else {})
        response = {"id": self._name, "status": status, "status_details": details, "output": list(output)}
        await self._say("response.done", response=response | {"usage": USAGE})

    def _remember(self, item: dict[str, Any]) -> None:
        match item["type"]:
            case "message":
                self._new(item["role"], item["content"][0]["text"])
            case "function_call":
                self._new("call", f"{item['name']} {item['arguments']}")
            case "function_call_output":
                self._new("result", item["output"])

    def _new(self, role: str, text: str, name: str | None = None) -> str:
        name = name or self._new_name()
        self._items[name] = {"role": role, "text": text, "ms": 0.0}
        return name

    def _new_name(self) -> str:
        self._numbers += 1
        return f"item_{self._vendor.lines}_{self._numbers}"

    async def _complain(self, code: str, text: str, about: dict[str, Any], *, named: bool = True) -> None:
        self._vendor.complaints.append(code)
        error = {"type": "invalid_request_error", "code": code, "message": text}
        await self._say("error", error=error | {"event_id": about.get("event_id") if named else None})

    async def _say(self, kind: str, **fields: Any) -> None:
        message = {"type": kind, "event_id": "event"} | fields
        SPOKE.validate_python(message)
        await self._connection.send(json.dumps(message))


def seconds(text: str) -> float:
    """That it takes to say it."""
    return len(text) * CHARACTER_S

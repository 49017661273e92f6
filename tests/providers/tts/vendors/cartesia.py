"""Cartesia's WebSocket, as it documents it.

Sources: docs.cartesia.ai/api-reference/tts/websocket for the path, contexts, the messages and their order (times
after the sound that they are about), and `cancel`; docs.cartesia.ai "API errors" for the structured errors and the
version that has them; cartesia 4.2 `types/generation_request`, `websocket_response` for the fields; pipecat 1.14
`services/cartesia` for times in the context's own seconds and for punctuation as a word of its own.
"""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request

from tests.providers.tts.vendors.socket_studio import SocketStudio
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY, Day, sound_of

VOICE = "a0e99841-438c-4a64-b679-ae501e7d6091"
REQUIRED = {"model_id", "transcript", "voice", "output_format", "context_id"}
IPA = {"h": "h", "e": "ə", "l": "l", "o": "oʊ"}
"""Phones of the letters; the others are themselves."""


@dataclass
class Cartesia(SocketStudio):
    times_late: bool = False
    """They do not come with the sound but at the end."""
    times_after_s: float | None = None
    """So long after the sound that they are about, before which no other comes."""
    cancelled: list[str] = field(default_factory=list)

    def authorized(self, request: Request) -> bool:
        headers = request.headers
        return (
            request.path == "/tts/websocket"
            and headers.get("authorization") == f"Bearer {KEY}"
            and headers.get("cartesia-version", "") >= "2026-03-01"
        )

    def texts(self) -> list[str]:
        return [message["transcript"].strip() for message in self.received if "transcript" in message]

    async def serve_one(self, connection: ServerConnection) -> None:
        speaking: dict[str, asyncio.Task[None]] = {}
        try:
            async for raw in connection:
                message = json.loads(raw)
                self.received.append(message)
                id = message["context_id"]
                if message.get("cancel"):
                    self.cancelled.append(id)
                    speaking[id].cancel()
                    continue
                assert set(message) >= REQUIRED
                assert message["continue"] is False
                speaking[id] = asyncio.create_task(self._speak(connection, id, message["transcript"]))
        finally:
            for task in speaking.values():
                task.cancel()

    async def _speak(self, connection: ServerConnection, id: str, text: str) -> None:
        async def send(type: str, **fields: Any) -> None:
            done = type in ("done", "error")
            told = {"type": type, "context_id": id, "done": done, "status_code": 200 if done else 206}
            await connection.send(json.dumps(told | fields))

        day = self.today()
        if day is Day.HANGS:
            return
        if day is Day.CROWDED:
            fields = {"error_code": "concurrency_limited", "title": "Too many", "message": "Wait a moment"}
            await send("error", status_code=429, **fields)
            return
        if day is Day.NO_CREDIT:
            await send(
                "error", status_code=402, error_code="quota_exceeded", title="No credits", message="Top up"
            )
            return
        late: list[tuple[str, dict[str, Any]]] = []
        for number, word in enumerate(re.finditer(r"\s*\S+\s*$|\s*\S+", text)):
            if day is Day.SAYS_NOTHING:
                break
            if number == 1:
                await self.wait_to_go_on(connection)
            if number == 1 and day is Day.HANGS_LATER:
                return
            if number == 2 and day is Day.BREAKS_OFF:
                await connection.close(1011, "")
                return
            if day is Day.GARBAGE:
                await connection.send(b"\x00\x01")
            sound = b64encode(await self.make(sound_of(word.group()))).decode()
            await send("chunk", data=sound, step_time=8.1)
            if self.times_after_s is not None:
                await asyncio.sleep(self.times_after_s)
            for type, fields in self._times(word, day):
                if self.times_late:
                    late.append((type, fields))
                else:
                    await send(type, **fields)
        for type, fields in late:
            await send(type, **fields)
        await send("done")

    def _times(self, found: re.Match[str], day: Day) -> list[tuple[str, dict[str, Any]]]:
        words = list(re.finditer(r"[^\s.,!?]+|[.,!?]", found.group()))
        spans = [(found.start() + one.start(), found.start() + one.end()) for one in words]
        letters = [
            (IPA.get(letter, letter), found.start() + place)
            for place, letter in enumerate(found.group().lower())
            if letter.isalnum()
        ]
        word_times = timed("words", [one.group() for one in words], spans, day)
        phones = timed("phonemes", [one for one, _ in letters], [(at, at + 1) for _, at in letters], day)
        return [
            ("timestamps", {"word_timestamps": word_times}),
            ("phoneme_timestamps", {"phoneme_timestamps": phones}),
        ]


def timed(name: str, texts: list[str], spans: list[tuple[int, int]], day: Day) -> dict[str, Any]:
    unit_s = 1000 * CHARACTER_S if day is Day.MISTIMED else CHARACTER_S
    begun_s = 100 if day is Day.MISTIMED else 0
    return {
        name: texts,
        "start": [begun_s + first * unit_s for first, _ in spans],
        "end": [begun_s + last * unit_s for _, last in spans],
    }

"""OpenAI's Realtime API with `intent=transcription` (platform.openai.com/docs/guides/realtime-transcription; the
names of messages and fields as in openai 3.52 `types/realtime`)."""

from __future__ import annotations

import json
from base64 import b64decode
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request

from tests.providers.stt.vendors.desk import KEY, Day, Desk

RATE_HZ = 24_000
LEAST_OCTETS = RATE_HZ // 10 * 2
TRANSCRIPTION = "conversation.item.input_audio_transcription"


class OpenAiDesk(Desk):
    def accepts(self, request: Request) -> tuple[HTTPStatus, str] | None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return HTTPStatus.UNAUTHORIZED, "Incorrect API key provided"
        if request.path != "/realtime?intent=transcription":
            return HTTPStatus.NOT_FOUND, "Not Found"
        return None

    async def hear(self, connection: ServerConnection) -> None:
        turn, octets, set_up = 0, 0, False

        async def say(type: str, **fields: Any) -> None:
            await connection.send(json.dumps({"type": type, "event_id": "e"} | fields))

        await say("session.created")
        async for raw in self.messages(connection):
            message = json.loads(raw)
            match message["type"]:
                case "session.update":
                    sound = message["session"]["audio"]["input"]
                    assert message["session"]["type"] == "transcription"
                    assert sound["format"] == {"type": "audio/pcm", "rate": RATE_HZ}
                    assert sound["turn_detection"] is None
                    set_up = True
                case "input_audio_buffer.append":
                    assert set_up
                    octets += len(b64decode(message["audio"]))
                    if self.words(octets, turn, RATE_HZ):
                        await self.misbehave(connection)
                case "input_audio_buffer.clear":
                    octets = 0
                case "input_audio_buffer.commit" if octets < LEAST_OCTETS:
                    error = {"type": "invalid_request_error", "code": "input_audio_buffer_commit_empty"}
                    await say("error", error=error)
                case "input_audio_buffer.commit" if await self.settles():
                    words, item = self.words(octets, turn, RATE_HZ), f"item_{turn}"
                    if self.day is Day.COMPLAINS:
                        error = {"type": "server_error", "code": "audio_unintelligible", "message": "no"}
                        await say(f"{TRANSCRIPTION}.failed", item_id=item, error=error)
                        continue
                    for word in words.split():
                        await say(f"{TRANSCRIPTION}.delta", item_id=item, delta=word + " ")
                    await say(f"{TRANSCRIPTION}.completed", item_id=item, transcript=words)
                    turn, octets = turn + 1, 0

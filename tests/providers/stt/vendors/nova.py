"""Deepgram's v1 listen, as it documents it (developers.deepgram.com/docs: /interim-results, /finalize).

Its messages have all the fields that deepgram-sdk 7.17 requires (tests/providers/oracles).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request

from tests.providers.stt.vendors.desk import KEY, Desk
from visavis.providers.base import MICROPHONE_HZ

METADATA = {
    "request_id": "4ae1c6a0-6d2f-4b0c-9f0e-3c1f6f1f7a53",
    "model_uuid": "0b5d1c2e-7a53-4f0e-9f0e-1f7a533c1f6f",
    "model_info": {"name": "general-nova-3", "version": "2026-01-01.0", "arch": "nova-3"},
}
SEGMENT = 3
"""Words after which a piece becomes final by itself."""


class NovaDesk(Desk):
    def accepts(self, request: Request) -> tuple[HTTPStatus, str] | None:
        parts = urlsplit(request.path)
        query = parse_qs(parts.query)
        if request.headers.get("authorization") != f"Token {KEY}":
            return HTTPStatus.UNAUTHORIZED, "Invalid credentials."
        if parts.path != "/v1/listen" or query["encoding"] != ["linear16"] or query["language"] == ["xx"]:
            return HTTPStatus.BAD_REQUEST, "Bad Request: no such model/language combination found"
        return None

    async def hear(self, connection: ServerConnection) -> None:
        turn, octets, final = 0, 0, 0

        async def say(words: list[str], *, is_final: bool, from_finalize: bool = False) -> None:
            message = {
                "type": "Results",
                "channel_index": [0, 1],
                "start": 0.0,
                "duration": octets / 2 / MICROPHONE_HZ,
                "is_final": is_final,
                "speech_final": False,
                "from_finalize": from_finalize,
                "channel": {
                    "alternatives": [{"transcript": " ".join(words), "confidence": 0.9, "words": []}]
                },
                "metadata": METADATA,
            }
            await connection.send(json.dumps(message))

        async for message in self.messages(connection):
            words = self.words(octets, turn).split()[final:]
            if isinstance(message, bytes):
                octets += len(message)
                if len(words) >= SEGMENT:
                    final += len(words)
                    await say(words, is_final=True)
                elif words:
                    await self.misbehave(connection)
                    await say(words, is_final=False)
            elif json.loads(message)["type"] == "Finalize" and octets and await self.settles():
                await say(words, is_final=True, from_finalize=True)
                turn, octets, final = turn + 1, 0, 0

"""Deepgram's v2 listen, as it documents it (developers.deepgram.com/docs/flux: /state, /force-end-turn).

Its messages have all the fields that deepgram-sdk 7.17 requires (tests/providers/oracles).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request

from tests.providers.stt.vendors.desk import KEY, Day, Desk
from visavis.providers.base import MICROPHONE_HZ

REQUEST = "4ae1c6a0-6d2f-4b0c-9f0e-3c1f6f1f7a53"
MODELS = ("flux-general-en", "flux-general-multi")


class FluxDesk(Desk):
    def accepts(self, request: Request) -> tuple[HTTPStatus, str] | None:
        parts = urlsplit(request.path)
        query = parse_qs(parts.query)
        if request.headers.get("authorization") != f"Token {KEY}":
            return HTTPStatus.UNAUTHORIZED, "Invalid credentials."
        if parts.path != "/v2/listen" or query["model"][0] not in MODELS or "sample_rate" not in query:
            return HTTPStatus.BAD_REQUEST, "Bad Request: no such model"
        if query["model"][0] == MODELS[0] and "language_hint" in query:
            return HTTPStatus.BAD_REQUEST, "language_hint is for flux-general-multi"
        return None

    async def hear(self, connection: ServerConnection) -> None:
        turn, octets, told, begun_s = 0, 0, "", 0.0
        numbers = count()

        async def tell(type: str, **fields: Any) -> None:
            message = {"type": type, "sequence_id": next(numbers)} | fields
            await connection.send(json.dumps(message))

        async def say(event: str, transcript: str) -> None:
            sure = 0.8 if transcript.endswith(".") else 0.1
            await tell(
                "TurnInfo",
                request_id=REQUEST,
                event=event,
                turn_index=turn,
                audio_window_start=begun_s,
                audio_window_end=begun_s + octets / 2 / MICROPHONE_HZ,
                transcript=transcript,
                end_of_turn_confidence=sure,
                words=[{"word": word.strip("."), "confidence": 0.9} for word in transcript.split()],
            )

        await tell("Connected", request_id=REQUEST)
        async for message in self.messages(connection):
            if isinstance(message, bytes):
                octets += len(message) if any(message) else 0
                heard = self.words(octets, turn)
                if heard and heard != told:
                    if self.day is Day.COMPLAINS:
                        await tell("Error", code="NET-0000", description="no")
                    await self.misbehave(connection)
                    await say("Update" if told else "StartOfTurn", heard)
                    told = heard
            elif json.loads(message)["type"] == "ForceEndTurn" and told and await self.settles():
                await say("EndOfTurn", told)
                begun_s += octets / 2 / MICROPHONE_HZ
                turn, octets, told = turn + 1, 0, ""

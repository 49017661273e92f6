"""Fish Audio's live WebSocket with timestamps, as it documents it.

Sources: docs.fish.audio/api-reference (AsyncAPI of tts/live/with-timestamp) for MessagePack both ways, the order of
events, `alignment` as a snapshot of all words of a piece ("chunk") that replaces the one before, null alignments,
`chunk_audio_offset_sec`, a last event with a correction and no sound, and unknown events; fish-audio-sdk 1.3 `types`
for the request; docs "Errors" for 402 and its JSON body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from tests.providers.tts.vendors.socket_studio import SocketStudio, refusal
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY, RATE_HZ, Day, sound_of
from visavis.providers.tts.msgpack import pack, unpack

VOICE = "7f92f8afb8ec43bf81429cc1c9199cb1"
LIVE = "/v1/tts/live"
"""Sound alone: all that Fish Audio's own SDK knows, which calls it in tests/providers/oracles."""
TIMED = f"{LIVE}/with-timestamp"
WORDS_OF_A_PIECE = 3


@dataclass
class FishAudio(SocketStudio):
    model: str = ""
    reason: str = "stop"
    """Why it says that it has finished."""

    def authorized(self, request: Request) -> bool:
        self.model = request.headers.get("model", "")
        return request.path in (LIVE, TIMED) and request.headers.get("authorization") == f"Bearer {KEY}"

    def no_credit(self) -> Response | None:
        return refusal(402, '{"message": "quota_exceeded: no API credit left", "status": 402}')

    def texts(self) -> list[str]:
        return [told["text"].strip() for told in self.received if told["event"] == "text"]

    async def serve_one(self, connection: ServerConnection) -> None:
        begun, text = False, ""
        async for raw in connection:
            told = unpack(raw)
            self.received.append(told)
            match told["event"]:
                case "start":
                    assert not begun
                    assert told["request"]["sample_rate"] == RATE_HZ
                    begun = True
                case "text":
                    assert begun
                    text += told["text"]
                case "stop":
                    await self._speak(connection, text)
                    begun, text = False, ""

    async def _speak(self, connection: ServerConnection, text: str) -> None:
        timed = connection.request.path == TIMED

        async def send(event: str, **fields: Any) -> None:
            if event == "audio" and not timed:
                fields = {"audio": fields["audio"]}
            await connection.send(pack({"event": event} | fields))

        day = self.today()
        if day is Day.CROWDED:
            await send("error", error="Concurrency limit exceeded", max_concurrency=5)
            return
        if day is Day.HANGS:
            await connection.wait_closed()
        if day is Day.SAYS_NOTHING:
            await send("finish", reason="stop")
            return
        words = list(re.finditer(r"\s*\S+", text))
        for number, word in enumerate(words):
            if number == 1:
                await self.wait_to_go_on(connection)
            if number == 1 and day is Day.HANGS_LATER:
                await connection.wait_closed()
            if number == 2 and day is Day.BREAKS_OFF:
                await connection.close(1011, "")
            if day is Day.GARBAGE:
                await connection.send(b"\xc1")
            piece = number - number % WORDS_OF_A_PIECE
            begin = words[piece].start()
            known = [
                self._segment(words[at], begin, day, exact=at < number) for at in range(piece, number + 1)
            ]
            first_of_piece = number == piece
            alignment = None if first_of_piece else {"segments": known, "audio_duration": 1.0}
            sound = await self.make(sound_of(word.group()))
            await self._sound(send, sound, alignment, piece, begin)
            await send("latency", value=3)
            if number == piece + WORDS_OF_A_PIECE - 1 or number == len(words) - 1:
                exact = [self._segment(words[at], begin, day, exact=True) for at in range(piece, number + 1)]
                await self._sound(send, b"", {"segments": exact, "audio_duration": 1.0}, piece, begin)
        await send("finish", reason=self.reason)

    async def _sound(self, send: Any, audio: bytes, alignment: Any, piece: int, begin: int) -> None:
        offset_s = begin * CHARACTER_S
        fields = {"chunk_seq": piece // WORDS_OF_A_PIECE, "chunk_audio_offset_sec": offset_s, "content": ""}
        await send("audio", audio=audio, alignment=alignment, **fields)

    def _segment(self, word: re.Match[str], begin: int, day: Day, *, exact: bool) -> dict[str, Any]:
        """A word that has only just begun is timed roughly, and corrected by the next message."""
        bare = word.group().strip()
        first = word.end() - len(bare) - begin
        unit_s = 1000 * CHARACTER_S if day is Day.MISTIMED else CHARACTER_S
        begun_s = 100 if day is Day.MISTIMED else 0.0
        end = first + len(bare) + (0 if exact else 2)
        return {"text": bare, "start": begun_s + first * unit_s, "end": begun_s + end * unit_s}

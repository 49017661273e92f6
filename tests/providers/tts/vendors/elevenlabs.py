"""ElevenLabs' two WebSockets, as it documents them.

Sources: elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-multi-stream-input (AsyncAPI)
for the path, the query, the messages and `xi-api-key`; elevenlabs 2.78 `types/` for the names in both dialects and
for "relative to the returned chunk" and for `enable_logging` of both (zero retention, enterprise accounts alone); docs/conversational-agents for five contexts and
`max_active_conversations`; github.com/pipecat-ai/pipecat#4541 for the close with 1008 when settings come late;
elevenlabs/elevenlabs-python#689 for sound without an alignment; livekit-plugins-elevenlabs 1.8.9 for `context_id`
in place of `contextId`, for snake case and for times that begin anew with each message in text-to-dialogue.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request

from tests.providers.tts.vendors.socket_studio import SocketStudio
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY, Day, sound_of

VOICE = "21m00Tcm4TlvDq8ikWAM"
SPEECH = "/v1/text-to-speech/{voice}/multi-stream-input"
DIALOGUE = "/v1/text-to-dialogue/multi-stream-input"
MESSAGE = 7
"""Characters: words are cut anywhere."""
MOST_CONTEXTS = 5


@dataclass
class ElevenLabs(SocketStudio):
    voice: str = VOICE
    times_from_the_start: bool = False
    """Counted from the utterance's beginning, not from the message's."""
    untimed: frozenset[int] = frozenset()
    """Messages of an utterance that come without an alignment."""
    query: dict[str, str] = field(default_factory=dict)

    def authorized(self, request: Request) -> bool:
        address = urlsplit(request.path)
        self.query = {name: values[0] for name, values in parse_qs(address.query).items()}
        return (
            address.path in (SPEECH.format(voice=self.voice), DIALOGUE)
            and request.headers.get("xi-api-key") == KEY
        )

    def texts(self) -> list[str]:
        inputs = [one for message in self.received for one in (message, *message.get("inputs", ()))]
        return [one["text"].strip() for one in inputs if one.get("text", "").strip()]

    async def serve_one(self, connection: ServerConnection) -> None:
        contexts: dict[str, dict[str, Any]] = {}
        dialogue = urlsplit(connection.request.path).path == DIALOGUE
        async for raw in connection:
            message = json.loads(raw)
            self.received.append(message)
            if message.get("close_socket"):
                return
            if self.day is Day.NO_CREDIT:
                await complain(connection, "quota_exceeded", "You have 0 credits remaining")
                return
            if self.day is Day.CROWDED:
                await complain(connection, "max_active_conversations", "Too many contexts")
                return
            if self.day is Day.HANGS:
                continue
            id = message["context_id"]
            if id not in contexts:
                contexts[id] = {"settings": message.get("voice_settings"), "text": "", "sent": 0}
                if dialogue:
                    assert message["voices"] == [self.voice]
                else:
                    assert message["text"] == " "
                if len(contexts) > MOST_CONTEXTS:
                    await complain(connection, "max_active_conversations", "Too many contexts")
                    return
                continue
            context = contexts[id]
            if "voice_settings" in message:
                await complain(connection, "invalid", "voice_settings must be provided in the first message")
                return
            lines = [one["text"] for one in message.get("inputs", ())] or [message.get("text", "")]
            context["text"] += "".join(lines)
            if message.get("flush"):
                await self._generate(connection, id, context["text"], dialogue)
            if message.get("close_context"):
                del contexts[id]
                await connection.send(
                    json.dumps(
                        {"is_final": True, "context_id": id}
                        if dialogue
                        else {"isFinal": True, "contextId": id}
                    )
                )

    async def _generate(self, connection: ServerConnection, id: str, text: str, dialogue: bool) -> None:
        day = self.today()
        if day is Day.SAYS_NOTHING:
            return
        for number, first in enumerate(range(0, len(text), MESSAGE)):
            if number == 1:
                await self.wait_to_go_on(connection)
            if number == 2 and day is Day.BREAKS_OFF:
                await connection.close(1011, "")
            if number == 1 and day is Day.HANGS_LATER:
                await connection.wait_closed()
            part = text[first : first + MESSAGE]
            if day is Day.GARBAGE:
                await connection.send('{"audio": "%%%", ')
            sound = await self.make(sound_of(part))
            message = self._message(id, number, part, first, dialogue, day, sound)
            await connection.send(json.dumps(message))

    def _message(
        self, id: str, number: int, part: str, first: int, dialogue: bool, day: Day, sound: bytes
    ) -> dict[str, Any]:
        begin = first if self.times_from_the_start and not dialogue else 0
        length_ms = round(CHARACTER_S * 1000)
        starts = [(begin + index) * length_ms for index in range(len(part))]
        durations = [length_ms for _ in part]
        if day is Day.MISTIMED:
            starts = [starts[0] * 1000 + 5_000_000, -400, *([float("nan")] * (len(part) - 2))][: len(part)]
        audio = b64encode(sound).decode()
        if dialogue:
            times = {"chars": list(part), "char_start_times_ms": starts, "char_durations_ms": durations}
            return {"audio": audio, "alignment": times, "context_id": id}
        times = {"chars": list(part), "charStartTimesMs": starts, "charDurationsMs": durations}
        name = "contextId" if number % 2 else "context_id"
        alignment = None if number in self.untimed else times
        return {
            "audio": audio,
            "isFinal": None,
            "alignment": alignment,
            "normalizedAlignment": times,
            name: id,
        }


async def complain(connection: ServerConnection, error: str, said: str) -> None:
    await connection.send(json.dumps({"message": said, "error": error, "code": 1008}))
    await connection.close(1008, error)

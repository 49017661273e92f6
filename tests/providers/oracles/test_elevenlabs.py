"""The types of ElevenLabs' own SDK: what we say to it and what our studio says are among them.

Its client cannot call our studio: it speaks to TLS alone, and has no call for either of the WebSockets that we use.
"""

from __future__ import annotations

import json
from typing import get_args

import pytest

from tests.providers.oracles.strictly import named_in, read_strictly
from tests.providers.tts.vendors.elevenlabs import VOICE, ElevenLabs
from tests.providers.tts.vendors.studio import KEY, Day
from visavis.contract.spec import VoiceSpec
from visavis.providers.base import ProviderError
from visavis.providers.registry import synthesizer
from visavis.providers.tts import sockets

pytest.importorskip("elevenlabs", reason="needs ElevenLabs' own SDK, of the group dev")
from elevenlabs.types.text_to_dialogue_websocket_client_message_multi import (
    TextToDialogueWebsocketClientMessageMulti,
)
from elevenlabs.types.text_to_dialogue_websocket_error import TextToDialogueWebsocketError
from elevenlabs.types.text_to_dialogue_websocket_output_format_enum import (
    TextToDialogueWebsocketOutputFormatEnum,
)
from elevenlabs.types.text_to_speech_output_format_enum import TextToSpeechOutputFormatEnum
from elevenlabs.v_1_text_to_dialogue_multi_stream_input import ReceiveTextToDialogueWebsocketMessageMulti
from elevenlabs.v_1_text_to_speech_voice_id_multi_stream_input import ReceiveMessageMulti, SendMessageMulti

TEXT = "Hello there, hello."
EVERY_OPTION = {
    "stability": 0.4,
    "similarityBoost": 0.5,
    "style": 0.1,
    "useSpeakerBoost": True,
    "speed": 9.0,
}
SENDS = {
    "eleven_flash_v2_5": get_args(SendMessageMulti),
    "eleven_v3": (TextToDialogueWebsocketClientMessageMulti,),
}
RECEIVES = {
    "eleven_flash_v2_5": get_args(ReceiveMessageMulti),
    "eleven_v3": get_args(ReceiveTextToDialogueWebsocketMessageMulti),
}

FORMATS = {
    "eleven_flash_v2_5": named_in(TextToSpeechOutputFormatEnum),
    "eleven_v3": named_in(TextToDialogueWebsocketOutputFormatEnum),
}


class Overheard:
    """A line that keeps what the studio says on it."""

    def __init__(self, connection) -> None:
        self._connection, self.said = connection, []

    async def send(self, message) -> None:
        self.said.append(json.loads(message))
        await self._connection.send(message)

    def __aiter__(self):
        return aiter(self._connection)

    def __getattr__(self, name):
        return getattr(self._connection, name)


class OverheardStudio(ElevenLabs):
    async def serve_one(self, connection) -> None:
        self.line = Overheard(connection)
        await super().serve_one(self.line)


@pytest.fixture
async def studio():
    async with OverheardStudio().at_work() as studio:
        yield studio
        await sockets.close_shared()


async def hear_out(studio, model, options):
    spec = {"id": "v", "display_name": "Ann", "engine": "elevenlabs", "name": VOICE, "model": model}
    voice = synthesizer(
        VoiceSpec.model_validate(spec | {"base_url": studio.url, "api_key": KEY, "options": options})
    )
    return [piece async for piece in voice.speak(TEXT)]


@pytest.mark.parametrize("options", [{}, EVERY_OPTION])
@pytest.mark.parametrize("model", SENDS)
async def test_both_sides_speak_in_its_types(studio, model, options):
    assert await hear_out(studio, model, options)

    assert studio.query["output_format"] in FORMATS[model]
    assert len(studio.received) == 3
    for message in studio.received:
        read_strictly(message, *SENDS[model])
    if options and model == "eleven_flash_v2_5":  # the SDK tells ranges in words alone
        assert 0.7 <= studio.received[0]["voice_settings"]["speed"] <= 1.2
    for message in studio.line.said:
        if "isFinal" in message and message["isFinal"] is None:
            del message["isFinal"]  # so the documents have it, and the types do not
        read_strictly(message, *RECEIVES[model])


async def test_our_studios_error_is_of_its_types(studio):
    studio.day = Day.NO_CREDIT
    with pytest.raises(ProviderError):
        await hear_out(studio, "eleven_v3", {})
    read_strictly(studio.line.said[-1], TextToDialogueWebsocketError)

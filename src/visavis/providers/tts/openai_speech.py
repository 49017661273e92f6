"""Any server of OpenAI's /audio/speech, over plain HTTP: OpenAI, and whatever speaks like it.

It times nothing: the mouth is read from the sound. Whoever stops listening closes the answer, and with it the
vendor's work. The connection stays open for the next clause.

Source: openai 3.52 (speech_create_params, speech_model), November 2026: "pcm" is s16le at 24 kHz, mono.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from functools import cache
from typing import Any

import httpx

from visavis.contract.spec import VoiceSpec
from visavis.guarded_http import GuardedTransport, trust
from visavis.providers.tts.failures import failed, refused
from visavis.providers.tts.raw_sound import may_be_pcm, media_type
from visavis.providers.tts.timing import Samples
from visavis.providers.tts.utterances import utterances
from visavis.reasons import reason_of
from visavis.speech import Speech
from visavis.voice_vendors import voice_vendors

ENGINE = "openai"
RATE_HZ = 24_000
CONNECT_S = 4.0
FIRST_SOUND_S, NEXT_SOUND_S = 4.0, 4.0
"""A voice that is silent for longer is taken for one that will not speak."""
LONGEST_REFUSAL = 4096
"""Bytes of it that are read."""


def synthesizer(voice: VoiceSpec) -> OpenAiSpeech:
    vendor = voice_vendors()[ENGINE]
    asked: dict[str, Any] = {
        "model": vendor.model_of(voice.model, voice.options),
        "voice": voice.name,
        "response_format": "pcm",
    }
    if (speed := voice.options.get("speed")) is not None:
        asked["speed"] = vendor.within("speed", speed)
    url = f"{(voice.base_url or vendor.url).rstrip('/')}/audio/speech"
    return OpenAiSpeech(url, voice.key, asked, _client(voice.allowed_hosts))


class OpenAiSpeech:
    """Implements `Synthesizer`."""

    def __init__(self, url: str, key: str, asked: Mapping[str, Any], http: httpx.AsyncClient) -> None:
        self._url, self._key, self._asked, self._http = url, key, asked, http

    async def speak(self, text: str) -> AsyncGenerator[Speech, None]:
        samples = Samples(RATE_HZ)
        for _, part in utterances(text):
            if not any(character.isalnum() for character in part):
                continue
            before_s = samples.seconds
            async with aclosing(self._sound(part)) as sound:
                async for data in sound:
                    if len(pcm := samples.push(data)):
                        yield Speech(pcm, RATE_HZ)
            if samples.seconds == before_s:
                raise failed(ENGINE, "it ended without a sound")

    async def close(self) -> None:
        """Its connections are everybody's."""

    async def _sound(self, text: str) -> AsyncGenerator[bytes, None]:
        headers = {"authorization": f"Bearer {self._key}"} if self._key else {}
        body = {**self._asked, "input": text}
        try:
            async with asyncio.timeout(FIRST_SOUND_S) as limit:
                async with self._http.stream("POST", self._url, json=body, headers=headers) as answer:
                    if not answer.is_success:
                        said = await _beginning(answer.aiter_bytes())
                        raise refused(ENGINE, answer.status_code, answer.headers, said, self._key)
                    async for data in _pcm(answer):
                        limit.reschedule(None)  # whoever listens takes their time
                        yield data
                        limit.reschedule(asyncio.get_running_loop().time() + NEXT_SOUND_S)
        except TimeoutError:
            raise failed(ENGINE, "no sound came in time", retry_in_s=None) from None
        except httpx.ConnectTimeout as error:
            raise failed(ENGINE, "it does not pick up", retry_in_s=None) from error
        except httpx.HTTPError as error:
            raise failed(ENGINE, f"the connection broke: {reason_of(error)}") from error


@cache
def _client(allowed_hosts: tuple[str, ...] | None) -> httpx.AsyncClient:
    """One for all voices of this process that may reach the same hosts."""
    timeout = httpx.Timeout(None, connect=CONNECT_S)
    if allowed_hosts is None:
        return httpx.AsyncClient(timeout=timeout, verify=trust())
    return httpx.AsyncClient(timeout=timeout, transport=GuardedTransport(allowed_hosts), trust_env=False)


async def _pcm(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Its body. Raises ProviderError where that is surely something else."""
    label, begun = media_type(answer.headers), False
    async for data in answer.aiter_bytes():
        if not begun and not may_be_pcm(label, data):
            raise failed(ENGINE, f"its answer makes no sense: what it calls {label} is no raw PCM")
        begun = True
        yield data


async def _beginning(body: AsyncIterator[bytes]) -> str:
    content = b""
    async for data in body:
        content += data
        if len(content) >= LONGEST_REFUSAL:
            break
    return content[:LONGEST_REFUSAL].decode(errors="replace")

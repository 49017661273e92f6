"""One real question to each provider that a conversation here would use: whether it answers, and how soon."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing

import numpy as np
import soxr
from pydantic import SecretStr

from visavis.contract.checkup import CheckedUp, Checkup, Finding
from visavis.contract.llm_trial import LlmTrial
from visavis.contract.spec import LlmSpec, VoiceSpec
from visavis.engine.llm_trial import try_llm, without_keys
from visavis.packs.shelf import Shelf
from visavis.providers import local_pack, registry
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Transcriber
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.recognisers import EMBEDDED, Recognisers, recogniser
from visavis.settings import Settings
from visavis.speech import Pcm

SENTENCE = "How much is a ticket?"
"""Spoken by the voices, and by an embedded one to the ears."""
SPEAKS = VoiceSpec(id="", display_name="", engine="flite", name="slt")
PATIENCE_S = 20.0
EMBEDDED_EARS = "the embedded recogniser"
WINDOW = MICROPHONE_HZ // 50
SETTLED = WINDOW * 40
"""Samples of silence after the sentence."""


async def check_up(wanted: Checkup, settings: Settings) -> CheckedUp:
    """All of them at once. Never raises for what a provider does."""
    findings = await asyncio.gather(
        *(ask() for ask in ears_to_ask(settings.heard_with(wanted.ear_keys.given())).values()),
        *(examine_mind(one.provider, one.llm) for one in wanted.minds),
        *(examine_voice(one.provider, one.voice) for one in wanted.voices),
    )
    return CheckedUp(findings=tuple(findings))


def ears_to_ask(settings: Settings) -> Mapping[str, Callable[[], Awaitable[Finding]]]:
    """By who listens: a vendor and the default pack, if there are such, and the embedded recogniser, which
    stands in for both."""
    english, keys = RecogniserSpec(settings, "en"), (settings.deepgram_api_key, settings.openai_api_key)
    asked: dict[str, Callable[[], Awaitable[Finding]]] = {}
    if (vendor := Recognisers(settings).vendor()) is not None:
        asked[vendor] = lambda: examine_ears(vendor, recogniser(vendor, english), *keys)
    shelf = Shelf(settings.packs_dir)
    if (pack := shelf.default) is not None:
        name = f"the pack {pack.name}, {pack.hears.name}"
        asked[name] = lambda: examine_ears(name, local_pack.ears(shelf, pack, "en"))
    asked[EMBEDDED_EARS] = lambda: examine_ears(EMBEDDED_EARS, recogniser(EMBEDDED, english))
    return asked


async def examine_mind(provider: str, llm: LlmSpec) -> Finding:
    tried = await try_llm(LlmTrial(llm=llm, prompt=SENTENCE), PATIENCE_S)
    return Finding(
        stage="think", provider=provider, first_s=tried.first_token_s, said=tried.text, error=tried.error
    )


async def examine_voice(provider: str, voice: VoiceSpec) -> Finding:
    """The voice itself, without whoever would stand in for it."""
    now = asyncio.get_running_loop().time
    try:
        speaker = registry.synthesizer(voice)
        try:
            began_s = now()
            async with asyncio.timeout(PATIENCE_S), aclosing(speaker.speak(SENTENCE)) as pieces:
                async for piece in pieces:
                    if len(piece.pcm):
                        return Finding(stage="speak", provider=provider, first_s=now() - began_s)
        finally:
            await speaker.close()
    except ProviderError as error:
        return Finding(stage="speak", provider=provider, error=without_keys(str(error), voice.api_key))
    except TimeoutError:
        return Finding(stage="speak", provider=provider, error=f"no sound within {PATIENCE_S:g} s")
    return Finding(stage="speak", provider=provider, error="there was no sound in what it sent")


async def examine_ears(provider: str, ears: Transcriber, *keys: SecretStr | None) -> Finding:
    """In real time, as somebody would say it. `keys` are struck out of what is told."""
    now = asyncio.get_running_loop().time
    try:
        turn = ears.open()
        for window in _windows(await _spoken()):
            turn.feed(window)
            await asyncio.sleep(WINDOW / MICROPHONE_HZ)
        ended_s = now()
        async with asyncio.timeout(PATIENCE_S):
            words = await turn.finish()
    except ProviderError as error:
        return Finding(stage="hear", provider=provider, error=without_keys(str(error), *keys))
    except TimeoutError:
        return Finding(stage="hear", provider=provider, error=f"no words within {PATIENCE_S:g} s")
    finally:
        await ears.close()
    if not words:
        return Finding(stage="hear", provider=provider, error=f'it understood nothing of "{SENTENCE}"')
    return Finding(stage="hear", provider=provider, first_s=now() - ended_s, said=words)


async def _spoken() -> Pcm:
    """Raises ProviderError."""
    speaker = registry.synthesizer(SPEAKS)
    try:
        pieces = [piece async for piece in speaker.speak(SENTENCE)]
    finally:
        await speaker.close()
    pcm = np.concatenate([piece.pcm for piece in pieces])
    heard = soxr.resample(pcm, pieces[0].rate_hz, MICROPHONE_HZ).astype(np.int16)
    return np.concatenate((heard, np.zeros(SETTLED, np.int16)))


def _windows(pcm: Pcm) -> list[Pcm]:
    return [pcm[first : first + WINDOW] for first in range(0, len(pcm), WINDOW)]

"""Which provider stands behind a name: one table per kind, each vendor imported only when it is asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from visavis.contract.spec import LlmSpec, PersonaSpec, VoiceSpec
from visavis.providers.base import (
    ChatModel,
    Enhancer,
    ProviderError,
    Stage,
    Synthesizer,
    TurnModel,
    VoiceDetector,
)
from visavis.providers.workers.worker import close_shared

log = logging.getLogger(__name__)

# ---- voices


VOICES = "visavis.voices"
"""The group of entry points under which packages bring voices: a name, and a function that takes a VoiceSpec
and gives a Synthesizer. A voice whose `engine` has that name is spoken by it."""

BUILT_IN_VOICES = (
    EntryPoint("flite", "visavis.providers.tts.flite:synthesizer", VOICES),
    EntryPoint("espeak-ng", "visavis.providers.tts.espeak_ng:synthesizer", VOICES),
    EntryPoint("kokoro", "visavis.providers.tts.kokoro:synthesizer", VOICES),
    EntryPoint("piper", "visavis.providers.tts.piper:synthesizer", VOICES),
    EntryPoint("elevenlabs", "visavis.providers.tts.elevenlabs:synthesizer", VOICES),
    EntryPoint("cartesia", "visavis.providers.tts.cartesia:synthesizer", VOICES),
    EntryPoint("fish-audio", "visavis.providers.tts.fish_audio:synthesizer", VOICES),
    EntryPoint("openai", "visavis.providers.tts.openai_speech:synthesizer", VOICES),
    EntryPoint("fish-audio", "visavis.providers.tts.fish_audio:synthesizer", VOICES),
    EntryPoint("openai", "visavis.providers.tts.openai_speech:synthesizer", VOICES),
)


def synthesizer(voice: VoiceSpec) -> Synthesizer:
    """The voice, with its options set. Raises ProviderError for an engine that nobody here knows."""
    found = _voices().get(voice.engine)
    if found is None:
        raise ProviderError(Stage.SPEAK, voice.engine, "there is no such speech engine here")
    made: Synthesizer = found.load()(voice)
    return made


@cache
def _voices() -> Mapping[str, EntryPoint]:
    """By name; a package may bring a better voice for a name of ours."""
    return {one.name: one for one in (*BUILT_IN_VOICES, *entry_points(group=VOICES))}


async def warm_up_voices() -> None:
    """Have the embedded voices' helper process running, so that the first words need not wait for it."""
    for name in ("slt", "rms", "awb"):
        voice = synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=name))
        try:
            async for _ in voice.speak("one"):
                pass
        except ProviderError as error:
            log.warning("a voice does not warm up: %s", error)


# ---- language models


def _openai(llm: LlmSpec) -> ChatModel:
    from visavis.providers.llm.openai_compatible import openai_compatible

    return openai_compatible(llm)


def _azure_openai(llm: LlmSpec) -> ChatModel:
    from visavis.providers.llm.azure_openai import azure_openai

    return azure_openai(llm)


def _gemini(llm: LlmSpec) -> ChatModel:
    from visavis.providers.llm.gemini import Gemini

    return Gemini(llm)


def _anthropic(llm: LlmSpec) -> ChatModel:
    from visavis.providers.llm.anthropic import Anthropic

    return Anthropic(llm)


CHAT_MODELS: dict[str, Callable[[LlmSpec], ChatModel]] = {
    "openai": _openai,
    "azure_openai": _azure_openai,
    "gemini": _gemini,
    "anthropic": _anthropic,
}


def chat_model(llm: LlmSpec, persona: PersonaSpec) -> ChatModel | None:
    """The model that thinks for the persona; None when the client does."""
    if llm.kind == "none":
        return None
    if llm.kind == "offline":
        from visavis.providers.llm.offline import OfflineAnswerer

        return OfflineAnswerer(persona)
    return CHAT_MODELS[llm.kind](llm)


# ---- ears


def voice_detector(models_dir: Path) -> VoiceDetector:
    """For one microphone. Raises ModelMissing."""
    from visavis.providers.vad import silero

    return silero.SileroDetector(silero.load(models_dir))


def enhancer(level: float) -> Enhancer | None:
    """For one microphone, by the public speechEnhancementLevel. None: its sound is taken as it comes."""
    if level <= 0:
        return None
    try:
        from visavis.providers.enhancement import webrtc
    except ImportError:
        log.warning("noise is not suppressed: there is no webrtc-noise-gain for this system")
        return None
    return webrtc.NoiseSuppressor(level)


def turn_model(name: str, models_dir: Path) -> TurnModel | None:
    """For all microphones of this process. None: there is to be none. Raises ModelMissing."""
    if name == "none":
        return None
    from visavis.providers.turn import smart_turn

    return smart_turn.load(models_dir)


async def warm_up_ears(models_dir: Path) -> None:
    """Load the voice detector and have the recogniser's process running. Raises ModelMissing."""
    from visavis.providers.stt import sphinx
    from visavis.providers.vad import silero

    silero.load(models_dir)
    try:
        await sphinx.warm_up()
    except ProviderError as error:
        log.warning("the recogniser does not warm up: %s", error)


# ---- all of them


async def warm_up(models_dir: Path) -> None:
    """Load and start what the first session of an engine process would wait for. Raises ModelMissing."""
    await asyncio.gather(warm_up_ears(models_dir), warm_up_voices())


async def close() -> None:
    """End the helper processes of this engine process, and its connections to vendors."""
    from visavis.providers.tts import sockets

    await sockets.close_shared()
    await close_shared()

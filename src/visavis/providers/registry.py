"""Which provider stands behind a name: one table per kind, each vendor imported only when it is asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
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


def _flite(voice: VoiceSpec) -> Synthesizer:
    from visavis.providers.tts import flite

    return flite.synthesizer(voice)


def _espeak_ng(voice: VoiceSpec) -> Synthesizer:
    from visavis.providers.tts import espeak_ng

    return espeak_ng.synthesizer(voice)


SYNTHESIZERS: dict[str, Callable[[VoiceSpec], Synthesizer]] = {"flite": _flite, "espeak-ng": _espeak_ng}


def synthesizer(voice: VoiceSpec) -> Synthesizer:
    """The voice, with its options set. Raises ProviderError for an engine that nobody here knows."""
    try:
        make = SYNTHESIZERS[voice.engine]
    except KeyError:
        raise ProviderError(Stage.SPEAK, voice.engine, "there is no such speech engine here") from None
    return make(voice)


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
    """End the helper processes of this engine process."""
    await close_shared()

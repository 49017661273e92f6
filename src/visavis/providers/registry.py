"""Which provider stands behind a name: one table per kind, each vendor imported only when it is asked for.

Recognisers have theirs in `stt/recognisers.py`, beside who chooses one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

from visavis.contract.spec import LlmSpec, PersonaSpec, VoiceSpec
from visavis.installed import MINDS, VOICES
from visavis.providers.base import (
    ChatModel,
    Enhancer,
    LiveModel,
    ProviderError,
    Stage,
    Synthesizer,
    TurnModel,
    VoiceDetector,
)
from visavis.providers.entries import maker
from visavis.providers.workers.worker import close_shared

log = logging.getLogger(__name__)

# ---- voices


OUR_VOICES = (
    EntryPoint("flite", "visavis.providers.tts.flite:synthesizer", VOICES),
    EntryPoint("espeak-ng", "visavis.providers.tts.espeak_ng:synthesizer", VOICES),
    EntryPoint("kokoro", "visavis.providers.tts.kokoro:synthesizer", VOICES),
    EntryPoint("piper", "visavis.providers.tts.piper:synthesizer", VOICES),
    EntryPoint("elevenlabs", "visavis.providers.tts.elevenlabs:synthesizer", VOICES),
    EntryPoint("cartesia", "visavis.providers.tts.cartesia:synthesizer", VOICES),
    EntryPoint("fish-audio", "visavis.providers.tts.fish_audio:synthesizer", VOICES),
    EntryPoint("openai", "visavis.providers.tts.openai_speech:synthesizer", VOICES),
)
"""What takes a VoiceSpec and gives a Synthesizer. A voice whose `engine` has the name is spoken by it."""


def synthesizer(voice: VoiceSpec) -> Synthesizer:
    """The voice, with its options set. Raises ProviderError for an engine that nobody here knows."""
    made: Synthesizer = maker(Stage.SPEAK, OUR_VOICES, voice.engine)(voice)
    return made


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


OUR_MINDS = (
    EntryPoint("openai", "visavis.providers.llm.openai_compatible:openai_compatible", MINDS),
    EntryPoint("azure_openai", "visavis.providers.llm.azure_openai:azure_openai", MINDS),
    EntryPoint("gemini", "visavis.providers.llm.gemini:Gemini", MINDS),
    EntryPoint("anthropic", "visavis.providers.llm.anthropic:Anthropic", MINDS),
)
"""What takes an LlmSpec and gives a ChatModel. An LLM whose `kind` has the name is that."""


def chat_model(llm: LlmSpec, persona: PersonaSpec) -> ChatModel | None:
    """The model that thinks for the persona; None when the client does, or one that hears and speaks too.

    Raises ProviderError for a kind that nobody here knows.
    """
    if llm.kind in ("none", *LIVE_MODELS):
        return None
    if llm.kind == "offline":
        from visavis.providers.llm.offline import OfflineAnswerer

        return OfflineAnswerer(persona)
    made: ChatModel = maker(Stage.THINK, OUR_MINDS, llm.kind)(llm)
    return made


def _openai_realtime(llm: LlmSpec, language: str) -> LiveModel:
    from visavis.providers.live.openai_realtime import openai_realtime

    return openai_realtime(llm, language)


def _azure_realtime(llm: LlmSpec, language: str) -> LiveModel:
    from visavis.providers.live.azure_realtime import azure_realtime

    return azure_realtime(llm, language)


LIVE_MODELS: dict[str, Callable[[LlmSpec, str], LiveModel]] = {
    "openai_realtime": _openai_realtime,
    "azure_realtime": _azure_realtime,
}


def live_model(llm: LlmSpec, language: str) -> LiveModel | None:
    """The model that hears, thinks and speaks by itself; None when the parts do."""
    made = LIVE_MODELS.get(llm.kind)
    return None if made is None else made(llm, language)


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

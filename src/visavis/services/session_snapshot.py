"""What is kept of a session's configuration: the spec that the engine got, under public names.

Secrets are never in it. Under zero data retention neither are the texts that say what the conversation is
about: a greeting will be said, and prompts hold whatever their writer knows about a caller.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from visavis.contract.spec import LlmSpec, SessionSpec
from visavis.services import stock

REDACTED = "[REDACTED]"
FPS = 25
TEXTS = ("systemPrompt", "personality", "initialMessage")

Kind = Literal["turnkey", "custom_llm_server", "custom_llm_client", "passthrough"]


def kind_of(spec: SessionSpec) -> Kind:
    """Who thinks: this server, an LLM of the organization's own, the client, or nobody here."""
    if spec.audio_passthrough:
        return "passthrough"
    if spec.llm.kind == "none":
        return "custom_llm_client"
    return "turnkey" if stock.is_stock_llm(spec.llm.id) else "custom_llm_server"


def snapshot(spec: SessionSpec) -> dict[str, Any]:
    persona, voice = spec.persona, spec.voice
    kept: dict[str, Any] = {
        "type": "stateful" if persona.id else "ephemeral",
        "personaId": persona.id,
        "name": persona.name,
        "personaPreset": persona.preset,
        "metadata": {},
        "llmConfig": _llm(spec.llm),
        "systemPrompt": persona.system_prompt,
        "personality": persona.personality,
        "languageCode": persona.language,
        "skipGreeting": spec.greeting.skip,
        "initialMessage": spec.greeting.text,
        "uninterruptibleGreeting": spec.greeting.uninterruptible,
        "zeroDataRetention": spec.zero_data_retention,
        "voiceId": voice.id,
        "ttsProvider": voice.engine,
        "ttsProviderVoiceId": voice.name,
        "ttsProviderModelId": voice.model or None,
        "ttsProviderOptions": voice.options,
        "avatarId": spec.avatar.id,
        "avatarEngineKey": Path(spec.avatar.rig).name,  # of built ones, not where they lie
        "avatarVersion": spec.avatar.model,
        "disableBrains": spec.llm.kind == "none",
        "fillerPhrases": [],
        "useFillerPhrases": False,
        "enableAudioPassthrough": spec.audio_passthrough,
        "voiceDetectionOptions": _listening(spec),
        "voiceGenerationOptions": {"speed": voice.speed, "volume": voice.volume},
        "directorNotes": _style(spec),
        "knowledge": list(spec.knowledge),
        "tools": [{"name": tool.name, "kind": tool.kind} for tool in spec.tools],
        "sessionReplay": {"enableSessionReplay": spec.record},
        "maxSessionLengthSeconds": spec.max_session_seconds,
        "videoQuality": spec.video_quality,
        "videoWidth": spec.avatar.width,
        "videoHeight": spec.avatar.height,
        "showAIAvatarDisclosure": spec.avatar.disclosed,
        "fps": FPS,
    }
    return without_texts(kept) if spec.zero_data_retention else kept


def without_texts(kept: dict[str, Any]) -> dict[str, Any]:
    notes = kept.get("directorNotes") or {}
    if notes.get("customStylePrompt"):
        kept = kept | {"directorNotes": notes | {"customStylePrompt": REDACTED}}
    return kept | {name: REDACTED for name in TEXTS if kept.get(name)}


def _llm(llm: LlmSpec) -> dict[str, Any]:
    """The address of the server's own LLM is its operator's business."""
    shown = llm.base_url is not None and not stock.is_stock_llm(llm.id)
    return {
        "id": llm.id,
        "modelName": llm.model or None,
        "format": llm.kind,
        "urls": [{"url": llm.base_url, "region": "default"}] if shown else [],
        "maxTokens": llm.max_tokens,
        "temperature": llm.temperature,
        "secret": REDACTED if llm.api_key else None,
    }


def _style(spec: SessionSpec) -> dict[str, Any] | None:
    style = spec.style
    if style is None:
        return None
    shown = {"presetStyle": style.preset, "customStylePrompt": style.prompt}
    return shown | {"expressivity": style.expressivity}


def _listening(spec: SessionSpec) -> dict[str, float | None]:
    listening = spec.listening
    return {
        "endOfSpeechSensitivity": listening.end_of_speech_sensitivity,
        "silenceBeforeAutoEndTurnSeconds": listening.silence_before_auto_end_turn_seconds,
        "silenceBeforeSkipTurnSeconds": listening.silence_before_skip_turn_seconds,
        "silenceBeforeSessionEndSeconds": listening.silence_before_session_end_seconds,
        "speechEnhancementLevel": listening.speech_enhancement_level,
    }

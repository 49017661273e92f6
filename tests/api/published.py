"""Requests and answers as the public documents print them; a test sends them with only host and token replaced."""

from __future__ import annotations

import json
import shlex
from typing import Any

import httpx

CREATE_APRIL = """
curl --request POST \\
  --url https://api.anam.ai/v1/personas \\
  --header 'Authorization: Bearer <token>' \\
  --header 'Content-Type: application/json' \\
  --data '
{
  "name": "Cara",
  "description": "A helpful assistant",
  "avatarId": "071b0286-4cce-4808-bee2-e642f1062de3",
  "voiceId": "de23e340-1416-4dd8-977d-065a7ca11697",
  "llmId": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
  "systemPrompt": "You are a helpful assistant."
}
'
"""

CREATE_WITH_OPTIONS = """
curl --request POST \\
--url https://api.anam.ai/v1/personas \\
--header 'Authorization: Bearer <token>' \\
--header 'Content-Type: application/json' \\
--data '
{
"name": "Cara",
"description": "<string>",
"avatarId": "30fa96d0-26c4-4e55-94a0-517025942e18",
"avatarModel": "cara-3",
"voiceId": "6bfbe25a-979d-40f3-a92b-5394170af54b",
"llmId": "7736a22f-2d79-4720-952c-25fdca55ad40",
"systemPrompt": "You are a helpful assistant",
"skipGreeting": false,
"zeroDataRetention": false,
"voiceDetectionOptions": {
"endOfSpeechSensitivity": 0.5,
"silenceBeforeSkipTurnSeconds": 5,
"silenceBeforeSessionEndSeconds": 60,
"silenceBeforeAutoEndTurnSeconds": 5,
"speechEnhancementLevel": 0.8
},
"languageCode": "en",
"voiceGenerationOptions": {
"stability": 0.5,
"similarityBoost": 0,
"speed": 1
}
}
'
"""

UPDATE = {"systemPrompt": "You are a helpful assistant who speaks concisely."}

PERSONA_CONFIG_JS = """
const personaConfig = {
  name: "Cara",
  avatarId: "30fa96d0-26c4-4e55-94a0-517025942e18",
  voiceId: "6bfbe25a-979d-40f3-a92b-5394170af54b",
  llmId: "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
  systemPrompt:
    "You are Cara, a helpful customer service representative. You're friendly, knowledgeable, and always try to solve problems efficiently. Keep responses conversational and under 50 words unless explaining something complex.",
};
"""
"""Of the page about personas; an earlier printing names another LLM."""

PERSONA_CONFIGS_JS = [
    PERSONA_CONFIG_JS,
    PERSONA_CONFIG_JS.replace("a7cf662c-2ace-4de1-a21e-ef0fbf144bb7", "0934d97d-0c3a-4f33-91b0-5e136a0ef466"),
]
"""JavaScript, as it is printed."""

PERSONA_CONFIGS = [
    {
        "name": "Cara",
        "avatarId": "30fa96d0-26c4-4e55-94a0-517025942e18",
        "voiceId": "6bfbe25a-979d-40f3-a92b-5394170af54b",
        "llmId": llm,
        "systemPrompt": "You are Cara, a helpful customer service representative.",
    }
    for llm in ("a7cf662c-2ace-4de1-a21e-ef0fbf144bb7", "0934d97d-0c3a-4f33-91b0-5e136a0ef466")
]

VOICE_FIELDS = [
    "id",
    "displayName",
    "provider",
    "providerVoiceId",
    "providerModelId",
    "sampleUrl",
    "previewSampleUrl",
    "gender",
    "country",
    "description",
    "displayTags",
    "isZdr",
    "createdByOrganizationId",
    "createdAt",
    "updatedAt",
]
AVATAR_FIELDS_APRIL = [
    "id",
    "displayName",
    "variantName",
    "imageUrl",
    "videoUrl",
    "createdAt",
    "updatedAt",
    "createdByOrganizationId",
    "availableVersions",
    "activeVersion",
]
AVATAR_FIELDS_JULY = [
    *AVATAR_FIELDS_APRIL,
    *["landscapeImageUrl", "portraitImageUrl", "idleVideoUrl", "description", "displayTags", "renderStyle"],
]
PERSONA_FIELDS = [
    "id",
    "name",
    "description",
    "personaPreset",
    "avatar",
    "avatarModel",
    "voice",
    "voiceSpeed",
    "llmId",
    "brain",
    "tools",
    "knowledge",
    "shareLinks",
    "primaryShareLink",
    "enableAudioPassthrough",
    "skipGreeting",
    "zeroDataRetention",
    "voiceDetectionOptions",
    "voiceGenerationOptions",
    "widgetConfig",
    "createdAt",
    "updatedAt",
]
SUMMARY_FIELDS = [
    "id",
    "name",
    "description",
    "personaPreset",
    "avatar",
    "voice",
    "voiceSpeed",
    "isDefaultPersona",
    "languageCode",
    "createdAt",
    "updatedAt",
]
LLM_FIELDS = [
    "id",
    "displayName",
    "description",
    "llmFormat",
    "urls",
    "modelName",
    "temperature",
    "maxTokens",
    "deploymentName",
    "apiVersion",
    "metadata",
    "displayTags",
    "isDefault",
    "isGlobal",
    "isZdr",
    "reasoningEffort",
    "reasoningFormat",
    "createdByOrganizationId",
    "createdAt",
    "updatedAt",
]

ANSWER_TO_CREATE_APRIL: dict[str, Any] = {
    "name": "Cara",
    "description": "A helpful assistant",
    "personaPreset": "",
    "avatarModel": "cara-3",
    "voiceSpeed": 1,
    "llmId": "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
    "brain": {"personality": None, "systemPrompt": "You are a helpful assistant."},
    "tools": [],
    "knowledge": [],
    "shareLinks": None,
    "primaryShareLink": None,
    "enableAudioPassthrough": False,
    "skipGreeting": False,
    "zeroDataRetention": False,
    "voiceDetectionOptions": None,
    "voiceGenerationOptions": None,
    "widgetConfig": {},
}
"""Without its ids, parts and times."""
AVATAR_IN_ANSWER = {
    "id": "071b0286-4cce-4808-bee2-e642f1062de3",
    "displayName": "Liv",
    "variantName": "home",
    "createdByOrganizationId": None,
    "availableVersions": ["v1", "v2", "cara-4-3"],
    "activeVersion": "v2",
}
VOICE_IN_ANSWER = {
    "id": "de23e340-1416-4dd8-977d-065a7ca11697",
    "displayName": "Lucy - Fresh & Casual",
    "provider": "ELEVENLABS",
    "providerVoiceId": "lcMyyd2HUfFzxdCaC4Ta",
    "providerModelId": "eleven_flash_v2_5",
    "gender": "FEMALE",
    "country": "GB",
    "displayTags": ["fast"],
    "isZdr": True,
    "createdByOrganizationId": None,
}


def on(url: str, key: str, command: str) -> str:
    """The command with only the host and the token replaced."""
    return command.replace("https://api.anam.ai", url).replace("<token>", key)


async def send_curl(client: httpx.AsyncClient, command: str, key: str) -> httpx.Response:
    """Sends what the command line says, to the client's host and with its key."""
    words = iter(_words(command.replace("https://api.anam.ai", "").replace("<token>", key)))
    assert next(words) == "curl"
    options: dict[str, list[str]] = {}
    for option in words:
        options.setdefault(option, []).append(next(words))
    return await client.request(
        options["--request"][0],
        options["--url"][0],
        headers=dict(header.split(": ", 1) for header in options["--header"]),
        content=options["--data"][0],
    )


def sent_by_curl(command: str) -> dict[str, Any]:
    words = _words(command)
    sent: dict[str, Any] = json.loads(words[words.index("--data") + 1])
    return sent


def _words(command: str) -> list[str]:
    return shlex.split(command.replace("\\\n", ""))

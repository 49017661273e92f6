"""What is kept of a session's configuration."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from visavis.contract.spec import AvatarSpec, GreetingSpec, LlmSpec, PersonaSpec, SessionSpec, VoiceSpec
from visavis.services import stock
from visavis.services.session_snapshot import kind_of, snapshot

OWN = LlmSpec(
    id="own",
    kind="openai",
    model="tiny",
    base_url="https://llm.example.com/v1",
    api_key=SecretStr("sk-secret"),
    max_tokens=512,
)


def spec(**changes: Any) -> SessionSpec:
    given: dict[str, Any] = {
        "persona": PersonaSpec(name="Nora", system_prompt="You know a recipe.", personality="warm"),
        "avatar": AvatarSpec(id="a", display_name="Ana", rig="ana", model="cara-4", width=1152, height=768),
        "voice": VoiceSpec(id="v", display_name="SLT", engine="flite", name="slt", speed=1.2),
        "llm": OWN,
        "greeting": GreetingSpec(text="Good morning"),
    }
    return SessionSpec(session_id="s", organization_id="o", **(given | changes))


def test_the_parts_bear_their_public_names() -> None:
    kept = snapshot(spec())

    assert (kept["type"], kept["name"], kept["fps"]) == ("ephemeral", "Nora", 25)
    assert kept["llmConfig"] == {
        "id": "own",
        "modelName": "tiny",
        "format": "openai",
        "urls": [{"url": "https://llm.example.com/v1", "region": "default"}],
        "maxTokens": 512,
        "temperature": None,
        "secret": "[REDACTED]",
    }
    assert (kept["ttsProvider"], kept["ttsProviderVoiceId"]) == ("flite", "slt")
    assert (kept["avatarEngineKey"], kept["avatarVersion"]) == ("ana", "cara-4")
    assert kept["voiceGenerationOptions"] == {"speed": 1.2, "volume": 1.0}


def test_the_address_of_the_servers_own_llm_is_not_shown() -> None:
    kept = snapshot(spec(llm=OWN.model_copy(update={"id": stock.DEFAULT_LLM})))

    assert kept["llmConfig"]["urls"] == []


def test_zero_data_retention_keeps_no_text() -> None:
    kept = snapshot(spec(zero_data_retention=True))

    assert {kept[name] for name in ("systemPrompt", "personality", "initialMessage")} == {"[REDACTED]"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "custom_llm_server"),
        ({"llm": LlmSpec(id=stock.DEFAULT_LLM, kind="offline")}, "turnkey"),
        ({"llm": LlmSpec(id=stock.CLIENT_THINKS, kind="none")}, "custom_llm_client"),
        ({"llm": LlmSpec(id="own", kind="none"), "audio_passthrough": True}, "passthrough"),
    ],
)
def test_a_session_is_of_the_kind_of_who_thinks(changes: dict[str, Any], kind: str) -> None:
    assert kind_of(spec(**changes)) == kind

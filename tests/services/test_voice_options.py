"""Each voice takes the options of its family."""

from __future__ import annotations

from typing import Any

import pytest

from visavis.services.errors import Invalid
from visavis.services.voice_options import check_voice_options


@pytest.mark.parametrize(
    ("provider", "options"),
    [
        ("ELEVENLABS", {"stability": 0, "similarityBoost": 1, "speed": 0.7}),
        ("ELEVENLABS", {"style": 0.1, "useSpeakerBoost": True, "model": "eleven_v3", "speed": 1.2}),
        ("CARTESIA", {"volume": 2, "speed": 1.5, "emotion": "scared"}),
        ("FISH_AUDIO", {"volume": 0.5, "speed": 2}),
        ("OPENAI_ADVANCED_VOICE", {}),
    ],
)
def test_each_family_takes_its_own_options(provider: str, options: dict[str, Any]) -> None:
    check_voice_options(provider, options, "voiceGenerationOptions")


@pytest.mark.parametrize(
    ("provider", "options"),
    [
        ("ELEVENLABS", {"speed": 1.21}),
        ("ELEVENLABS", {"volume": 1}),
        ("CARTESIA", {"emotion": "bored"}),
        ("CARTESIA", {"speed": 0.5}),
        ("FISH_AUDIO", {"speed": "fast"}),
        ("OPENAI_ADVANCED_VOICE", {"speed": 1}),
    ],
)
def test_and_nothing_else(provider: str, options: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        check_voice_options(provider, options, "options")
    assert refusal.value.path == f"options.{next(iter(options))}"

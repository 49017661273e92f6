"""Avatar models, frame sizes and the options of voices."""

from __future__ import annotations

from typing import Any

import pytest

from visavis.services.errors import Invalid
from visavis.services.options import SIZES, check_voice_options, frame_size, model_of, models_of


def test_internal_versions_stand_for_public_models() -> None:
    assert models_of(["v1", "v2", "cara-4-3"]) == set(SIZES)
    assert models_of(["cara-3"]) == {"cara-3"}
    assert models_of(["v9"]) == set()
    assert [model_of(version) for version in ("v1", "v2", "cara-4-3", "cara-4", None)] == [
        "cara-2",
        "cara-3",
        "cara-4",
        "cara-4",
        None,
    ]


@pytest.mark.parametrize(("model", "sizes"), SIZES.items())
def test_a_model_renders_its_sizes_and_the_first_by_default(
    model: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    assert frame_size(model, None, None) == sizes[0]
    for size in sizes:
        assert frame_size(model, *size) == size
    for other in {size for others in SIZES.values() for size in others} - set(sizes):
        with pytest.raises(Invalid, match=model):
            frame_size(model, *other)


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

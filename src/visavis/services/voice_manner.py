"""What an embedded voice makes of a vendor's generation options: how fast, high, lively, loud it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Manner:
    """Multipliers around 1, as in `VoiceSpec`."""

    speed: float = 1.0
    pitch: float = 1.0
    melody: float = 1.0
    volume: float = 1.0


EMOTIONS: dict[str, Manner] = {
    "neutral": Manner(),
    "calm": Manner(speed=0.94, pitch=0.97, melody=0.75, volume=0.95),
    "content": Manner(speed=1.02, pitch=1.04, melody=1.25),
    "angry": Manner(speed=1.08, pitch=1.06, melody=1.4, volume=1.2),
    "sad": Manner(speed=0.88, pitch=0.93, melody=0.6, volume=0.88),
    "scared": Manner(speed=1.12, pitch=1.12, melody=1.2, volume=0.95),
}
"""Cartesia's. The directions are those that Murray and Arnott (1993) report, the amounts are our choice."""
STEADIEST, LIVELIEST = 0.5, 1.5
"""ElevenLabs' `stability` from 1 to 0: a steady voice is an even one."""
MOST_STYLE = 0.5
"""How much more of its melody a voice uses at a `style` of 1."""
WITHOUT_MEANS = ("similarityBoost", "useSpeakerBoost", "model")
"""What asks for a likeness, or for a model, that an embedded voice does not have."""


def manner(options: Mapping[str, Any], voice_speed: float | None) -> Manner:
    """`options` are valid and of one family, which is told by their names."""
    feeling = EMOTIONS[options.get("emotion") or "neutral"]
    return Manner(
        speed=(voice_speed or 1.0) * _of(options, "speed", 1.0) * feeling.speed,
        pitch=feeling.pitch,
        melody=_steadiness(options) * (1 + MOST_STYLE * _of(options, "style", 0.0)) * feeling.melody,
        volume=_of(options, "volume", 1.0) * feeling.volume,
    )


def not_applied(options: Mapping[str, Any]) -> list[str]:
    """The names among them that change nothing."""
    return [name for name in WITHOUT_MEANS if options.get(name) is not None]


def _steadiness(options: Mapping[str, Any]) -> float:
    return LIVELIEST + (STEADIEST - LIVELIEST) * _of(options, "stability", 0.5)


def _of(options: Mapping[str, Any], name: str, default: float) -> float:
    value = options.get(name)
    return default if value is None else float(value)

"""What is known of the vendors of voices (`voice_vendors.toml`): both wings depend on it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "voice_vendors.toml"


@dataclass(frozen=True, slots=True)
class VoiceModel:
    """Models whose names begin so; all others are as the vendor's table says."""

    beginning: str
    takes: frozenset[str]
    """The public generation options that act."""
    names_language: bool = False
    """Whether it may be told which language it speaks."""
    dialect: str = ""
    """Of the vendor's protocol; "" is its usual one."""


@dataclass(frozen=True, slots=True)
class VoiceCloning:
    """Where a vendor makes a voice of a recording: one POST of a form with the sound in it."""

    path: str
    path_of_one: str
    """Of a voice; {id} names it. A GET tells of it, a DELETE takes it away."""
    form: Mapping[str, str]
    """Parts beside the sound, with {name}, {description}, {language} and {enhance}."""
    recording: str
    """The part with the sound."""
    id: str
    """The member of the answer that names the voice."""
    barred: str = ""
    """The member that is true for a voice that may not speak yet; "": there is none."""
    preview: tuple[str | int, ...] = ()
    """Where the address of a preview stands in what `path_of_one` tells of a voice; (): nowhere."""

    @property
    def cleans(self) -> bool:
        """Whether it can be told to clean a recording of noise."""
        return any("{enhance}" in text for text in self.form.values())


@dataclass(frozen=True, slots=True)
class VoiceVendor:
    engine: str
    """Our name for it, as in a voice's `engine`."""
    provider: str
    """The contract's name for it."""
    name: str
    settings: str
    """How the names of its settings begin."""
    url: str
    model: str
    """The one that speaks unless a voice or a persona names another."""
    model_for_options: str
    headers: Mapping[str, str]
    """That say who asks, with {key}."""
    key_path: str
    """What a key is tried on: a GET that costs nothing."""
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Of options that are numbers, where the vendor has its own."""
    models: tuple[VoiceModel, ...] = ()
    cloning: VoiceCloning | None = None
    """None: it clones no voices."""

    def about(self, model: str) -> VoiceModel:
        fitting = [one for one in self.models if model.startswith(one.beginning)]
        return max(fitting, key=lambda one: len(one.beginning))

    def model_of(self, voices_own: str | None, options: Iterable[str], asked: str | None = None) -> str:
        """Which model speaks: the one that a persona asks for, a voice's own, or the usual one."""
        if named := asked or voices_own:
            return named
        wanted = set(options) & self.about(self.model_for_options).takes
        return self.model if wanted <= self.about(self.model).takes else self.model_for_options

    def within(self, option: str, value: float) -> float:
        low, high = self.limits.get(option, (value, value))
        return min(max(value, low), high)


@cache
def voice_vendors() -> Mapping[str, VoiceVendor]:
    """By engine."""
    content = tomllib.loads((files("visavis") / FILE).read_text("utf-8"))
    return {engine: _vendor(engine, table) for engine, table in content.items()}


def vendor_of(provider: str) -> VoiceVendor | None:
    """By the contract's name."""
    return next((one for one in voice_vendors().values() if one.provider == provider), None)


def cloning_vendors() -> list[VoiceVendor]:
    """Those that make voices of recordings; the first one that there is a key for is asked."""
    return [one for one in voice_vendors().values() if one.cloning]


def _vendor(engine: str, table: Mapping[str, Any]) -> VoiceVendor:
    others = [_model(name, table | of) for name, of in table.get("models", {}).items()]
    return VoiceVendor(
        engine=engine,
        provider=table["provider"],
        name=table["name"],
        settings=table["settings"],
        url=table["url"],
        model=table["model"],
        model_for_options=table.get("model_for_options", table["model"]),
        headers=table["headers"],
        key_path=table["key_path"],
        limits={
            name: (low, high) for name, value in table.items() if _is_range(value) for low, high in [value]
        },
        models=(_model("", table), *others),
        cloning=_cloning(table["cloning"]) if "cloning" in table else None,
    )


def _model(beginning: str, table: Mapping[str, Any]) -> VoiceModel:
    return VoiceModel(
        beginning, frozenset(table["takes"]), table.get("names_language", False), table.get("dialect", "")
    )


def _cloning(table: Mapping[str, Any]) -> VoiceCloning:
    return VoiceCloning(**{**table, "preview": tuple(table.get("preview", ()))})


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(end, float) for end in value)

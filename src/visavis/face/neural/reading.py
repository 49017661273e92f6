"""Reads a lip model's YAML file; everything that is wrong with it is told in one sentence."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from visavis.face.neural.description import (
    FRAMES_PER_S,
    NETWORKS,
    PROVIDERS,
    Channels,
    Interface,
    Latents,
    LipModelDescription,
    LipModelError,
    NetworkFile,
    Slots,
)

SIZES = (32, 1024)
LOOK_AHEAD_MS = {Interface.WAV2LIP: (0, 200), Interface.MUSETALK: (120, 1000)}
"""Wav2Lip hears 200 ms, at the most all of it to come; MuseTalk needs 120 ms to come."""
USUAL_LOOK_AHEAD_MS = 200
"""As in both projects' own scripts: nothing before the frame's time, or a little beyond what is needed."""
USUAL_LATENT_SCALE = 0.18215
"""Of Stable Diffusion's autoencoder."""
WHISPER_S = 30


def read_lip_model(path: Path) -> LipModelDescription:
    """The lip model that a YAML file describes; its ONNX files lie beside it, or where their paths lead.

    Raises LipModelError.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), _EachKeyOnce)
    except (OSError, UnicodeDecodeError) as error:
        raise LipModelError(f"The lip model {path} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise LipModelError(f"The lip model {path} is not YAML: {error}.") from error
    return _model(_Section(content, f"The lip model {path}"), path.parent)


def _model(said: _Section, folder: Path) -> LipModelDescription:
    interface = Interface(said.choice("interface", tuple(Interface)))
    size = said.whole("size", *SIZES)
    if size % 8:
        raise said.error("size", f"is {size}; it must be a multiple of 8.")
    low, high = said.range("range")
    networks, slots = said.section("networks"), NETWORKS[interface]
    model = LipModelDescription(
        name=said.text("name"),
        interface=interface,
        licence=said.text("licence"),
        networks={role: _network(networks.section(role), slots[role], folder) for role in slots},
        size=size,
        channels=Channels(said.choice("channels", tuple(Channels))),
        low=low,
        high=high,
        fps=said.one_of("fps", (FRAMES_PER_S, FRAMES_PER_S / 2), FRAMES_PER_S),
        look_ahead_s=said.number("look_ahead_ms", *LOOK_AHEAD_MS[interface], USUAL_LOOK_AHEAD_MS) / 1000,
        shift=said.number("shift", -0.5, 0.5, 0.0),
        providers=said.choices("providers", tuple(PROVIDERS), ("cpu",)),
        threads=said.whole("threads", 0, 64, 1),
        latents=_latents(said) if interface is Interface.MUSETALK else None,
    )
    networks.nothing_else()
    said.nothing_else()
    return model


def _latents(said: _Section) -> Latents:
    return Latents(
        scale=said.number("latent_scale", 0.001, 1000, USUAL_LATENT_SCALE),
        sound_s=said.whole("sound_s", 2, WHISPER_S, WHISPER_S),
        add_positions=said.flag("add_positions", True),
    )


def _network(said: _Section, slots: Slots, folder: Path) -> NetworkFile:
    path = folder / said.text("file")
    if not path.is_file():
        raise said.error("file", f"names {path}, which is not there.")
    network = NetworkFile(
        path=path,
        inputs=_names(said.section("inputs"), slots.inputs, slots.optional_inputs),
        outputs=_names(said.section("outputs"), slots.outputs, ()),
    )
    said.nothing_else()
    return network


def _names(said: _Section, needed: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, str]:
    names = {slot: said.text(slot) for slot in (*needed, *(slot for slot in optional if slot in said))}
    said.nothing_else(optional)
    return names


class _Section:
    """A mapping of the file, and which of its keys have been asked for."""

    def __init__(self, content: Any, where: str) -> None:
        self._where = where
        if not isinstance(content, Mapping):
            raise LipModelError(f"{where} must hold keys with values.")
        self._content = content
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def error(self, key: str, what: str) -> LipModelError:
        return LipModelError(f"{self._where}: {key} {what}")

    def section(self, key: str) -> _Section:
        return _Section(self._value(key), f"{self._where}: {key}")

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"is {value!r}; it must be a text.")
        return value

    def flag(self, key: str, usual: bool) -> bool:
        value = self._value(key, usual)
        if not isinstance(value, bool):
            raise self.error(key, f"is {value!r}; it must be true or false.")
        return value

    def choice(self, key: str, allowed: Collection[str]) -> str:
        value = self._value(key)
        if value not in allowed:
            raise self.error(key, f"is {value!r}; it must be one of {', '.join(allowed)}.")
        return str(value)

    def choices(self, key: str, allowed: Collection[str], usual: tuple[str, ...]) -> tuple[str, ...]:
        value = self._value(key, list(usual))
        if not isinstance(value, list) or not value or any(part not in allowed for part in value):
            raise self.error(key, f"is {value!r}; it must be a list of some of {', '.join(allowed)}.")
        return tuple(value)

    def number(self, key: str, low: float, high: float, usual: float | None = None) -> float:
        value = self._value(key, usual)
        if not _is_number(value) or not low <= value <= high:
            raise self.error(key, f"is {value!r}; it must be a number from {low:g} to {high:g}.")
        return float(value)

    def whole(self, key: str, low: int, high: int, usual: int | None = None) -> int:
        value = self.number(key, low, high, usual)
        if value % 1:
            raise self.error(key, f"is {value:g}; it must be a whole number.")
        return int(value)

    def one_of(self, key: str, allowed: tuple[float, ...], usual: float) -> float:
        value = self._value(key, usual)
        if not _is_number(value) or value not in allowed:
            raise self.error(key, f"is {value!r}; it must be {' or '.join(f'{n:g}' for n in allowed)}.")
        return float(value)

    def range(self, key: str) -> tuple[float, float]:
        value = self._value(key)
        if (
            not isinstance(value, list)
            or len(value) != 2
            or not all(map(_is_number, value))
            or value[0] >= value[1]
        ):
            raise self.error(key, f"is {value!r}; it must be the values of black and white, as [0, 1].")
        return float(value[0]), float(value[1])

    def nothing_else(self, optional: Collection[str] = ()) -> None:
        """Refuse keys that nobody asked for."""
        known = [*self._asked, *optional]
        for key in self._content:
            if key not in self._asked:
                near = get_close_matches(str(key), known, 1)
                guess = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}."
                raise self.error(str(key), f"is not known; {guess}")

    def _value(self, key: str, usual: Any = None) -> Any:
        self._asked.add(key)
        if key not in self._content and usual is None:
            near = get_close_matches(key, [str(said) for said in self._content], 1)
            raise self.error(key, f"is missing; is {near[0]} meant for it?" if near else "is missing.")
        return self._content.get(key, usual)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class _EachKeyOnce(yaml.SafeLoader):  # type: ignore[misc]  # the package has no types
    """YAML lets the last of two equal keys win, silently."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is said twice", node.start_mark)
        content: dict[Any, Any] = super().construct_mapping(node, deep)
        return content

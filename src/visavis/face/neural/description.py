"""What a lip model is, as data; `reading.py` reads it from a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FRAMES_PER_S = 25
"""As `visavis.media.program`."""


class LipModelError(Exception):
    """A lip model cannot be used; the message says which part of it, and what to change."""


class Interface(StrEnum):
    """What goes in and comes out."""

    WAV2LIP = "wav2lip"
    """mel spectrogram, face with and without its lower half -> face"""
    MUSETALK = "musetalk"
    """latents of both faces, features of a sound encoder -> latent -> face"""


class Channels(StrEnum):
    RGB = "rgb"
    BGR = "bgr"


@dataclass(frozen=True, slots=True)
class Slots:
    """The tensors that a network must have, by what they mean, and those that it may have."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    optional_inputs: tuple[str, ...] = ()


NETWORKS: Mapping[Interface, Mapping[str, Slots]] = {
    Interface.WAV2LIP: {"generator": Slots(("sound", "face"), ("patch",))},
    Interface.MUSETALK: {
        "sound_encoder": Slots(("sound",), ("features",)),
        "face_encoder": Slots(("face",), ("latent",)),
        "generator": Slots(("latent", "features"), ("latent",), ("timestep",)),
        "face_decoder": Slots(("latent",), ("patch",)),
    },
}

PROVIDERS: Mapping[str, str] = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "migraphx": "MIGraphXExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
}
"""Where a model may run, and what ONNX Runtime calls it."""


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """One ONNX file; `inputs` and `outputs` tell what its tensors are called, by what they mean."""

    path: Path
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Latents:
    """What only MuseTalk's interface has."""

    scale: float
    """The autoencoder's latents times this are the generator's."""
    sound_s: int
    """Length of the sound that the encoder takes; what is missing is silence."""
    add_positions: bool
    """Whether sines of the position are to be added to the features; False when the network does it."""


@dataclass(frozen=True, slots=True)
class LipModelDescription:
    name: str
    interface: Interface
    licence: str
    """In the operator's words; shown in the log."""
    networks: Mapping[str, NetworkFile]
    size: int
    """Side of the face's picture, px."""
    channels: Channels
    low: float
    high: float
    """The values of black and white."""
    fps: float
    """Patches a second; at 12.5 each is shown for two frames."""
    look_ahead_s: float
    """How far beyond a frame's time the model hears."""
    shift: float
    """How far the middle of the crop, above which the face stays, is moved down; share of half its height."""
    providers: tuple[str, ...]
    """Keys of PROVIDERS, the preferred first."""
    threads: int
    """Of the processor, for each of the networks; 0: as many as there are."""
    latents: Latents | None = None

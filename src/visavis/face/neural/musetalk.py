"""MuseTalk's interface: latents of the face, with and without its lower half, are inpainted in one step.

    sound_encoder: sound (1, 80, 100 a second) -> features (1, 50 a second, layers, width)   Whisper's
    face_encoder:  face (1, 3, size, size) -> latent (1, c, size / 8, size / 8)          Stable Diffusion's
    generator:     latent (1, 2 c, …), features (1, 10 * layers, width) -> latent (1, c, …)
    face_decoder:  latent (1, c, …) -> patch (1, 3, size, size)

A face is encoded once; a picture needs the other three.
"""

from __future__ import annotations

import numpy as np

from visavis.face.neural.description import LipModelDescription, LipModelError
from visavis.face.neural.hearing import RATE_HZ, Floats, Hearing
from visavis.face.neural.network import Network
from visavis.face.neural.pictures import picture_of, tensor_of, without_lower_half
from visavis.face.portrait import Picture
from visavis.mel import BANDS, WHISPER_HOP, whisper_mel

PAST_S = 1.0
"""The encoder hears this much of what went before."""
FEATURES_PER_S = 50
FEATURES_BEFORE, FEATURES_AFTER = 4, 6
"""Round the time of a picture: two frames at 25 a second on each side, and its own."""
SHRINK = 8
"""Of the autoencoder."""


class MuseTalk:
    def __init__(self, description: LipModelDescription) -> None:
        latents = description.latents
        if latents is None:
            raise LipModelError(f"The lip model {description.name} says nothing of its latents.")
        self.description, self._latents = description, latents
        self.hearing = Hearing(round(PAST_S * RATE_HZ), round(description.look_ahead_s * RATE_HZ))
        self._samples = round(latents.sound_s * RATE_HZ)
        size, side = description.size, description.size // SHRINK
        networks = description.networks

        columns = self._samples // WHISPER_HOP
        self._sound_encoder = Network(
            networks["sound_encoder"],
            description,
            inputs={"sound": (1, BANDS, columns)},
            output=(1, columns // 2, None, None),
        )
        self._face_encoder = Network(
            networks["face_encoder"],
            description,
            inputs={"face": (1, 3, size, size)},
            output=(1, None, side, side),
        )
        _, _, layers, width = self._encoded(np.zeros(0, np.float32)).shape
        channels = self._face_encoder.run(face=np.zeros((1, 3, size, size))).shape[1]
        heard = (FEATURES_BEFORE + FEATURES_AFTER) * layers
        self._generator = Network(
            networks["generator"],
            description,
            inputs={"latent": (1, 2 * channels, side, side), "features": (1, heard, width)},
            output=(1, channels, side, side),
        )
        self._face_decoder = Network(
            networks["face_decoder"],
            description,
            inputs={"latent": (1, channels, side, side)},
            output=(1, 3, size, size),
        )
        self._positions = _sines(heard, width) if latents.add_positions else np.float32(0)

    @property
    def runs_on(self) -> str:
        return self._generator.runs_on

    def prepare(self, face: Picture) -> Floats:
        whole = tensor_of(face, self.description)
        faces = (without_lower_half(whole, self.description), whole)
        latents = [self._face_encoder.run(face=each) * self._latents.scale for each in faces]
        return np.concatenate(latents, axis=1).astype(np.float32)

    def step(self, face: Floats, sound: Floats) -> Picture:
        now = round(PAST_S * FEATURES_PER_S)
        features = self._encoded(sound)[0, now - FEATURES_BEFORE : now + FEATURES_AFTER]
        given = {"latent": face, "features": features.reshape(1, -1, features.shape[-1]) + self._positions}
        if (sides := self._generator.rank("timestep")) is not None:
            given["timestep"] = np.zeros((1,) * sides, np.float32)
        latent = self._generator.run(**given)
        return picture_of(self._face_decoder.run(latent=latent / self._latents.scale), self.description)

    def _encoded(self, sound: Floats) -> Floats:
        whole = np.pad(sound, (0, self._samples - len(sound)))
        return self._sound_encoder.run(sound=whisper_mel(whole)[None])


def _sines(positions: int, width: int) -> Floats:
    """(1, positions, width), as MuseTalk adds them (models/unet.py)."""
    rate = np.exp(np.arange(0, width, 2) * (-np.log(10_000.0) / width))
    angle = np.arange(positions)[:, None] * rate
    sines = np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(positions, -1)
    return np.asarray(sines[None, :, :width], np.float32)

"""Wav2Lip's interface: a spectrogram and a face, with and without its lower half, make the face that speaks.

generator: sound (1, 1, 80, 16), face (1, 6, size, size) -> patch (1, 3, size, size)
"""

from __future__ import annotations

import numpy as np

from visavis.face.neural.description import LipModelDescription
from visavis.face.neural.hearing import RATE_HZ, Floats, Hearing
from visavis.face.neural.network import Network
from visavis.face.neural.pictures import picture_of, tensor_of, without_lower_half
from visavis.face.portrait import Picture
from visavis.mel import BANDS, WAV2LIP_HOP, WAV2LIP_REACH, wav2lip_mel

COLUMNS = 16


class Wav2Lip:
    def __init__(self, description: LipModelDescription) -> None:
        self.description, size = description, description.size
        first = round(description.look_ahead_s * RATE_HZ) - COLUMNS * WAV2LIP_HOP
        self.hearing = Hearing(
            before=1 + WAV2LIP_REACH - first,
            after=first + (COLUMNS - 1) * WAV2LIP_HOP + WAV2LIP_REACH,
        )
        self._generator = Network(
            description.networks["generator"],
            description,
            inputs={"sound": (1, 1, BANDS, COLUMNS), "face": (1, 6, size, size)},
            output=(1, 3, size, size),
        )

    @property
    def runs_on(self) -> str:
        return self._generator.runs_on

    def prepare(self, face: Picture) -> Floats:
        whole = tensor_of(face, self.description)
        return np.concatenate([without_lower_half(whole, self.description), whole], axis=1)

    def step(self, face: Floats, sound: Floats) -> Picture:
        mel = wav2lip_mel(sound, COLUMNS)[None, None]
        return picture_of(self._generator.run(sound=mel, face=face), self.description)

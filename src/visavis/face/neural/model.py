"""A lip model that is ready to run: loaded once per process, shared by all sessions."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

from visavis.face.neural.description import Interface, LipModelDescription, LipModelError
from visavis.face.neural.hearing import Floats, Hearing
from visavis.face.neural.musetalk import MuseTalk
from visavis.face.neural.pictures import BadPatch
from visavis.face.neural.wav2lip import Wav2Lip
from visavis.face.portrait import Picture

log = logging.getLogger(__name__)


class LipModel(Protocol):
    """Both calls may come from several threads at once."""

    description: LipModelDescription
    hearing: Hearing

    @property
    def runs_on(self) -> str: ...

    def prepare(self, face: Picture) -> Floats:
        """What `step` needs to know of a face (BGR, any size) cut as by `find_lower_face`; seconds."""

    def step(self, face: Floats, sound: Floats) -> Picture:
        """The face (BGR, size x size) that says the middle of `sound` (-1..1, as `hearing` says).

        Raises LipModelError, BadPatch.
        """


def load_lip_model(description: LipModelDescription) -> LipModel:
    """Open the networks and draw nobody's face, for what only shows then. Raises LipModelError."""
    model = _KINDS[description.interface](description)
    face = model.prepare(np.full((description.size, description.size, 3), 128, np.uint8))
    silence = np.zeros(model.hearing.samples, np.float32)
    try:
        model.step(face, silence)  # the first run is slower than the rest
        started_s = time.perf_counter()
        model.step(face, silence)
    except BadPatch as error:
        raise LipModelError(f"The lip model {description.name} cannot draw: {error}.") from error
    log.info(
        "lip model %s (%s; licence: %s) runs on %s, %.0f ms a picture",
        description.name,
        description.interface,
        description.licence,
        model.runs_on,
        (time.perf_counter() - started_s) * 1000,
    )
    return model


_KINDS: dict[Interface, Callable[[LipModelDescription], LipModel]] = {
    Interface.WAV2LIP: Wav2Lip,
    Interface.MUSETALK: MuseTalk,
}

"""A network of the model files, run by OpenCV on one core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.portrait import Picture
from visavis.model_files import ModelFile, require


class Network:
    """It takes one picture."""

    def __init__(self, model: ModelFile, models_dir: Path) -> None:
        """Raises ModelMissing."""
        # OpenCV's newer engine gives no more than one of a network's outputs
        self._net = cv2.dnn.readNetFromTFLite(str(require(model, models_dir)), cv2.dnn.ENGINE_CLASSIC)

    def run(self, picture: Picture, *outputs: str, shift: float = 0.0) -> list[NDArray[np.float32]]:
        """The named outputs for a picture of the size that the network takes; its values become
        0 .. 1, less `shift`, times 1 + `shift`: a shift of 1 gives -1 .. 1."""
        blob: Any = cv2.dnn.blobFromImage(picture, 1 / 255, swapRB=True)
        self._net.setInput(blob * np.float32(1 + shift) - np.float32(shift))
        return [np.asarray(output, np.float32) for output in self._net.forward(outputs)]

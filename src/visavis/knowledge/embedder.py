"""What questions mean, asked of the optional model, which is opened when it is first needed."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from visavis.knowledge.models import MODELS

if TYPE_CHECKING:  # numpy is slow to load, and not every server has the model
    from visavis.knowledge.minilm import Floats, MiniLm


class Embedder:
    def __init__(self, models_dir: Path) -> None:
        self.models_dir = models_dir
        self._model: MiniLm | None = None
        self._opening = threading.Lock()

    @property
    def available(self) -> bool:
        """Also from the moment on when the files are fetched for a server that runs."""
        return all((self.models_dir / model.file_name).is_file() for model in MODELS)

    async def embed(self, text: str) -> Floats:
        """A direction of length 1. Raises ModelMissing for files that are damaged."""
        return await asyncio.to_thread(self._embed, text)

    def _embed(self, text: str) -> Floats:
        with self._opening:
            if self._model is None:
                from visavis.knowledge.minilm import open_minilm

                self._model = open_minilm(self.models_dir)
        return self._model.embed(text)

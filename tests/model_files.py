"""The third-party model files, for tests that need the real ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from visavis import model_files
from visavis.face.photo import models as of_photos
from visavis.providers import models as of_conversations

MODELS = of_conversations.MODELS + of_photos.MODELS
TEST_MODELS_DIR = Path(__file__).parents[1] / "var" / "test" / "models"
"""Where `make test` has fetched them; never anybody's own data folder."""


def fetched_models() -> Path:
    """Their folder. What is missing is fetched; where that cannot be done, the test is skipped and says so."""
    failure = _fetch()
    if failure:
        pytest.skip(f"needs the model files: {failure}")
    return TEST_MODELS_DIR


@cache
def _fetch() -> str | None:
    try:
        model_files.fetch(TEST_MODELS_DIR, MODELS, progress=lambda _: None)
    except model_files.ModelError as error:
        return str(error)
    return None

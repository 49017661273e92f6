"""The optional model, for tests that need the real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.model_files import TEST_MODELS_DIR

from visavis.knowledge.models import MODELS
from visavis.model_files import ModelMissing, require


def minilm_files() -> Path:
    """Their folder. 83 MB are not fetched for a test: it is skipped where nobody has fetched them."""
    try:
        for model in MODELS:
            require(model, TEST_MODELS_DIR)
    except ModelMissing as error:
        pytest.skip(f"{error} --data-dir {TEST_MODELS_DIR.parent}")
    return TEST_MODELS_DIR

from __future__ import annotations

import pytest

from tests.face.photo.photos import photo_of, png
from tests.model_files import fetched_models
from visavis.face.photo.building import FaceModels, PhotoAvatar, build_from_photo


@pytest.fixture(scope="session")
def models() -> FaceModels:
    return FaceModels(fetched_models())


@pytest.fixture(scope="session")
def ana(models: FaceModels) -> PhotoAvatar:
    """As anybody's photo: nothing of what is known of her goes in."""
    return build_from_photo(png(photo_of("ana")), models)

from __future__ import annotations

import pytest

from tests.face.neural import tiny_models
from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar
from visavis.face.neural.face import PreparedFace, prepare_face
from visavis.face.neural.model import LipModel, load_lip_model
from visavis.face.neural.reading import read_lip_model


@pytest.fixture(scope="session")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar("ana", 512, 512, tmp_path_factory.mktemp("avatars"))


@pytest.fixture(scope="session", params=["wav2lip", "musetalk"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LipModel:
    """Each of the two interfaces."""
    write = getattr(tiny_models, request.param)
    return load_lip_model(read_lip_model(write(tmp_path_factory.mktemp(request.param))))


@pytest.fixture(scope="session")
def wav2lip(tmp_path_factory: pytest.TempPathFactory) -> LipModel:
    return load_lip_model(read_lip_model(tiny_models.wav2lip(tmp_path_factory.mktemp("wav2lip"))))


@pytest.fixture(scope="session")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> LipModel:
    """What it draws are no numbers as soon as there is sound."""
    path = tiny_models.wav2lip(tmp_path_factory.mktemp("spoilt"), spoilt=True)
    return load_lip_model(read_lip_model(path))


@pytest.fixture(scope="session")
def prepared(wav2lip: LipModel, ana: Avatar) -> PreparedFace:
    return prepare_face(wav2lip, ana)

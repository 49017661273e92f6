from __future__ import annotations

import pytest

from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar


@pytest.fixture(scope="session")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar("ana", 512, 512, tmp_path_factory.mktemp("avatars"))

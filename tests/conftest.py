from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.databases import BOTH, make_ready, sqlite_url
from tests.postgres import Postgres, running_postgres

TEMPLATE = "ready"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A cluster for the whole run; it starts when the first test asks for it."""
    with running_postgres() as running:
        yield running


@pytest.fixture(scope="session")
def ready_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Postgres:
    make_ready(tmp_path_factory.mktemp("ready"), postgres.create(TEMPLATE))
    return postgres


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ready")
    make_ready(folder, sqlite_url(folder))
    return folder


@pytest.fixture
def empty_postgres(postgres: Postgres) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    name = uuid4().hex
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture(params=BOTH)
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A migrated and seeded database of the test's own; the settings name it unless a test says otherwise."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("ready_sqlite"), tmp_path / "data")
        url = sqlite_url(tmp_path / "data")
        monkeypatch.setenv("VISAVIS_DATABASE_URL", url)
        yield url
    else:
        postgres: Postgres = request.getfixturevalue("ready_postgres")
        name = uuid4().hex
        url = postgres.create(name, TEMPLATE)
        monkeypatch.setenv("VISAVIS_DATABASE_URL", url)
        yield url
        postgres.drop(name)


@pytest.fixture
def data_dir(database_url: str, tmp_path: Path) -> Path:
    """A data folder for a server on `database_url`."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    return folder

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.api.servers import Server, copied, make_template, serving


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(make_template(tmp_path_factory.mktemp("template")))


@pytest.fixture
def data_dir(template: Path, tmp_path: Path) -> Path:
    return copied(template, tmp_path / "data")


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Server]:
    async with serving(data_dir) as running:
        yield running

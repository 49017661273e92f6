from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.api.servers import Server, serving
from tests.serving import OF_VENDORS


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(OF_VENDORS):
            monkeypatch.delenv(name)


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Server]:
    async with serving(data_dir) as running:
        yield running

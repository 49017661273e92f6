"""A receiver of webhooks, and servers that may reach it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.api.reporters import Reporter, reporting
from tests.api.servers import Server, serving
from tests.receivers import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as running:
        yield running


@pytest.fixture
async def near(data_dir: Path, receiver: Receiver) -> AsyncIterator[Server]:
    """A server that may reach the receiver."""
    async with serving(data_dir, allowed_hosts=receiver.web.host) as running:
        yield running


@pytest.fixture
async def reporter(data_dir: Path, receiver: Receiver) -> AsyncIterator[Reporter]:
    async with reporting(data_dir, allowed_hosts=receiver.web.host) as running:
        yield running

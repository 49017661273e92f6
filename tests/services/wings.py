"""A whole control wing in a test, without an api around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from visavis.services.bootstrap import open_control_wing
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.queries import first_organization

NOWHERE = "http://127.0.0.1:9"
"""No Ollama answers there."""


@asynccontextmanager
async def opened_wing(data_dir: Path, **settings: Any) -> AsyncIterator[ControlWing]:
    wing = await open_control_wing(Settings(data_dir=data_dir, OLLAMA_HOST=NOWHERE, **settings))
    try:
        yield wing
    finally:
        await wing.close()


async def organization_of(wing: ControlWing) -> str:
    async with wing.database.reading() as connection:
        caller = await first_organization(connection)
    assert caller is not None
    return caller.organization_id

from collections.abc import AsyncIterator

import pytest

from visavis.providers import registry


@pytest.fixture(autouse=True)
async def end_of_helpers() -> AsyncIterator[None]:
    yield
    await registry.close()

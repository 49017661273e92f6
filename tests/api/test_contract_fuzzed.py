"""No request brings the server down, and every answer is one that the contract names, in its shape."""

from __future__ import annotations

import pytest
from tests.api.furnished import RECEIVER, furnish
from tests.api.fuzzing import fuzz, operations_of
from tests.api.servers import Server

from visavis.api.openapi.tags import TAGS


@pytest.fixture(autouse=True)
def _calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses are made up too, and somebody may live there."""

    async def look_up(host: str, port: int) -> list[str]:
        if f"{host}:{port}" == RECEIVER:
            return ["127.0.0.1"]
        raise OSError("nobody is called from here")

    monkeypatch.setattr("visavis.guarded_http.look_up", look_up)
    monkeypatch.setenv("VISAVIS_ALLOWED_HOSTS", RECEIVER)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("tag", [tag["name"] for tag in TAGS])
async def test_whatever_is_asked_the_answer_is_in_the_contract(server: Server, tag: str) -> None:
    ids = await furnish(server)
    document = (await server.client.get("/openapi.json")).json()
    failures = []
    for operation in operations_of(document, tag):
        known = next((some for prefix, some in ids.items() if operation.path.startswith(prefix)), [])
        try:
            await fuzz(server, operation, known)
        except Exception as error:
            failures.append(f"{operation.label}: {error}")

    assert not failures, "\n\n".join(failures)

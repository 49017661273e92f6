"""The knowledge of an organization, as its engines search it for tools: engine and api on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.api.reporters import Reporter, reporting
from tests.services.engine_pools import SECRET

from visavis.contract.internal import SECRET_HEADER
from visavis.engine.library import ApiLibrary
from visavis.engine.tools.knowledge import LibraryClosed
from visavis.services.job_kinds import JOB_KINDS
from visavis.services.jobs import Worker

HOURS = "The harbour museum opens at nine.\n\nChildren enter free of charge."


@pytest.fixture
async def api(data_dir: Path) -> AsyncIterator[Reporter]:
    async with reporting(data_dir) as running:
        yield running


def library(api: Reporter, *, secret: str = SECRET, organization: str | None = None) -> ApiLibrary:
    transport = httpx.ASGITransport(api.app, client=("127.0.0.1", 1))  # type: ignore[arg-type]
    http = httpx.AsyncClient(transport=transport, base_url="http://api", headers={SECRET_HEADER: secret})
    return ApiLibrary(http, "engine-1", organization or "")


async def folder(api: Reporter, filename: str = "FAQs.txt", content: str = HOURS) -> str:
    group = str((await api.client.post("/v1/knowledge/groups", json={"name": "Docs"})).json()["id"])
    form = {"chunkSize": "50", "chunkOverlap": "0"}
    files = {"file": (filename, content.encode(), "text/plain")}
    reply = await api.client.post(f"/v1/knowledge/groups/{group}/documents", files=files, data=form)
    assert reply.status_code == 201, reply.text
    while (await api.client.get(f"/v1/knowledge/documents/{reply.json()['id']}")).json()["status"] != "READY":
        await Worker(api.wing, JOB_KINDS).work_off()
    return group


async def owner(api: Reporter) -> str:
    return (await api.session()).organization_id


async def test_a_tool_finds_what_the_documents_of_its_folders_say(api: Reporter) -> None:
    here, elsewhere = await folder(api), await folder(api, "menu.txt", "The museum sells soup at nine.")
    books = library(api, organization=await owner(api))

    (best, *_) = await books.search([here], "when does the museum open", 5)

    assert (best.filename, best.text) == ("FAQs.txt", "The harbour museum opens at nine.")
    assert 0.3 < best.score <= 1
    assert {found.filename for found in await books.search([here, elsewhere], "museum nine", 5)} == {
        "FAQs.txt",
        "menu.txt",
    }
    assert len(await books.search([here, elsewhere], "museum nine", 1)) == 1


async def test_what_is_not_there_is_not_found(api: Reporter) -> None:
    here = await folder(api)
    assert await library(api, organization=await owner(api)).search([here], "parrot", 5) == ()


async def test_a_folder_that_was_deleted_is_empty(api: Reporter) -> None:
    here, gone = await folder(api), await folder(api)
    assert (await api.client.delete(f"/v1/knowledge/groups/{gone}")).status_code in (200, 204)
    books = library(api, organization=await owner(api))

    assert await books.search([gone], "museum", 5) == ()
    assert len(await books.search([gone, here], "museum", 5)) == 1


async def test_the_documents_of_another_organization_are_not_found(api: Reporter) -> None:
    here = await folder(api)
    assert await library(api, organization="somebody else").search([here], "museum", 5) == ()


@pytest.mark.parametrize("secret", ["", "wrong"])
async def test_nobody_else_searches(api: Reporter, secret: str) -> None:
    here = await folder(api)
    with pytest.raises(LibraryClosed, match="401"):
        await library(api, secret=secret, organization=await owner(api)).search([here], "museum", 5)


async def test_an_api_process_that_is_away_is_a_closed_library() -> None:
    async with httpx.AsyncClient(base_url="http://127.0.0.1:9") as http:
        with pytest.raises(LibraryClosed, match="ConnectError"):
            await ApiLibrary(http, "engine-1", "o").search(["g"], "museum", 5)

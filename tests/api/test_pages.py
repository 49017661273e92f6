"""The built Lab at /."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from visavis.api.errors import handle_errors
from visavis.api.pages import LabPages


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>the Lab</title>")
    (tmp_path / "assets" / "index-abc123.js").write_text("start()")
    (tmp_path / "assets" / "index-abc123.js.gz").write_bytes(gzip.compress(b"start()"))
    (tmp_path / "docs.html").write_text("<title>the reference</title>")
    (tmp_path / "mark.svg").write_text("<svg/>")
    (tmp_path / "widget.js").write_text("define()")
    (tmp_path.parent / "secret.txt").write_text("secret")
    app = FastAPI(openapi_url=None)
    handle_errors(app)
    app.router.default = LabPages(tmp_path)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/personas", "/sessions/42", "/personas/new?step=2"])
async def test_every_page_of_the_lab_is_the_app(client: httpx.AsyncClient, path: str) -> None:
    reply = await client.get(path)

    assert reply.status_code == 200
    assert "the Lab" in reply.text
    assert reply.headers["cache-control"] == "no-cache"
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["permissions-policy"] == "microphone=(self), camera=(self)"


@pytest.mark.parametrize("path", ["/docs", "/docs/", "/docs?theme=dark"])
async def test_the_reference_of_the_api_is_a_page_of_its_own(client: httpx.AsyncClient, path: str) -> None:
    reply = await client.get(path)

    assert (reply.status_code, reply.text) == (200, "<title>the reference</title>")
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    assert reply.headers["permissions-policy"] == "microphone=(), camera=()"


async def test_files_with_hashed_names_are_kept_for_ever(client: httpx.AsyncClient) -> None:
    assert "immutable" in (await client.get("/assets/index-abc123.js")).headers["cache-control"]
    assert (await client.get("/mark.svg")).headers["cache-control"] == "no-cache"


async def test_what_the_build_packed_is_sent_so_to_whoever_takes_it(client: httpx.AsyncClient) -> None:
    packed, plain = [
        await client.get("/assets/index-abc123.js", headers={"accept-encoding": taken})
        for taken in ("gzip, deflate, br", "identity")
    ]
    again = await client.get(
        "/assets/index-abc123.js",
        headers={"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]},
    )

    assert packed.text == plain.text == "start()"
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    for reply in (packed, plain):
        assert reply.headers["vary"] == "accept-encoding"
        assert reply.headers["content-type"].startswith("text/javascript")
        assert "immutable" in reply.headers["cache-control"]
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (again.status_code, again.content) == (304, b"")


async def test_the_widgets_script_is_asked_for_again_soon_and_sent_only_when_it_changed(
    client: httpx.AsyncClient,
) -> None:
    reply = await client.get("/widget.js")
    again = await client.get("/widget.js", headers={"if-none-match": reply.headers["etag"]})

    assert (reply.status_code, reply.text) == (200, "define()")
    assert reply.headers["cache-control"] == "public, max-age=300"
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/v1/nope", "/v1/nope.js", "/lab/nope", "/internal/nope", "/assets/old.js", "/..%2Fsecret.txt"]
)
async def test_what_is_no_page_is_a_json_404(client: httpx.AsyncClient, path: str) -> None:
    reply = await client.get(path)

    assert reply.status_code == 404
    assert reply.json()["error"] == "Not found"
    assert "immutable" not in reply.headers.get("cache-control", "")


async def test_pages_are_only_read(client: httpx.AsyncClient) -> None:
    assert (await client.head("/")).status_code == 200
    assert (await client.post("/")).status_code == 405

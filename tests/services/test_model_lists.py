from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from visavis.contract.spec import LlmSpec
from visavis.services.model_lists import NotListed, last_day_of, models_of

LLM = LlmSpec(id="l", kind="openai", model="old", base_url="http://models.test/v1")


async def asked(answer: httpx.Response, llm: LlmSpec = LLM) -> str | None:
    def reply(request: httpx.Request) -> httpx.Response:
        assert request.url == "http://models.test/v1/models"
        return answer

    return await last_day_of(llm, httpx.AsyncClient(transport=httpx.MockTransport(reply)))


@pytest.mark.parametrize("told", ["2027-01-14", "2027-01-14T00:00:00Z", 1799884800])
async def test_a_model_has_a_last_day_where_its_vendor_says_so(told: object) -> None:
    listed = {"data": [{"id": "new"}, {"id": "old", "shutdown_date": told}]}
    assert await asked(httpx.Response(200, json=listed)) == "2027-01-14"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"data": [{"id": "old"}, {"id": "new", "shutdown_date": "2027-01-14"}]}),
        httpx.Response(200, json=["old"]),
        httpx.Response(404, text="no models here"),
        httpx.Response(200, text="<html>"),
    ],
)
async def test_where_nothing_is_said_of_it_it_has_none(answer: httpx.Response) -> None:
    assert await asked(answer) is None


async def test_only_endpoints_of_that_kind_are_asked() -> None:
    assert await asked(httpx.Response(500), LlmSpec(id="l", kind="anthropic", model="old")) is None


@pytest.mark.parametrize(
    ("kind", "url", "key", "listed"),
    [
        (
            "openai",
            "/models",
            "authorization",
            {"data": [{"id": "a", "shutdown_date": "2027-01-14"}, {"id": "b"}]},
        ),
        (
            "anthropic",
            "/v1/models",
            "x-api-key",
            {"data": [{"id": "a", "shutdown_date": "2027-01-14"}, {"id": "b"}]},
        ),
        ("gemini", "/models", "x-goog-api-key", {"models": [{"name": "models/a"}, {"name": "models/b"}]}),
    ],
)
async def test_each_vendor_is_asked_in_its_own_way(kind: Any, url: str, key: str, listed: Any) -> None:
    def reply(request: httpx.Request) -> httpx.Response:
        assert request.url == f"http://models.test/v1{url}"
        assert request.headers[key].removeprefix("Bearer ") == "sk"
        return httpx.Response(200, json=listed)

    llm = LlmSpec(id="l", kind=kind, base_url="http://models.test/v1", api_key=SecretStr("sk"))
    async with httpx.AsyncClient(transport=httpx.MockTransport(reply)) as http:
        found = await models_of(llm, http)

    assert [one.id for one in found] == ["a", "b"]
    assert found[0].ends_on == (None if kind == "gemini" else "2027-01-14")


@pytest.mark.parametrize("key", ["sk-clé", "sk-no\nkey"])
async def test_a_key_that_no_header_may_hold_is_no_failure_and_is_not_repeated(key: str) -> None:
    async with await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        spec = LlmSpec(id="l", kind="openai", base_url=f"http://127.0.0.1:{port}/v1", api_key=SecretStr(key))
        async with httpx.AsyncClient() as http:
            with pytest.raises(NotListed, match="cannot be sent") as caught:
                await models_of(spec, http)
    assert "sk-" not in str(caught.value)


async def test_who_cannot_be_reached_is_named_with_the_reason() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused")

    client = httpx.AsyncClient(transport=httpx.MockTransport(refuse))
    with pytest.raises(NotListed, match=r"^Connection refused$"):
        await models_of(LLM, client)

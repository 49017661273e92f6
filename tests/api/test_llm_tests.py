"""/v1/llms/test and /v1/llms/{id}/test, asked of a real endpoint on a real line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.responses import JSONResponse, PlainTextResponse
from tests.api.operations import DEAF
from tests.api.servers import Server, bearer, serving
from tests.providers.live.vendors import realtime
from tests.providers.live.vendors.realtime import RealtimeVendor
from tests.scripted_llm import MODEL, ScriptedLlm, hangs, says, scripted_llm

from visavis.services.trial_budget import MOST_TRIALS

SECRET = "sk-very-secret-indeed"
OFFLINE = "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"
"""The server's default, which on a machine without a model is the offline answerer."""


@pytest.fixture
async def llm() -> AsyncIterator[ScriptedLlm]:
    async with scripted_llm() as running:
        yield running


@pytest.fixture
async def server(data_dir: Path, llm: ScriptedLlm) -> AsyncIterator[Server]:
    """Its operator runs a model of their own beside it."""
    async with serving(data_dir, allowed_hosts=f"{llm.host},{DEAF}") as running:
        yield running


def described(llm: ScriptedLlm, **changes: Any) -> dict[str, Any]:
    whole = {"llmFormat": "openai", "modelName": MODEL, "urls": [{"url": llm.url}], "secret": SECRET}
    return whole | changes


async def kept(server: Server, llm: ScriptedLlm, **changes: Any) -> str:
    reply = await server.client.post("/v1/llms", json=described(llm, displayName="House model", **changes))
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


async def answered(server: Server, path: str, body: Any = None) -> dict[str, Any]:
    reply = await server.client.post(path, json=body)
    assert reply.status_code == 200, reply.text
    assert SECRET not in reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def test_a_kept_llm_says_something_and_how_long_it_took(server: Server, llm: ScriptedLlm) -> None:
    llm.scripts.append(says("Hello", " there."))

    answer = await answered(server, f"/v1/llms/{await kept(server, llm)}/test", {"prompt": "Who are you?"})

    assert (answer["ok"], answer["text"], answer["error"]) == (True, "Hello there.", None)
    assert 0 <= answer["firstTokenMs"] <= answer["totalMs"] < 5000
    assert llm.asked[0]["model"] == MODEL
    assert llm.asked[0]["messages"][-1] == {"role": "user", "content": "Who are you?"}
    assert llm.keys == [SECRET]


async def test_settings_are_tried_before_they_are_kept(server: Server, llm: ScriptedLlm) -> None:
    llm.scripts.append(says("Hello."))

    answer = await answered(server, "/v1/llms/test", described(llm, maxTokens=7))

    assert answer["ok"]
    assert llm.asked[0]["max_tokens"] == 7
    listed = (await server.client.get("/v1/llms", params={"includeDefaults": "false"})).json()
    assert listed["data"] == []


async def test_changes_are_tried_with_the_kept_secret_and_are_not_kept(
    server: Server, llm: ScriptedLlm
) -> None:
    llm.scripts.append(says("Hello."))
    where = f"/v1/llms/{await kept(server, llm)}"
    before = (await server.client.get(where)).json()

    assert (await answered(server, f"{where}/test", {"modelName": "a-newer-one"}))["ok"]

    assert (llm.asked[0]["model"], llm.keys) == ("a-newer-one", [SECRET])
    assert (await server.client.get(where)).json() == before


async def test_a_wrong_key_is_told_in_the_providers_words_without_the_key(
    server: Server, llm: ScriptedLlm
) -> None:
    said = {"error": {"message": f"Incorrect API key provided: {SECRET}", "code": "invalid_api_key"}}
    llm.scripts.append(JSONResponse(said, 401))

    answer = await answered(server, f"/v1/llms/{await kept(server, llm)}/test")

    assert (answer["ok"], answer["text"], answer["firstTokenMs"]) == (False, "", None)
    assert "401" in answer["error"]
    assert "Incorrect API key provided: [key]" in answer["error"]


async def test_a_model_that_repeats_its_key_is_not_heard(server: Server, llm: ScriptedLlm) -> None:
    llm.scripts.append(says("Your key is ", SECRET[:5], SECRET[5:], "."))

    answer = await answered(server, "/v1/llms/test", described(llm))

    assert answer["text"] == "Your key is [key]."


async def test_a_model_that_hangs_is_left(server: Server, llm: ScriptedLlm) -> None:
    server.placement.trial_patience_s = 0.3
    llm.scripts.append(hangs("Well"))

    answer = await answered(server, "/v1/llms/test", described(llm))

    assert (answer["ok"], answer["text"]) == (False, "Well")
    assert answer["error"].startswith("It was not done within")
    assert answer["firstTokenMs"] < answer["totalMs"]
    assert answer["totalMs"] >= 290


@pytest.mark.parametrize("answer", ["<html>Welcome</html>", "data: {broken\n\n", 'data: {"choices": 3}\n\n'])
async def test_an_answer_of_another_kind_is_told(server: Server, llm: ScriptedLlm, answer: str) -> None:
    llm.scripts.append(PlainTextResponse(answer, media_type="text/event-stream"))

    told = await answered(server, "/v1/llms/test", described(llm))

    assert not told["ok"]
    assert told["error"]


async def test_where_nobody_listens_the_reason_is_told(server: Server, llm: ScriptedLlm) -> None:
    answer = await answered(server, "/v1/llms/test", described(llm, urls=[{"url": f"http://{DEAF}/v1"}]))

    assert "Connection error." in answer["error"]
    assert "connect" in answer["error"].lower().replace("connection error.", "")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "http://169.254.169.254/v1", "file:///etc/passwd"])
async def test_no_address_in_the_house_is_asked(server: Server, llm: ScriptedLlm, url: str) -> None:
    id = await kept(server, llm)

    for path, body in (
        ("/v1/llms/test", described(llm, urls=[{"url": url}])),
        (f"/v1/llms/{id}/test", {"url": url}),
    ):
        reply = await server.client.post(path, json=body)

        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "urls.0.url")
    assert server.placement.tried == []


async def test_the_servers_own_llm_can_be_tried_and_not_changed(server: Server) -> None:
    answer = await answered(server, f"/v1/llms/{OFFLINE}/test")
    assert answer["ok"]
    assert answer["text"]

    reply = await server.client.post(f"/v1/llms/{OFFLINE}/test", json={"temperature": 1})
    assert reply.status_code == 403


async def test_a_model_that_speaks_by_itself_answers_aloud_and_its_words_are_shown(data_dir: Path) -> None:
    async with RealtimeVendor(answers=["Seven euros."]).at_work() as vendor:
        host = urlsplit(vendor.url).netloc
        body = {"llmFormat": "advanced_voice", "secret": realtime.KEY, "urls": [{"url": vendor.url}]}
        async with serving(data_dir, allowed_hosts=host) as server:
            answer = await answered(server, "/v1/llms/test", body | {"prompt": "How much is a ticket?"})

    assert (answer["ok"], answer["text"], answer["error"]) == (True, "Seven euros.", None)
    assert vendor.texts()[0] == ("user", "How much is a ticket?")


async def test_where_nothing_answers_there_is_nothing_to_try(server: Server) -> None:
    for path, body in (
        ("/v1/llms/CUSTOMER_CLIENT_V1/test", {}),
        ("/v1/llms/test", {"llmFormat": "none"}),
    ):
        reply = await server.client.post(path, json=body)

        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "llmFormat")
    assert server.placement.tried == []


async def test_nobody_elses_llm_can_be_tried(server: Server, llm: ScriptedLlm) -> None:
    id = await kept(server, llm)
    server.client.headers.update(bearer(await server.key_of_another_organization()))

    assert (await server.client.post(f"/v1/llms/{id}/test")).status_code == 404


async def test_so_many_tests_a_minute_and_no_more(server: Server, llm: ScriptedLlm) -> None:
    llm.thinks = lambda _: says("Hello.")
    body = described(llm)
    for _ in range(MOST_TRIALS):
        assert (await answered(server, "/v1/llms/test", body))["ok"]

    reply = await server.client.post("/v1/llms/test", json=body)

    assert reply.status_code == 429
    assert 0 < int(reply.headers["retry-after"]) <= 60
    assert len(server.placement.tried) == MOST_TRIALS


async def test_without_an_engine_nothing_is_tried(server: Server, llm: ScriptedLlm) -> None:
    server.placement.refuses = True

    assert (await server.client.post("/v1/llms/test", json=described(llm))).status_code == 503


# what models there are


async def test_the_models_of_an_address_are_listed_before_one_is_chosen(
    server: Server, llm: ScriptedLlm
) -> None:
    wish = described(llm)
    del wish["modelName"]

    listed = await answered(server, "/v1/llms/models", wish)

    assert [one["id"] for one in listed["data"]] == [MODEL]
    assert listed["data"][0]["endsOn"] is None


async def test_the_models_of_a_kept_llm_are_listed_with_its_own_key(server: Server, llm: ScriptedLlm) -> None:
    listed = await answered(server, f"/v1/llms/{await kept(server, llm)}/models")

    assert [one["id"] for one in listed["data"]] == [MODEL]


async def test_who_lists_no_models_says_why(server: Server, llm: ScriptedLlm) -> None:
    nobody = described(llm, urls=[{"url": f"http://{DEAF}/v1"}])
    azure = described(llm, llmFormat="azure_openai")

    for wish in (nobody, azure):
        reply = await server.client.post("/v1/llms/models", json=wish)
        assert reply.status_code == 422, reply.text
        assert reply.json()["message"].startswith("No models are listed there: ")
        assert SECRET not in reply.text


async def test_an_address_in_the_house_lists_nothing(server: Server, llm: ScriptedLlm) -> None:
    reply = await server.client.post(
        "/v1/llms/models", json=described(llm, urls=[{"url": "http://127.0.0.1:1/v1"}])
    )

    assert reply.status_code == 400

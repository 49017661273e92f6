"""/v1/llms"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.api import published
from tests.api.servers import Server, bearer, serving

from visavis.services import stock
from visavis.store.tables import Llm

PUBLISHED = [
    "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
    "0934d97d-0c3a-4f33-91b0-5e136a0ef466",
    "7736a22f-2d79-4720-952c-25fdca55ad40",
    "CUSTOMER_CLIENT_V1",
]
EVERYTHING = {"perPage": 100}
CREATE = {
    "displayName": "My GPT-4o",
    "urls": [{"url": "https://api.openai.com/v1/chat/completions"}],
    "llmFormat": "openai",
    "modelName": "gpt-4o",
    "secret": "sk-very-secret",
    "temperature": 0.7,
}
"""The published example, with a secret."""


async def create(server: Server, **changes: Any) -> dict[str, Any]:
    reply = await server.client.post("/v1/llms", json=CREATE | changes)
    assert reply.status_code == 201, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Server]:
    """Its operator runs a model of their own beside it."""
    async with serving(data_dir, allowed_hosts="localhost:8081") as running:
        yield running


# ---- defaults


async def test_llms_say_what_really_answers(server: Server) -> None:
    listed = (await server.client.get("/v1/llms", params=EVERYTHING)).json()["data"]

    by_id = {llm["id"]: llm for llm in listed}
    assert set(PUBLISHED) <= set(by_id)
    assert set(published.LLM_FIELDS) | {"engine", "engineNote", "contextTokens"} == set(listed[0])
    default = by_id["a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"]
    assert default["engine"] == "offline"
    assert "offline answerer" in default["engineNote"]
    disabled = by_id["CUSTOMER_CLIENT_V1"]
    assert (disabled["displayName"], disabled["llmFormat"], disabled["isGlobal"]) == (
        "Disable LLM",
        "none",
        True,
    )
    assert (await server.client.get("/v1/llms/CUSTOMER_CLIENT_V1")).json() == disabled
    legacy = await server.client.get("/v1/llms/ANAM_GPT_4O_MINI_V1")
    assert legacy.json()["id"] == stock.DEFAULT_LLM


async def test_default_llms_can_be_left_out(server: Server) -> None:
    reply = await server.client.get("/v1/llms", params={"includeDefaults": "false"})

    assert reply.json()["data"] == []
    assert reply.json()["meta"] == {
        "total": 0, "lastPage": 1, "currentPage": 1, "perPage": 10, "prev": None, "next": None,
    }  # fmt: skip


@pytest.mark.parametrize("id", PUBLISHED)
async def test_default_llms_cannot_be_changed(server: Server, id: str) -> None:
    for reply in (
        await server.client.put(f"/v1/llms/{id}", json={"temperature": 0.5}),
        await server.client.delete(f"/v1/llms/{id}"),
    ):
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")


# ---- made


async def test_the_published_create_example_is_kept_without_its_secret(server: Server) -> None:
    llm = await create(server)

    assert set(published.LLM_FIELDS) | {"engine", "engineNote", "contextTokens"} == set(llm)
    for field in set(CREATE) - {"secret"}:
        assert llm[field] == CREATE[field]
    assert (llm["isDefault"], llm["isGlobal"], llm["maxTokens"], llm["metadata"]) == (False, False, None, {})
    assert llm["contextTokens"] is None
    assert (llm["reasoningEffort"], llm["reasoningFormat"]) == ("default", "hidden")
    assert llm["engine"] == "openai"
    assert "gpt-4o at api.openai.com" in llm["engineNote"]
    assert (await server.client.get(f"/v1/llms/{llm['id']}")).json() == llm
    listed = (await server.client.get("/v1/llms", params={"includeDefaults": "false"})).json()["data"]
    assert listed == [llm]


async def test_a_secret_is_in_no_answer_and_nowhere_on_the_disk(server: Server) -> None:
    llm = await create(server)
    await server.client.put(f"/v1/llms/{llm['id']}", json={"secret": "sk-another-secret"})

    answers = [llm, (await server.client.get(f"/v1/llms/{llm['id']}")).json()]
    answers.append((await server.client.get("/v1/llms", params=EVERYTHING)).json())
    answers.append((await server.start(body={"personaConfig": {"llmId": llm["id"]}})).json())
    answers.append((await server.client.get("/v1/sessions")).json())
    assert "-secret" not in str(answers)
    for path in server.wing.settings.data_dir.rglob("*"):
        assert not path.is_file() or b"-secret" not in path.read_bytes()


async def test_several_addresses_stay_in_their_order(server: Server) -> None:
    urls = [{"url": "https://a.example/v1", "region": "eu"}, {"url": "https://b.example/v1/chat/completions"}]

    llm = await create(server, urls=urls)

    assert llm["urls"] == urls


async def test_what_the_public_mcp_server_sends_is_taken(server: Server) -> None:
    reply = await server.client.post(
        "/v1/llms",
        json={
            "name": "Mine", "provider": "groq", "model": "llama", "apiKey": "gsk-secret",
            "baseUrl": "https://g.example/openai/v1", "temperature": 0.1, "maxTokens": 50,
        },
    )  # fmt: skip

    assert reply.status_code == 201, reply.text
    llm = reply.json()
    assert (llm["displayName"], llm["llmFormat"], llm["modelName"]) == ("Mine", "groq_openai", "llama")
    assert llm["urls"] == [{"url": "https://g.example/openai/v1"}]
    assert (llm["temperature"], llm["maxTokens"]) == (0.1, 50)
    renamed = await server.client.put(f"/v1/llms/{llm['id']}", json={"name": "Yours"})
    assert (renamed.json()["displayName"], renamed.json()["maxTokens"]) == ("Yours", 50)


@pytest.mark.parametrize(
    ("provider", "host"),
    [("openai", "api.openai.com"), ("groq", "api.groq.com"), ("anthropic", "api.anthropic.com")],
)
async def test_a_vendor_without_an_address_is_reached_at_its_own(
    server: Server, provider: str, host: str
) -> None:
    reply = await server.client.post("/v1/llms", json={"name": "Mine", "provider": provider, "model": "m"})

    assert host in reply.json()["urls"][0]["url"]


@pytest.mark.parametrize(
    "format",
    ["openai", "azure_openai", "groq_openai", "gemini", "advanced_voice", "none", "anthropic", "custom"],
)
async def test_the_formats_of_both_forms_are_kept(server: Server, format: str) -> None:
    llm = await create(server, llmFormat=format)

    assert llm["llmFormat"] == format
    changed = await server.client.put(f"/v1/llms/{llm['id']}", json={"llmFormat": "openai"})
    assert changed.json()["llmFormat"] == "openai"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"displayName": ""}, "displayName"),
        ({"displayName": None}, "displayName"),
        ({"llmFormat": "telepathy"}, "llmFormat"),
        ({"llmFormat": None}, "llmFormat"),
        ({"modelName": ""}, "modelName"),
        ({"urls": []}, "urls"),
        ({"urls": [{}]}, "urls.0.url"),
        ({"urls": [{"url": "no address"}]}, "urls.0.url"),
        ({"urls": [{"url": "https://ok.example"}, {"url": "ftp://a.example"}]}, "urls.1.url"),
        ({"urls": [{"url": "http://me:word@a.example"}]}, "urls.0.url"),
        ({"urls": [{"url": "http://127.0.0.1:11434/v1"}]}, "urls.0.url"),
        ({"urls": [{"url": "http://localhost:5432/"}]}, "urls.0.url"),
        ({"urls": [{"url": "http://169.254.169.254/latest"}]}, "urls.0.url"),
        ({"urls": [{"url": "http://[::ffff:10.0.0.1]/"}]}, "urls.0.url"),
        ({"temperature": 3}, "temperature"),
        ({"maxTokens": 0}, "maxTokens"),
        ({"reasoningEffort": "extreme"}, "reasoningEffort"),
        ({"reasoningFormat": "verse"}, "reasoningFormat"),
        ({"metadata": "free"}, "metadata"),
        ({"secret": 5}, "secret"),
    ],
)
async def test_what_is_wrong_is_named(server: Server, changes: dict[str, Any], path: str) -> None:
    created = await server.client.post("/v1/llms", json=CREATE | changes)
    updated = await server.client.put(f"/v1/llms/{(await create(server))['id']}", json=changes)

    for reply in (created, updated):
        assert reply.status_code == 400, reply.text
        assert reply.json()["details"][0]["path"] == path


@pytest.mark.parametrize(
    ("missing", "path"),
    [("displayName", "displayName"), ("llmFormat", "llmFormat"), ("modelName", "modelName")],
)
async def test_what_is_missing_is_named(server: Server, missing: str, path: str) -> None:
    reply = await server.client.post("/v1/llms", json={k: v for k, v in CREATE.items() if k != missing})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)


async def test_a_format_without_a_known_vendor_needs_an_address(server: Server) -> None:
    body = {"displayName": "Mine", "llmFormat": "azure_openai", "modelName": "m"}

    reply = await server.client.post("/v1/llms", json=body)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "urls")


async def test_the_operator_may_allow_a_model_in_the_house(server: Server) -> None:
    await create(server, urls=[{"url": "http://localhost:8081/v1"}])


# ---- changed and deleted


async def test_the_published_update_changes_the_temperature_and_nothing_else(server: Server) -> None:
    before = await create(server)

    reply = await server.client.put(f"/v1/llms/{before['id']}", json={"temperature": 0.5})

    assert reply.status_code == 200
    after = reply.json()
    assert after["temperature"] == 0.5
    assert after["updatedAt"] > before["updatedAt"]
    unchanged = set(before) - {"temperature", "updatedAt"}
    assert {field: after[field] for field in unchanged} == {field: before[field] for field in unchanged}


async def test_the_update_takes_one_address_or_several(server: Server) -> None:
    where = f"/v1/llms/{(await create(server))['id']}"

    one = await server.client.put(where, json={"url": "https://a.example/v1"})
    two = await server.client.put(
        where, json={"urls": [{"url": "https://b.example"}, {"url": "https://c.example"}]}
    )

    assert one.json()["urls"] == [{"url": "https://a.example/v1"}]
    assert [one["url"] for one in two.json()["urls"]] == ["https://b.example", "https://c.example"]


async def test_null_clears_what_may_be_null(server: Server) -> None:
    llm = await create(server, description="Mine", maxTokens=5)

    reply = await server.client.put(
        f"/v1/llms/{llm['id']}", json={"description": None, "temperature": None, "maxTokens": None}
    )

    assert [reply.json()[field] for field in ("description", "temperature", "maxTokens")] == [None] * 3


async def test_a_deleted_llm_is_gone(server: Server) -> None:
    where = f"/v1/llms/{(await create(server))['id']}"

    reply = await server.client.delete(where)

    assert (reply.status_code, reply.content) == (204, b"")
    assert (await server.client.get(where)).status_code == 404
    assert (await server.client.delete(where)).status_code == 404


async def test_another_organizations_llm_is_404(server: Server) -> None:
    llm = await create(server)
    server.client.headers.update(bearer(await server.key_of_another_organization()))
    where = f"/v1/llms/{llm['id']}"

    assert (await server.client.get(where)).status_code == 404
    assert (await server.client.put(where, json={"temperature": 1})).status_code == 404
    assert (await server.client.delete(where)).status_code == 404
    assert (await server.client.post("/v1/personas", json={"llmId": llm["id"]})).status_code == 400
    listed = (await server.client.get("/v1/llms", params=EVERYTHING)).json()["data"]
    assert llm["id"] not in {one["id"] for one in listed}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_unknown_llms_are_404_and_all_need_a_key(server: Server, method: str) -> None:
    body = {} if method == "PUT" else None
    assert (await server.client.request(method, "/v1/llms/no-such", json=body)).status_code == 404

    del server.client.headers["authorization"]
    assert (await server.client.request(method, "/v1/llms/no-such", json=body)).status_code == 401
    assert (await server.client.get("/v1/llms")).status_code == 401
    assert (await server.client.post("/v1/llms", json=CREATE)).status_code == 401


# ---- in sessions


async def test_a_persona_thinks_with_its_own_llm(server: Server) -> None:
    urls = [{"url": "https://a.example/v1/chat/completions"}, {"url": "https://b.example/v1/"}]
    llm = await create(server, urls=urls, maxTokens=64, reasoningEffort="low")
    persona = (await server.client.post("/v1/personas", json={"llmId": llm["id"]})).json()

    for config in ({"llmId": llm["id"]}, {"personaId": persona["id"]}):
        assert (await server.start(await server.token(**config))).status_code == 200

        spec = server.placement.placed[-1].llm
        assert (spec.kind, spec.model, spec.base_url) == ("openai", "gpt-4o", "https://a.example/v1")
        assert spec.fallback_urls == ("https://b.example/v1",)
        assert spec.allowed_hosts == ("localhost:8081",)
        assert spec.api_key is not None
        assert spec.api_key.get_secret_value() == "sk-very-secret"
        assert (spec.temperature, spec.max_tokens, spec.reasoning_effort) == (0.7, 64, "low")


async def test_a_rotated_secret_counts_and_an_empty_one_takes_it_away(server: Server) -> None:
    llm = await create(server)

    for secret, expected in (("sk-new", "sk-new"), ("", None)):
        await server.client.put(f"/v1/llms/{llm['id']}", json={"secret": secret})
        await server.start(body={"personaConfig": {"llmId": llm["id"]}})
        key = server.placement.placed[-1].llm.api_key
        assert (key.get_secret_value() if key else None) == expected


@pytest.mark.parametrize(
    ("asked", "kind", "model", "address"),
    [
        (
            {
                "llmFormat": "anthropic",
                "modelName": "claude-x",
                "urls": [{"url": "https://a.example/v1/messages"}],
            },
            *("anthropic", "claude-x", "https://a.example"),
        ),
        ({"llmFormat": "anthropic"}, "anthropic", "gpt-4o", "https://api.anthropic.com"),
        ({"llmFormat": "gemini"}, "gemini", "gpt-4o", "https://generativelanguage.googleapis.com/v1beta"),
        (
            {
                "llmFormat": "azure_openai",
                "deploymentName": "mine",
                "apiVersion": "2025-04-01-preview",
                "urls": [{"url": "https://me.openai.azure.com"}],
            },
            *("azure_openai", "mine", "https://me.openai.azure.com"),
        ),
        ({"llmFormat": "groq_openai"}, "openai", "gpt-4o", "https://api.groq.com/openai/v1"),
    ],
)
async def test_each_format_is_called_in_its_own_protocol(
    server: Server, asked: dict[str, Any], kind: str, model: str, address: str
) -> None:
    without = {name: value for name, value in CREATE.items() if name != "urls"}
    reply = await server.client.post("/v1/llms", json=without | {"reasoningFormat": "parsed"} | asked)
    llm = reply.json()
    assert llm["engine"] == kind

    assert (await server.start(body={"personaConfig": {"llmId": llm["id"]}})).status_code == 200

    spec = server.placement.placed[-1].llm
    assert (spec.kind, spec.model, spec.base_url) == (kind, model, address)
    assert (spec.api_version, spec.shows_reasoning) == (asked.get("apiVersion"), True)


ALOUD = {"displayName": "Aloud", "llmFormat": "advanced_voice", "secret": "sk-own"}
LOCAL = {"urls": [{"url": "http://localhost:8081/v1/realtime"}]}


async def aloud(server: Server, **changes: Any) -> dict[str, Any]:
    """A persona's parts: an LLM that hears and speaks by itself, and a voice of its own."""
    reply = await server.client.post("/v1/llms", json=ALOUD | changes)
    assert reply.json()["engine"] == "openai_realtime", reply.text
    named = {"displayName": "Cedar", "provider": "OPENAI_ADVANCED_VOICE", "providerVoiceId": "cedar"}
    voice = await server.client.post("/v1/voices", json=named)
    return {"llmId": reply.json()["id"], "voiceId": voice.json()["id"]}


@pytest.mark.parametrize(
    ("changes", "settings", "address", "key"),
    [
        ({}, {"OPENAI_API_KEY": "sk", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, None, "sk-own"),
        ({"secret": ""}, {"OPENAI_API_KEY": "sk"}, None, "sk"),
        (
            {"secret": ""},
            {"OPENAI_API_KEY": "sk", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
            *("http://127.0.0.1:9/v1", "sk"),
        ),
        ({"secret": ""}, {"OPENAI_REALTIME_BASE_URL": "http://live/v1"}, "http://live/v1", "none"),
        (LOCAL | {"secret": ""}, {"OPENAI_API_KEY": "sk"}, "http://localhost:8081/v1", "none"),
    ],
)
async def test_an_llm_that_speaks_by_itself_is_reached_with_its_own_key_or_the_operators(
    data_dir: Path, changes: dict[str, Any], settings: dict[str, str], address: str | None, key: str
) -> None:
    async with serving(data_dir, allowed_hosts="localhost:8081", **settings) as server:
        parts = await aloud(server, **changes)
        assert (await server.start(body={"personaConfig": parts})).status_code == 200
        spec = server.placement.placed[-1].llm

    assert (spec.kind, spec.voice, spec.base_url, spec.key) == ("openai_realtime", "cedar", address, key)
    assert spec.allowed_hosts == (("localhost:8081",) if "urls" in changes else None)


@pytest.mark.parametrize(
    ("changes", "config", "path", "said"),
    [
        ({"secret": ""}, {}, "personaConfig.llmId", "no key for OpenAI"),
        ({}, {"voiceId": None}, "personaConfig.voiceId", "OPENAI_ADVANCED_VOICE"),
        ({}, {"zeroDataRetention": True}, "personaConfig.zeroDataRetention", "isZdr"),
    ],
)
async def test_what_an_llm_that_speaks_by_itself_lacks_is_said_before_a_session(
    server: Server, changes: dict[str, Any], config: dict[str, Any], path: str, said: str
) -> None:
    parts = await aloud(server, **changes)

    reply = await server.start(body={"personaConfig": parts | config})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)
    assert said in reply.json()["message"]


async def test_an_llm_of_the_format_none_lets_the_client_think(server: Server) -> None:
    llm = await create(server, llmFormat="none")

    await server.start(body={"personaConfig": {"llmId": llm["id"]}})

    assert server.placement.placed[0].llm.kind == "none"


async def test_a_secret_whose_key_is_gone_is_a_plain_refusal(server: Server) -> None:
    llm = await create(server)
    async with server.wing.database.transaction() as session:
        row = await session.get(Llm, llm["id"])
        assert row
        row.sealed_secret = "sealed elsewhere"

    reply = await server.start(body={"personaConfig": {"llmId": llm["id"]}})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.llmId")

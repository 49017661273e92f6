"""Which language model the public ids mean, by what answers at start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Header
from tests.packages import brings

from visavis.services.default_llm import describe, find_default_llm, ollama_base
from visavis.settings import Settings

ENDPOINT = "http://models.test/v1"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)


def machine(models: list[str], keys_seen: list[str] | None = None, **told: Any) -> httpx.AsyncClient:
    """A network on which every host lists these models, the OpenAI way and Ollama's; `told` of each."""
    app = FastAPI()

    @app.get("/v1/models")
    async def openai(authorization: str = Header("")) -> dict[str, Any]:
        (keys_seen if keys_seen is not None else []).append(authorization)
        return {"object": "list", "data": [{"id": name, "object": "model"} | told for name in models]}

    @app.get("/api/tags")
    async def ollama() -> dict[str, Any]:
        return {"models": [{"name": name, "model": name} for name in models]}

    return httpx.AsyncClient(transport=httpx.ASGITransport(app))


def silent() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(FastAPI(openapi_url=None)))


async def test_with_a_key_alone_it_is_openai() -> None:
    llm = await find_default_llm(Settings(OPENAI_API_KEY="sk-secret"), machine(["not-asked"]))

    assert (llm.kind, llm.model, llm.base_url) == ("openai", "gpt-4o-mini", None)
    assert describe(llm) == "gpt-4o-mini at api.openai.com"


async def test_an_endpoint_is_asked_for_its_model() -> None:
    keys: list[str] = []
    settings = Settings(OPENAI_BASE_URL=ENDPOINT, OPENAI_API_KEY="sk-secret")

    llm = await find_default_llm(settings, machine(["llama-3.2-3b", "other"], keys))

    assert (llm.kind, llm.model, llm.base_url) == ("openai", "llama-3.2-3b", ENDPOINT)
    assert keys == ["Bearer sk-secret"]
    assert "sk-secret" not in describe(llm) + repr(llm)


async def test_a_named_model_is_not_asked_for() -> None:
    llm = await find_default_llm(Settings(OPENAI_BASE_URL=ENDPOINT, OPENAI_MODEL="mine"), silent())

    assert llm.model == "mine"


@pytest.mark.parametrize(
    "told", [{"max_model_len": 32_768}, {"context_window": 32_768}, {"meta": {"n_ctx": 32_768}}]
)
async def test_an_endpoint_tells_how_much_the_model_reads(told: dict[str, Any]) -> None:
    settings = Settings(OPENAI_BASE_URL=ENDPOINT, OPENAI_MODEL="mine")

    assert (await find_default_llm(settings, machine(["other", "mine"], **told))).context_tokens == 32_768


async def test_the_operator_knows_better_how_much_it_reads() -> None:
    settings = Settings(OPENAI_BASE_URL=ENDPOINT, llm_context_tokens=16_384)

    assert (await find_default_llm(settings, machine(["m"], context_window=8))).context_tokens == 16_384


async def test_little_is_assumed_of_a_model_of_which_nothing_is_known() -> None:
    of_openai = await find_default_llm(Settings(OPENAI_API_KEY="sk-secret"), silent())
    of_ollama = await find_default_llm(Settings(), machine(["qwen3:4b"]))

    assert (of_openai.context_tokens, of_ollama.context_tokens) == (8_192, 4_096)


async def test_an_endpoint_that_lists_nothing_is_still_taken() -> None:
    llm = await find_default_llm(Settings(OPENAI_BASE_URL=ENDPOINT), silent())

    assert (llm.kind, llm.base_url) == ("openai", ENDPOINT)


async def test_a_local_ollama_is_found() -> None:
    llm = await find_default_llm(Settings(), machine(["qwen3:4b"]))

    assert (llm.kind, llm.model, llm.base_url) == ("openai", "qwen3:4b", "http://127.0.0.1:11434/v1")


async def test_an_ollama_without_models_does_not_count() -> None:
    assert (await find_default_llm(Settings(), machine([]))).kind == "offline"


async def test_when_nothing_answers_it_is_the_offline_answerer() -> None:
    llm = await find_default_llm(Settings(OLLAMA_HOST="http://127.0.0.1:9"))

    assert llm.kind == "offline"
    assert "offline" in describe(llm)


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:9999", "http://127.0.0.1:9999"),
        ("box.lan", "http://box.lan:11434"),
        ("https://ollama.example.com:443", "https://ollama.example.com:443"),
        ("[::]:11434", "http://127.0.0.1:11434"),
    ],
)
def test_the_address_of_ollama_is_read_as_ollama_reads_it(host: str, base: str) -> None:
    assert ollama_base(host) == base


async def test_a_mind_of_a_package_that_the_operator_names_comes_before_all_others(tmp_path: Path) -> None:
    with brings(tmp_path, "[visavis.minds]\nparrot = parrot:mind\n"):
        settings = Settings(OPENAI_API_KEY="sk-secret", OPENAI_MODEL="grey", mind="parrot")
        llm = await find_default_llm(settings, machine(["not-asked"]))

        assert (llm.kind, llm.model, llm.api_key) == ("parrot", "grey", None)
        assert describe(llm) == "parrot, which a package brings"


def test_a_mind_that_nobody_brings_is_a_wrong_setting() -> None:
    with pytest.raises(ValueError, match="nothing of that name is installed; there are auto"):
        Settings(mind="parrot")

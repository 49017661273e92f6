"""An engine that is asked to try an LLM, over its own HTTP, with a real line to the LLM."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest

from tests.providers.llm.vendor import streamed, vendor
from tests.scripted_llm import MODEL, ScriptedLlm, says, scripted_llm
from visavis.contract.internal import SECRET_HEADER
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.spec import LlmSpec
from visavis.engine.llm_trial import ENOUGH, try_llm
from visavis.engine.server import create_app
from visavis.engine.sessions import Sessions

SECRET = "of the house"


@pytest.fixture
async def llm() -> AsyncIterator[ScriptedLlm]:
    async with scripted_llm() as running:
        yield running


@pytest.fixture
async def engine() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app("engine-1", cast(Sessions, None), SECRET)  # no session is asked for
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://engine") as http:
        yield http


def trial(llm: ScriptedLlm, **changes: Any) -> LlmTrial:
    spec = {"id": "l", "kind": "openai", "model": MODEL, "base_url": llm.url, "api_key": "sk-a-key"}
    return LlmTrial(llm=LlmSpec.model_validate(spec | changes), prompt="Say hello.")


async def test_it_asks_for_its_api_only(engine: httpx.AsyncClient, llm: ScriptedLlm) -> None:
    llm.scripts.append(says("Hello."))
    body = trial(llm).model_dump_json()

    assert (await engine.post("/llm-trials", content=body)).status_code == 401
    assert llm.asked == []

    reply = await engine.post("/llm-trials", content=body, headers={SECRET_HEADER: SECRET})
    assert LlmTried.model_validate_json(reply.content).text == "Hello."
    assert llm.keys == ["sk-a-key"]


async def test_what_makes_no_sense_is_refused(engine: httpx.AsyncClient) -> None:
    reply = await engine.post("/llm-trials", content="{}", headers={SECRET_HEADER: SECRET})

    assert reply.status_code == 400


async def test_an_address_in_the_house_is_not_reached_for_a_user(llm: ScriptedLlm) -> None:
    tried = await try_llm(trial(llm, allowed_hosts=()))

    assert llm.asked == []
    assert tried.error is not None
    assert "127.0.0.1" in tried.error


@pytest.mark.parametrize("kind", ["openai", "anthropic", "gemini"])
async def test_what_is_no_json_is_told_whoever_sends_it(kind: str) -> None:
    async with vendor() as somebody:
        somebody.answers.append(streamed([b"event: message_start\n", b"data: {broken\n\n"]))
        spec = LlmSpec.model_validate({"id": "l", "kind": kind, "model": "m", "base_url": somebody.url})

        tried = await try_llm(LlmTrial(llm=spec, prompt="Say hello."))

    assert len(somebody.asked) == 1
    assert (tried.text, tried.first_token_s) == ("", None)
    assert tried.error


async def test_a_model_that_talks_on_is_stopped(llm: ScriptedLlm) -> None:
    llm.scripts.append(says(*["Well, "] * 1000))

    tried = await try_llm(trial(llm))

    assert (len(tried.text), tried.error) == (ENOUGH, None)


async def test_thoughts_are_no_words(llm: ScriptedLlm) -> None:
    llm.scripts.append(says("<think>", "Hm.", "</think>"))

    tried = await try_llm(trial(llm, shows_reasoning=True))

    assert (tried.text, tried.first_token_s) == ("", None)
    assert tried.error

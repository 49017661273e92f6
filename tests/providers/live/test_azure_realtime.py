"""Azure's door, in front of the protocol that test_openai_realtime is about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import numpy as np
import pytest
from pydantic import SecretStr

from tests.providers.live.vendors.azure import DEPLOYMENT, AzureRealtimeVendor
from tests.providers.live.vendors.realtime import KEY
from visavis.contract.spec import LlmSpec
from visavis.providers import registry
from visavis.providers.base import LiveModel, Message, ProviderError, Role, Spoken, Stage

SECOND = np.full(16_000, 3000, np.int16)


@asynccontextmanager
async def meeting(
    vendor: AzureRealtimeVendor, path: str = "/openai/v1/realtime", *, key: str = KEY, transcribes: str = ""
) -> AsyncIterator[LiveModel]:
    async with vendor.at_work():
        spec = LlmSpec(
            id="l",
            kind="azure_realtime",
            model=DEPLOYMENT,
            base_url=vendor.url.removesuffix("/v1") + path,
            api_key=SecretStr(key),
            transcription_model=transcribes,
        )
        model = registry.live_model(spec, "de-DE")
        assert model is not None
        model.begin(lambda: [Message(Role.SYSTEM, "You are Ana.")], [])
        try:
            yield model
        finally:
            await model.close()


async def words_of_an_answer(model: LiveModel) -> str:
    async with asyncio.timeout(5), aclosing(model.reply()) as pieces:
        return "".join([piece.text async for piece in pieces if isinstance(piece, Spoken)])


async def test_it_hears_and_answers_aloud_with_its_deployments() -> None:
    vendor = AzureRealtimeVendor()
    async with meeting(vendor, transcribes="our-transcriber") as model:
        turn = model.open()
        turn.feed(SECOND)
        assert await turn.finish() == "How are you?"
        assert await words_of_an_answer(model) == "Hello."
    transcription = vendor.session["audio"]["input"]["transcription"]
    assert transcription == {"model": "our-transcriber", "language": "de"}
    assert vendor.complaints == []


@pytest.mark.parametrize(
    "path", ["", "/openai/v1/", "/openai/realtime?api-version=2025-04-01-preview&deployment=another"]
)
async def test_whichever_address_of_the_resource_is_given_its_present_one_is_called(path: str) -> None:
    async with meeting(AzureRealtimeVendor(), path) as model:
        assert await words_of_an_answer(model) == "Hello."


async def test_a_key_that_is_refused_is_said_and_not_shown() -> None:
    async with meeting(AzureRealtimeVendor(), key="another") as model:
        with pytest.raises(ProviderError, match=r"azure_realtime: .*the key was refused") as failed:
            await words_of_an_answer(model)
    assert failed.value.stage is Stage.THINK
    assert "another" not in str(failed.value)

"""Azure's two kinds of addresses, in front of the protocol that test_openai_* are about."""

import json

import pytest

from tests.providers.llm.vendor import streamed, vendor
from visavis.contract.spec import LlmSpec
from visavis.providers.base import Message, Role
from visavis.providers.llm.azure_openai import azure_openai


def chunk(choices, **fields):
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": choices}
    return f"data: {json.dumps(whole | fields)}\n\n".encode()


FILTERS = chunk([], prompt_filter_results=[{"prompt_index": 0}])
NINE = chunk([{"index": 0, "delta": {"content": "Nine."}, "finish_reason": "stop"}])
DONE = b"data: [DONE]\n\n"


@pytest.fixture
async def server():
    async with vendor() as here:
        here.answers = [streamed([FILTERS, NINE, DONE])]
        yield here


async def asked_of(server, path="", **options):
    address = server.url + path
    spec = LlmSpec(id="l", kind="azure_openai", model="gpt-mine", api_key="az", base_url=address, **options)
    model = azure_openai(spec)
    pieces = [piece async for piece in model.reply([Message(Role.USER, "When?")])]
    await model.close()
    assert pieces == ["Nine."]
    (asked,) = server.asked
    assert asked.headers["api-key"] == "az"
    return asked


async def test_a_present_address_names_the_deployment_as_the_model(server):
    asked = await asked_of(server)
    assert (asked.path, asked.query) == ("/openai/v1/chat/completions", {})
    assert asked.body["model"] == "gpt-mine"


async def test_an_older_address_names_deployment_and_version(server):
    asked = await asked_of(server, api_version="2025-04-01-preview")
    assert asked.path == "/openai/deployments/gpt-mine/chat/completions"
    assert asked.query == {"api-version": "2025-04-01-preview"}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/openai/deployments/old/chat/completions", "/openai/v1/chat/completions"),
        ("/openai-gateway/team/openai/v1/", "/openai-gateway/team/openai/v1/chat/completions"),
        ("/team", "/team/openai/v1/chat/completions"),
    ],
)
async def test_a_gateway_before_azure_keeps_its_path(server, address, path):
    assert (await asked_of(server, address)).path == path

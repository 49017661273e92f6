"""What of the operator's own goes to the addresses that users gave: nothing."""

import pytest

from tests.providers.llm.test_azure_openai import DONE, NINE
from tests.providers.llm.vendor import streamed, vendor
from visavis.contract.spec import LlmSpec
from visavis.providers.base import Message, Role
from visavis.providers.llm.openai_compatible import openai_compatible


@pytest.mark.parametrize("is_users", [True, False])
async def test_the_operators_organization_is_told_to_the_operators_addresses_only(is_users, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-operator")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-of-the-operator")
    async with vendor() as server:
        server.answers = [streamed([NINE, DONE])]
        hosts = (server.url.removeprefix("http://"),) if is_users else None
        spec = LlmSpec(id="l", kind="openai", model="m", base_url=server.url, allowed_hosts=hosts)
        model = openai_compatible(spec)
        assert [piece async for piece in model.reply([Message(Role.USER, "When?")])] == ["Nine."]
        await model.close()
    told = {"openai-organization", "openai-project"} & set(server.asked[0].headers)
    assert len(told) == (0 if is_users else 2)

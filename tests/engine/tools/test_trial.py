"""A webhook tried outside of a conversation, against a real server"""

import asyncio

import httpx
import pytest
from pydantic import SecretStr

from tests.web import Page, web
from visavis.contract.tools import ToolTrial, TriedTool, WebhookTool
from visavis.engine.limits import Limits
from visavis.engine.server import create_app
from visavis.engine.sessions import Sessions
from visavis.engine.tools.trial import try_tool


@pytest.fixture
async def owner():
    async with web() as served:
        yield served


@pytest.fixture
def tried(owner):
    async def once(path="/hook", arguments=None, **fields):
        asked = {
            "name": "t",
            "url": owner.url + path,
            "method": "POST",
            "allowed_hosts": (owner.host,),
        } | fields
        trial = ToolTrial(tool=WebhookTool(**asked), arguments=arguments or {})
        return await try_tool(trial, asyncio.get_running_loop().time)

    return once


async def test_an_answer_is_told_as_the_model_would_read_it(owner, tried):
    owner.pages["/hook"] = Page(b'{"slots": [10]}', "application/json", status=201)
    told = await tried(arguments={"day": "Monday"}, headers={"X-Key": SecretStr("sk-1")})
    assert (told.status, told.result, told.error) == (201, '{"slots": [10]}', None)
    assert 0 < told.seconds < 5
    (asked,) = owner.asked
    assert (asked.json, asked.headers["x-key"]) == ({"day": "Monday"}, "sk-1")


async def test_an_answer_that_says_that_it_failed_is_told_with_its_status(owner, tried):
    owner.pages["/hook"] = Page(b"no such day", "text/plain", status=404)
    told = await tried()
    assert (told.status, told.error) == (404, "The webhook answered 404: no such day")
    assert told.result.startswith("It failed: The webhook answered 404: no such day. ")


async def test_an_answer_that_no_conversation_waits_for_is_waited_for(owner, tried):
    owner.put("/hook", b"Booked.", "text/plain")
    assert (await tried(await_response=False)).result == "Booked."


async def test_what_the_model_would_be_told_to_put_right_calls_nothing(owner, tried):
    told = await tried(parameters={"type": "object", "properties": {"day": {}}, "required": ["day"]})
    assert (told.status, told.error) == (None, "The arguments lack day; call it again")
    assert owner.asked == []


async def test_addresses_inside_are_refused_as_in_a_conversation(owner, tried):
    told = await tried(allowed_hosts=())
    assert told.status is None
    assert told.error.startswith("The webhook was not reached: 127.0.0.1 is not a public address")
    assert owner.asked == []


async def test_a_redirect_to_an_address_inside_has_no_status_of_its_own(owner, tried):
    owner.pages["/hook"] = Page(b"", status=302, headers={"location": "http://10.0.0.1/"})
    told = await tried(method="GET")
    assert told.status is None
    assert "10.0.0.1 is not a public address" in told.error


async def test_only_its_api_may_have_an_engine_call_a_webhook(owner):
    owner.put("/hook", b"Booked.", "text/plain")
    hook = WebhookTool(name="t", url=owner.url + "/hook", method="POST", allowed_hosts=(owner.host,))
    trial = ToolTrial(tool=hook, arguments={}).model_dump_json()
    app = create_app("engine-1", Sessions(None, None, None, Limits(), capacity=1, rules=None), "secret")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://engine") as http:
        assert (await http.post("/tools/try", content=trial)).status_code == 401
        assert owner.asked == []
        trusted = await http.post("/tools/try", content=trial, headers={"x-visavis-secret": "secret"})
    assert TriedTool.model_validate_json(trusted.content).result == "Booked."

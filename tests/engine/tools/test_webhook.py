"""Webhooks against a real server, and one that never answers on a virtual clock."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from pydantic import SecretStr

from tests import virtual_time
from tests.web import Page, web
from visavis.contract.tools import LONGEST_WEBHOOK_S, WebhookTool
from visavis.engine.tools.tool import Call, ToolFailed
from visavis.engine.tools.webhook import MOST_BYTES, MOST_REDIRECTS, ByWebhook

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
async def owner():
    """Of the persona: a web server of hers."""
    async with web() as served:
        yield served


@pytest.fixture
async def call(owner):
    """Calls a webhook of hers once; the server may be reached, though it is on this machine."""
    made = []

    async def once(path="/hook", arguments=None, **fields):
        fields = {
            "name": "t",
            "url": owner.url + path,
            "method": "POST",
            "allowed_hosts": (owner.host,),
        } | fields
        tool = ByWebhook(WebhookTool(**fields))
        made.append(tool)
        return await tool.run(called(tool.spec, arguments or {}))

    yield once
    for tool in made:
        await tool.close()


def called(spec, arguments):
    return Call("c1", spec, arguments, 0, "u1", NOW, NOW)


async def test_the_answer_comes_back_to_the_letter(owner, call):
    owner.put("/hook", '{"état": "sent"}'.encode(), "application/json")
    outcome = await call(arguments={"order": 7}, headers={"X-Key": SecretStr("sk-1")})
    assert outcome.result == '{"état": "sent"}'
    (asked,) = owner.asked
    assert (asked.method, asked.json) == ("POST", {"order": 7})
    assert asked.headers["x-key"] == "sk-1"


async def test_an_empty_answer_says_that_it_is_done(owner, call):
    owner.pages["/hook"] = Page(b"", status=204)
    assert (await call()).result.startswith("It is done")


async def test_nobody_waits_for_one_that_is_only_to_be_told(owner, call):
    owner.put("/hook", b"")
    owner.pages["/hook"].gate = asyncio.Event()
    outcome = await call(await_response=False)
    assert not outcome.awaited
    while not owner.asked:
        await asyncio.sleep(0.01)
    owner.pages["/hook"].gate.set()


async def test_a_session_that_ends_waits_for_such_a_one_but_not_for_long(owner, call):
    owner.put("/hook", b"")
    tool = ByWebhook(
        WebhookTool(
            name="t",
            url=owner.url + "/hook",
            method="POST",
            allowed_hosts=(owner.host,),
            await_response=False,
        )
    )
    await tool.run(called(tool.spec, {}))
    await tool.close()
    assert owner.asked, "it was on its way"


async def test_a_refusal_is_told_with_its_reason(owner, call):
    owner.pages["/hook"] = Page(b"no such order" + b"." * 1000, status=404)
    with pytest.raises(ToolFailed, match="answered 404: no such order") as caught:
        await call()
    assert len(str(caught.value)) < 400


async def test_an_answer_of_ten_megabytes_is_not_read(owner, call):
    owner.put("/hook", b"x" * 10_000_000)
    with pytest.raises(ToolFailed, match=f"more than {MOST_BYTES >> 10} KiB"):
        await call()


async def test_nor_is_one_that_is_larger_than_it_looks(owner, call):
    owner.pages["/hook"] = Page(b"\x1f\x8b", headers={"content-encoding": "gzip"})
    with pytest.raises(ToolFailed, match="compressed"):
        await call()


async def test_what_is_no_text_is_made_one(owner, call):
    owner.put("/hook", b"a\x00b\xff", "text/plain; charset=nonsense")
    assert (await call()).result == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd"]
)
async def test_a_redirect_into_the_house_is_not_followed(owner, call, target):
    owner.pages["/hook"] = Page(b"", status=307, headers={"location": target})
    with pytest.raises(ToolFailed, match="not reached"):
        await call()
    assert len(owner.asked) == 1


async def test_a_house_that_nobody_opened_is_not_called(owner, call):
    owner.put("/hook", b"inside")
    with pytest.raises(ToolFailed, match="not a public address"):
        await call(allowed_hosts=())
    assert owner.asked == []


async def test_a_redirect_within_the_host_is_followed_with_everything(owner, call):
    owner.pages["/hook"] = Page(b"", status=307, headers={"location": "/there"})
    owner.put("/there", b"found")
    outcome = await call(arguments={"a": 1}, headers={"X-Key": SecretStr("sk-1")})
    assert outcome.result == "found"
    assert owner.asked[1].json == {"a": 1}
    assert owner.asked[1].headers["x-key"] == "sk-1"


async def test_another_host_is_not_told_the_secrets_of_the_first(owner, call):
    async with web() as other:
        owner.pages["/hook"] = Page(b"", status=307, headers={"location": other.url + "/there"})
        other.put("/there", b"found")
        secrets = {"X-Key": SecretStr("sk-1"), "Authorization": SecretStr("Bearer sk-2")}
        outcome = await call(headers=secrets, allowed_hosts=(owner.host, other.host))
    assert outcome.result == "found"
    assert not {"x-key", "authorization"} & set(other.asked[0].headers)


async def test_redirects_in_a_circle_come_to_an_end(owner, call):
    owner.pages["/hook"] = Page(b"", status=302, headers={"location": "/hook"})
    with pytest.raises(ToolFailed, match="more than"):
        await call(method="GET")
    assert len(owner.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "https://nowhere.invalid/", "http://a..b/", "https://x y/"]
)
async def test_an_address_where_nobody_is_is_a_failed_call(call, url):
    with pytest.raises(ToolFailed, match="not reached"):
        await call(url=url, allowed_hosts=("127.0.0.1",))


def test_one_that_hangs_is_given_up_after_a_minute():
    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            await asyncio.sleep(1000)

    async def run():
        tool = ByWebhook(WebhookTool(name="t", url="https://example.com", method="GET"), Hanging())
        with pytest.raises(ToolFailed, match="no answer within 60 s"):
            await tool.run(called(tool.spec, {}))
        return asyncio.get_running_loop().time()

    assert virtual_time.run(run()) == LONGEST_WEBHOOK_S == 60


def test_body_and_query_are_one_set_of_parameters_for_the_model():
    body = {"type": "object", "properties": {"a": {}}, "required": ["a"]}
    query = {"type": "object", "properties": {"b": {}}, "required": ["b"]}
    both = WebhookTool(name="t", url="https://x", method="POST", parameters=body, query_parameters=query)
    assert ByWebhook(both).parameters == {
        "type": "object",
        "properties": {"a": {}, "b": {}},
        "required": ["a", "b"],
    }
    assert ByWebhook(both.model_copy(update={"parameters": {}})).parameters == query

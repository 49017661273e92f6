"""From a tool's configuration and a call's arguments to a request."""

import json

import pytest
from pydantic import SecretStr

from visavis.contract.tools import WebhookTool
from visavis.engine.tools.webhook_request import filled, webhook_request

URL = "https://example.com/orders?sig=a%2Fb+c&flag"


def request(arguments, **tool):
    return webhook_request(WebhookTool(**{"name": "t", "url": URL, "method": "POST"} | tool), arguments)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_arguments_are_the_body_as_json_and_the_address_stays_as_it_is(method):
    sent = request({"order": "é", "n": 2}, method=method)
    assert (sent.method, str(sent.url)) == (method, URL)
    assert sent.headers["content-type"] == "application/json"
    assert json.loads(sent.content) == {"order": "é", "n": 2}


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_methods_without_a_body_have_them_in_the_query_behind_what_is_there(method):
    sent = request({"order": "a b&c", "n": 2, "open": True, "tags": ["x", "y"]}, method=method)
    assert str(sent.url) == URL + "&order=a+b%26c&n=2&open=true&tags=x&tags=y"
    assert sent.content == b""
    assert "content-type" not in sent.headers


def test_query_parameters_go_into_the_query_of_any_method():
    schema = {"type": "object", "properties": {"page": {"type": "integer"}}}
    sent = request({"page": 3, "text": "x"}, query_parameters=schema)
    assert str(sent.url) == URL + "&page=3"
    assert json.loads(sent.content) == {"text": "x"}


def test_a_template_is_the_body():
    sent = request({"name": 'An "a"'}, body_template='{"who": "{{name}}"}')
    assert json.loads(sent.content) == {"who": 'An "a"'}


def test_the_tools_headers_count_more_than_ours_but_for_the_encoding():
    headers = {"Content-Type": "text/plain", "X-Key": "schlüssel", "Accept-Encoding": "gzip"}
    sent = request({}, headers={name: SecretStr(value) for name, value in headers.items()})
    assert sent.headers["content-type"] == "text/plain"
    assert sent.headers["accept-encoding"] == "identity"
    assert sent.headers.get_list("content-type") == ["text/plain"]
    assert (b"x-key", "schlüssel".encode("latin-1")) in sent.headers.raw


@pytest.mark.parametrize(
    ("template", "arguments", "body"),
    [
        ('{"a": "{{a}}"}', {"a": "x\ny"}, '{"a": "x\\ny"}'),
        ('{"a": {{ a }}}', {"a": [1, {"b": None}]}, '{"a": [1, {"b": null}]}'),
        ('{"a": "{{a}}", "b": {{b}}}', {}, '{"a": "", "b": null}'),
        ("{{a}}{{a}}", {"a": "{{a}}"}, "{{a}}{{a}}"),
        ("no place {a}", {"a": 1}, "no place {a}"),
    ],
)
def test_a_template_is_filled_so_that_it_stays_json(template, arguments, body):
    assert filled(template, arguments) == body

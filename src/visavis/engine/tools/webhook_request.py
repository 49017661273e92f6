"""What a webhook's request looks like, by the tool's configuration and the arguments of a call. Pure.

queryParameters                 ──▶ the query, behind what the address has already
other arguments, GET and DELETE ──▶ the query
other arguments, POST, PUT, …   ──▶ a JSON body, or the body template with {{name}} filled in
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

import visavis
from visavis.contract.tools import WebhookTool

WITHOUT_BODY = ("GET", "DELETE")
HEADERS = {
    "accept": "application/json, text/plain;q=0.9, */*;q=0.5",
    "user-agent": f"visavis/{visavis.__version__}",
}
OURS = {"accept-encoding": "identity"}
"""Whatever the tool says: a small compressed answer may be a very large one."""

_PLACE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


def webhook_request(tool: WebhookTool, arguments: Mapping[str, Any]) -> httpx.Request:
    """Raises httpx.InvalidURL for an address that is none."""
    asked = tool.query_parameters.get("properties")
    in_query = set(asked) if isinstance(asked, dict) else set()
    query = {name: value for name, value in arguments.items() if name in in_query}
    rest = {name: value for name, value in arguments.items() if name not in in_query}
    headers = dict(HEADERS)
    content = None
    if tool.body_template is not None and tool.method != "GET":
        content = filled(tool.body_template, arguments)
    elif tool.method in WITHOUT_BODY:
        query |= rest
    else:
        content = json.dumps(rest)
    if content is not None:
        headers["content-type"] = "application/json"
    headers |= {name.lower(): value.get_secret_value() for name, value in tool.headers.items()} | OURS
    return httpx.Request(
        tool.method,
        _with_query(httpx.URL(tool.url), query),
        headers=httpx.Headers(headers, encoding="latin-1"),
        content=content,
    )


def _with_query(url: httpx.URL, query: Mapping[str, Any]) -> httpx.URL:
    """The address, whose own query stays as it is, to the letter: it may be signed."""
    pairs = [
        (name, one if isinstance(one, str) else json.dumps(one))
        for name, value in query.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    if not pairs:
        return url
    return url.copy_with(query=b"&".join(part for part in (url.query, urlencode(pairs).encode()) if part))


def filled(template: str, arguments: Mapping[str, Any]) -> str:
    """`{"name": "{{name}}", "seats": {{seats}}}`: texts come escaped and without quotes, all else as JSON;
    what the model left out is null, and within quotes nothing."""

    def value(place: re.Match[str]) -> str:
        given = arguments.get(place[1])
        if isinstance(given, str):
            return json.dumps(given)[1:-1]
        quoted = template[: place.start()].endswith('"') and template[place.end() :].startswith('"')
        return "" if given is None and quoted else json.dumps(given)

    return _PLACE.sub(value, template)

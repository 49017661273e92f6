"""Our own OpenAPI document: the framework's, said as precisely as we answer."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel

from visavis.api.openapi.examples import add_examples
from visavis.api.openapi.headers import SHARED, add_headers
from visavis.api.openapi.refusals import add_refusals, shared_refusals
from visavis.api.openapi.schemas import tidy_schemas
from visavis.api.openapi.tags import TAGS

DESCRIPTION = """\
A self-hosted server for real-time AI personas that speaks the public Anam API.

Send an API key as `Authorization: Bearer …`. A browser gets a session token instead, which your own server
asks for and which is good for one session. Times are ISO 8601 in UTC; lists come in pages of `data` and
`meta`; a `PUT` changes only the fields that it names. Every answer has an `X-Request-Id`, which the log shows
too. `X-Visavis-Ignored` names what a request said in vain; `X-Visavis-Strict: true` has it refused instead.
"""
SUMMARY = "Personas with a face, a voice, a language model and a prompt, streamed over WebRTC."
LICENCE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}
SECURITY_SCHEMES = {
    "BearerAuth": {"type": "http", "scheme": "bearer", "description": "An API key of an organization."},
    "SessionToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A session token, which starts the one session that it was made for.",
    },
}
SPELT = {"Llm": "LLM", "Llms": "LLMs", "Api": "API"}
VERBS = ("get", "put", "post", "delete")


def contract(app: FastAPI) -> dict[str, Any]:
    """Made once, at the first question for it."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=SUMMARY,
            description=DESCRIPTION,
            routes=app.routes,
            tags=TAGS,
            servers=app.servers or [{"url": "/", "description": "This server"}],
            license_info=LICENCE,
        )
        document["components"]["securitySchemes"] = SECURITY_SCHEMES
        tidy_schemas(document)
        for path, verb, operation in operations(document):
            operation["summary"] = _sentence(operation["summary"])
            _name_successes(operation)
            add_refusals(path, verb, operation)
            add_examples(operation)
            add_headers(path, verb, operation)
        document["components"]["headers"] = SHARED
        document["components"]["responses"] = shared_refusals()
        app.openapi_schema = document
    return app.openapi_schema


def operation_id(route: APIRoute) -> str:
    """The public contract's own ids: our functions are named after them."""
    return to_camel(route.name)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each after its path and its verb."""
    for path, verbs in document["paths"].items():
        for verb in VERBS:
            if verb in verbs:
                yield path, verb, verbs[verb]


def _sentence(title: str) -> str:
    first, *others = (SPELT.get(word, word) for word in title.split())
    return " ".join([first, *(word if word in SPELT.values() else word.lower() for word in others)])


def _name_successes(operation: dict[str, Any]) -> None:
    for status, answer in operation["responses"].items():
        if answer["description"] == "Successful Response":
            answer["description"] = HTTPStatus(int(status)).phrase

"""Names and details of the schemas, without what only Python needs to know of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SCHEMA = "#/components/schemas/"
FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")
LISTING = re.compile(r"Listing_(\w+)_")
LEFT_OUT_IF_NULL = "x-left-out-if-null"
LEFT_OUT: tuple[Any, ...] = (None, "", [], {})
"""Defaults that stand for "left out" and mean nothing if somebody sends them."""

PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["error", "message"],
    "properties": {
        "error": {"type": "string", "description": "The cause, for programs."},
        "message": {"type": "string", "description": "The cause, for people."},
        "requestId": {"type": "string", "description": "Of a 500: what the server's log calls the request."},
        "summary": {"type": "string", "description": "Of a validation error: the same as the message."},
        "details": {
            "type": "array",
            "description": "Of a validation error: what is wrong where.",
            "items": {
                "type": "object",
                "required": ["path", "message", "code"],
                "properties": {
                    "path": {"type": "string", "description": "The field, dotted."},
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
    },
}


def tidy_schemas(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in FRAMEWORK_ERRORS:
        schemas.pop(name, None)
    _hoist(document)
    _rename(document, {name: _public_name(name) for name in schemas})
    schemas = document["components"]["schemas"]
    for body in _bodies_of_updates(document):
        for field in body.get("properties", {}).values():
            field.pop("default", None)  # what is left out is unchanged, and not the default
    for verbs in document["paths"].values():
        for operation in verbs.values():
            for parameter in operation.get("parameters", ()):
                _say_plainly(parameter["schema"])
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                _say_plainly(body["schema"])
    for schema in schemas.values():
        _leave_out(schema)
        for field in schema.get("properties", {}).values():
            field.pop("title", None)  # the field's name again
            if field.get("default", True) in LEFT_OUT:
                field.pop("default", None)
        for name in schema.get("required", ()):
            schema["properties"][name].pop("default", None)  # of an answer, where it is always there
    schemas["Problem"] = PROBLEM
    document["components"]["schemas"] = dict(sorted(schemas.items()))


def _hoist(document: dict[str, Any]) -> None:
    """Schemas that stand where they are used get names and a place, as the others have."""
    schemas = document["components"]["schemas"]
    places = [schema.get("properties", {}) for schema in schemas.values()]
    for part in [part for place in (document["paths"], *places) for part in _parts(place)]:
        name = part.get("title")
        if not isinstance(name, str) or not isinstance(part.get("properties"), dict):
            continue
        if schemas.setdefault(name, dict(part)) != part:
            raise ValueError(f"two different schemas are called {name}")
        part.clear()
        part["$ref"] = SCHEMA + name


def _leave_out(schema: dict[str, Any]) -> None:
    """What is left out instead of being null (schemas.base.left_out_if_null)."""
    for field in schema.get("properties", {}).values():
        if field.pop(LEFT_OUT_IF_NULL, False):
            _say_plainly(field)


def _say_plainly(schema: dict[str, Any]) -> None:
    """Of a parameter or a body that may be left out, which is not to be null."""
    schema.pop("title", None)
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del schema["anyOf"]
        schema.update(kinds[0])


def _public_name(name: str) -> str:
    listed = LISTING.fullmatch(name)
    return _public_name(listed[1]) + "List" if listed else name.removesuffix("Answer")


def _rename(document: dict[str, Any], names: dict[str, str]) -> None:
    schemas = document["components"]["schemas"]
    if len(set(names.values())) < len(names):
        raise ValueError("two schemas would have the same name")
    for old, new in names.items():
        schemas[old]["title"] = new
    document["components"]["schemas"] = {names[old]: schema for old, schema in schemas.items()}
    for part in _parts(document):
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith(SCHEMA):
            name = reference.removeprefix(SCHEMA)
            part["$ref"] = SCHEMA + names.get(name, name)


def _bodies_of_updates(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for verbs in document["paths"].values():
        content = verbs.get("put", {}).get("requestBody", {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref")
        if reference:
            yield document["components"]["schemas"][reference.removeprefix(SCHEMA)]


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _parts(part)

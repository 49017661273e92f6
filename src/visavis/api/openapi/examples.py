"""Examples of requests and answers, kept as data: examples/{noun}.json holds {schema: {summary: value}}.

A value {"$example": "Voice"} is the first example of that schema, so that each thing is told once.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

SCHEMA = "#/components/schemas/"
META = {"total": 1, "lastPage": 1, "currentPage": 1, "perPage": 10, "prev": None, "next": None}

Examples = dict[str, Any]
"""Summary → value"""


def add_examples(operation: dict[str, Any]) -> None:
    """To its body and its answers, wherever there is data for their schemas."""
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for part in [*bodies, *operation["responses"].values()]:
        for media in part.get("content", {}).values():
            found = _of_schema(media.get("schema", {}))
            if found and "examples" not in media:
                media["examples"] = {
                    _key(summary): {"summary": summary, "value": value} for summary, value in found.items()
                }


def _of_schema(schema: dict[str, Any]) -> Examples:
    if "$ref" in schema:
        return _of_name(schema["$ref"].removeprefix(SCHEMA))
    if "anyOf" in schema:
        return {summary: value for kind in schema["anyOf"] for summary, value in _of_schema(kind).items()}
    if schema.get("type") == "array":
        return {summary: [value] for summary, value in _of_schema(schema["items"]).items()}
    return {}


def _of_name(name: str) -> Examples:
    if name in kept():
        return {summary: _whole(value) for summary, value in kept()[name].items()}
    if name.endswith("List") and name.removesuffix("List") in kept():
        item = _whole({"$example": name.removesuffix("List")})
        return {"A page with one": {"data": [item], "meta": META}}
    return {}


def _whole(value: Any) -> Any:
    """With the examples that it names in their places."""
    if isinstance(value, dict):
        if set(value) == {"$example"}:
            return _whole(next(iter(kept()[value["$example"]].values())))
        return {name: _whole(part) for name, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list) else value


def _key(summary: str) -> str:
    return "".join(word.capitalize() for word in "".join(c if c.isalnum() else " " for c in summary).split())


@cache
def kept() -> dict[str, Examples]:
    folder = resources.files("visavis.api.openapi") / "examples"
    files = [file for file in folder.iterdir() if file.name.endswith(".json")]
    return {
        name: examples for file in files for name, examples in json.loads(file.read_text("utf-8")).items()
    }

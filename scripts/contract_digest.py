#!/usr/bin/env python3
"""Reduces an OpenAPI document to its facts: no description, no example, no title.

    scripts/contract_digest.py CONTRACT.json >tests/api/contract/july.json

Of each operation: its id, its parameters, the fields of its body and its answers, and its statuses. Fields
stand under their dotted paths ("data[].avatar.id"), each with every form that the document allows it:

    {"GET /v1/personas/{id}": {
        "operationId": "getPersona",
        "parameters": {"path id": [{"type": ["string"], "required": true}]},
        "body": {},
        "answers": {"200 application/json": {"": [{"type": ["object"]}], "avatar.id": […]}, "404": {}}}}
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VERBS = ("get", "put", "post", "delete", "patch")
KEPT = (
    *("format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"),
    *("pattern", "minItems", "maxItems", "minProperties", "maxProperties", "default"),
)
DEEPEST = 12
OF_A_KIND = "of a kind"
"""Of a field that one of several shapes requires, and the others need not."""

Fact = dict[str, Any]
Facts = dict[str, list[Fact]]
"""Path of a field → the forms that it may have."""


def digest(document: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for path, verbs in document["paths"].items():
        for verb in VERBS:
            if verb in verbs:
                found[f"{verb.upper()} {path}"] = _operation(document, verbs[verb])
    return dict(sorted(found.items()))


def read(file: Path) -> dict[str, Any]:
    if file.suffix in (".yaml", ".yml"):
        import yaml

        contract: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    else:
        contract = json.loads(file.read_text("utf-8"))
    return contract


def _lines(node: Any, indent: str = "") -> str:
    """JSON with a field a line, for people who compare two of them."""
    if not isinstance(node, dict) or not any(isinstance(value, dict | list) for value in node.values()):
        return json.dumps(node)
    inner = indent + " "
    parts = [f"{inner}{json.dumps(name)}: {_lines(value, inner)}" for name, value in node.items()]
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def _operation(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Facts] = {}
    for status, answer in operation["responses"].items():
        content = _resolved(document, answer).get("content", {})
        for media, described in content.items():
            # what errors look like is one shape, and told once
            answers[f"{status} {media}" if status < "4" else status] = (
                fields(document, described.get("schema", {})) if status < "4" else {}
            )
        if not content:
            answers[status] = {}
    body = operation.get("requestBody", {})
    return {
        "operationId": operation.get("operationId", ""),
        "parameters": dict(sorted(_parameters(document, operation))),
        "body": {
            media: _body(fields(document, described.get("schema", {})), body.get("required", False))
            for media, described in sorted(body.get("content", {}).items())
        },
        "answers": dict(sorted(answers.items())),
    }


def _body(facts: Facts, required: bool) -> Facts:
    return facts | {"": [form | {"required": required} for form in facts[""]]}


def _parameters(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[tuple[str, list[Fact]]]:
    for one in operation.get("parameters", ()):
        parameter = _resolved(document, one)
        facts = fields(document, parameter["schema"])
        required = {"required": True} if parameter.get("required") else {}
        yield f"{parameter['in']} {parameter['name']}", [fact | required for fact in facts.get("", [])]


def fields(document: dict[str, Any], schema: dict[str, Any]) -> Facts:
    found: Facts = {}
    for path, fact in _walk(document, schema, "", False, 0):
        if fact not in found.setdefault(path, []):
            found[path].append(fact)
    for path, forms in found.items():
        real = [form for form in forms if not _is_null(form)]
        if real and len(real) < len(forms):
            found[path] = [form | {"nullable": True} for form in real]
        found[path].sort(key=lambda form: json.dumps(form, sort_keys=True))
    return dict(sorted(found.items()))


def _walk(
    document: dict[str, Any],
    schema: dict[str, Any],
    path: str,
    required: bool | str,
    depth: int,
    *,
    of_a_kind: bool = False,
) -> Iterator[tuple[str, Fact]]:
    schema = _merged(document, schema)
    kinds = schema.get("oneOf") or schema.get("anyOf")
    if kinds and not all(set(kind) <= {"required"} for kind in kinds):
        around = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf")}
        several = sum(kind.get("type") != "null" for kind in kinds) > 1
        for kind in kinds:
            yield from _walk(document, {"allOf": [around, kind]}, path, required, depth, of_a_kind=several)
        return
    yield path, _fact(schema, required)
    if depth == DEEPEST:
        return
    for name, field in schema.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        needed = name in schema.get("required", ()) and (OF_A_KIND if of_a_kind else True)
        yield from _walk(document, field, below, needed, depth + 1)
    if isinstance(schema.get("items"), dict):
        yield from _walk(document, schema["items"], f"{path}[]", False, depth + 1)


def _fact(schema: dict[str, Any], required: bool | str) -> Fact:
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    fact: Fact = {"type": sorted(set(types) - {"null"})}
    if "null" in types or schema.get("nullable"):
        fact["nullable"] = True
    if "enum" in schema:
        fact["enum"] = sorted(str(value) for value in schema["enum"] if value is not None)
    if "const" in schema:
        fact["enum"] = [str(schema["const"])]
    fact |= {key: _number(schema[key]) for key in KEPT if key in schema}
    if schema.get("additionalProperties") is False:
        fact["closed"] = True
    if required:
        fact["required"] = required
    return fact


def _is_null(form: Fact) -> bool:
    return form.keys() <= {"type", "nullable", "required"} and form["type"] == [] and "nullable" in form


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _merged(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """With its reference followed and its `allOf` put together."""
    schema = _resolved(document, schema)
    if "allOf" not in schema:
        return schema
    whole = {key: value for key, value in schema.items() if key != "allOf"}
    for part in (_merged(document, one) for one in schema["allOf"]):
        properties = whole.get("properties", {}) | part.get("properties", {})
        required = [*whole.get("required", ()), *part.get("required", ())]
        whole |= part
        whole |= {"properties": properties} if properties else {}
        whole |= {"required": required} if required else {}
    return whole


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("contract", type=Path, help="an OpenAPI document, as JSON or YAML")
    print(_lines(digest(read(parser.parse_args().contract))))

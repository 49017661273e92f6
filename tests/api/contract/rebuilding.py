"""An OpenAPI document made from a digest (scripts/contract_digest.py), for generators of clients."""

from __future__ import annotations

from typing import Any

NOT_OF_SCHEMAS = ("nullable", "required", "closed", "enum", "type")

Facts = dict[str, list[dict[str, Any]]]


def rebuilt(digest: dict[str, Any]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation, facts in digest.items():
        verb, path = operation.split(" ", 1)
        paths.setdefault(path, {})[verb.lower()] = _operation(facts)
    return {"openapi": "3.1.0", "info": {"title": "rebuilt", "version": "1"}, "paths": paths}


def _operation(facts: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for answer, fields in facts["answers"].items():
        status, _, media = answer.partition(" ")
        content = {"content": {media: {"schema": _schema(fields, "")}}} if media else {}
        responses[status] = {"description": status} | content
    operation = {
        "operationId": facts["operationId"],
        "parameters": [_parameter(name, forms) for name, forms in facts["parameters"].items()],
        "responses": responses,
    }
    content = {media: {"schema": _schema(fields, "")} for media, fields in facts["body"].items()}
    if content:
        operation["requestBody"] = {"required": _is_required(facts["body"]), "content": content}
    return operation


def _parameter(name: str, forms: list[dict[str, Any]]) -> dict[str, Any]:
    where, _, called = name.partition(" ")
    return {
        "in": where,
        "name": called,
        "required": any(form.get("required") for form in forms),
        "schema": _schema({"": forms}, ""),
    }


def _schema(fields: Facts, path: str) -> dict[str, Any]:
    """Of the field at `path`, with what lies below it."""
    forms = [_form(form) for form in fields[path]]
    names = _below(fields, path)
    for form in forms:
        if "object" in form.get("type", []) and names:
            below = {name: f"{path}.{name}".lstrip(".") for name in names}
            form["properties"] = {name: _schema(fields, place) for name, place in below.items()}
            required = [
                name for name, place in below.items() if any(f.get("required") is True for f in fields[place])
            ]
            form |= {"required": required} if required else {}
        if "array" in form.get("type", []) and f"{path}[]" in fields:
            form["items"] = _schema(fields, f"{path}[]")
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _form(fact: dict[str, Any]) -> dict[str, Any]:
    form = {name: value for name, value in fact.items() if name not in NOT_OF_SCHEMAS}
    null = fact.get("nullable", False)
    if fact.get("type"):
        form["type"] = [*fact["type"], *(["null"] if null else [])]
    if "enum" in fact:
        form["enum"] = [*fact["enum"], *([None] if null else [])]
    if fact.get("closed"):
        form["additionalProperties"] = False
    return form


def _below(fields: Facts, path: str) -> list[str]:
    start = f"{path}." if path else ""
    names = (place.removeprefix(start) for place in fields if place.startswith(start) and place != path)
    return [name for name in names if "." not in name and "[]" not in name]


def _is_required(body: dict[str, Facts]) -> bool:
    return any(form.get("required", False) for fields in body.values() for form in fields[""])

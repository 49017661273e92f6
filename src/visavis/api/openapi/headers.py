"""The headers that stand for all operations: what a request is called, told and kept under."""

from __future__ import annotations

from typing import Any

from visavis.api.idempotency import REPEATABLE

REQUEST_ID, IGNORED, REPLAYED = "X-Request-Id", "X-Visavis-Ignored", "Idempotency-Replayed"

SHARED: dict[str, dict[str, Any]] = {
    REQUEST_ID: {
        "description": "What the server's log calls this request: the request's own, or a new one.",
        "schema": {"type": "string", "maxLength": 128},
    },
    IGNORED: {
        "description": "Paths of what the request said in vain, with commas between them.",
        "schema": {"type": "string"},
    },
    REPLAYED: {
        "description": "true: this is what the first request with the same Idempotency-Key was answered.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}
"""`components.headers`, of answers."""

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "For 24 hours a repeat with the same key is answered as the first request was, and does "
    "nothing again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}


def is_repeatable(path: str, verb: str) -> bool:
    return verb == "post" and path.startswith(REPEATABLE)


def add_headers(path: str, verb: str, operation: dict[str, Any]) -> None:
    """To its own answers; the shared refusals have theirs."""
    repeatable = is_repeatable(path, verb)
    if repeatable:
        operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    names = [REQUEST_ID, IGNORED, *([REPLAYED] if repeatable else [])]
    for answer in operation["responses"].values():
        if "$ref" not in answer:
            answer.setdefault("headers", {}).update(referred(*names))


def referred(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}

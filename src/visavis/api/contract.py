"""Our own OpenAPI document: the framework's, with the errors that we really answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from visavis.api.idempotency import REPEATABLE

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
                "properties": {
                    "path": {"type": "string"},
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
    },
}
CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A repeat with the same key within 24 hours is answered as the first request was.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")


def contract(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schemas = document["components"]["schemas"]
        for name in FRAMEWORK_ERRORS:
            schemas.pop(name, None)
        schemas["Problem"] = PROBLEM
        for path, operations in document["paths"].items():
            for operation in operations.values():
                _really_answered(operation)
            if "post" in operations and path.startswith(REPEATABLE):
                operations["post"].setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        app.openapi_schema = document
    return app.openapi_schema


def _really_answered(operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    if answers.pop("422", None):
        answers["400"] = {"description": "Something in the request is wrong", "content": CONTENT}
    if "security" in operation:
        answers["401"] = {"description": "Invalid or missing credentials", "content": CONTENT}
    answers["default"] = {"description": "What went wrong", "content": CONTENT}

"""Which errors an operation may answer. They follow from what it asks for and from what its route declares.

asks for an API key or a token      401, 403
takes a body                        400, 413, 415
has parameters that can be wrong    400
names a thing in its path           404
writes                              409
may be repeated                     422
all                                 500
declared by the route (may_raise)   the rest
"""

from __future__ import annotations

from typing import Any

from visavis.api.openapi.headers import REQUEST_ID, is_repeatable, referred

PROBLEM = {"$ref": "#/components/schemas/Problem"}

REFUSALS: dict[int, tuple[str, str, dict[str, Any]]] = {
    400: (
        "BadRequest",
        "Something in the request is wrong; `details` says what and where.",
        {
            "error": "Validation error",
            "message": "name: Input should be a valid string",
            "summary": "name: Input should be a valid string",
            "details": [
                {"path": "name", "message": "Input should be a valid string", "code": "invalid_type"}
            ],
        },
    ),
    401: (
        "Unauthorized",
        "The credentials are missing, unknown or no longer valid.",
        {"error": "Unauthorized", "message": "Invalid or missing API key"},
    ),
    403: (
        "Forbidden",
        "The caller is known and may not do this.",
        {"error": "Forbidden", "message": "API key lacks the required permission"},
    ),
    404: (
        "NotFound",
        "There is no such thing, or none that the caller may see.",
        {"error": "Not found", "message": "Persona not found"},
    ),
    409: (
        "Conflict",
        "The thing is in no state for this, or another request is changing it.",
        {"error": "Conflict", "message": "The session is still running; stop it first"},
    ),
    413: (
        "PayloadTooLarge",
        "The body, or a file in it, is larger than this may be.",
        {"error": "Payload too large", "message": "A body may have 1000000 bytes at most"},
    ),
    415: (
        "UnsupportedMediaType",
        "The body is of a type that is not taken here.",
        {
            "error": "Unsupported media type",
            "message": "Send application/json or multipart/form-data, not text/plain",
        },
    ),
    422: (
        "UnprocessableEntity",
        "What the request holds cannot be used, or its Idempotency-Key was used for another.",
        {"error": "Unprocessable entity", "message": "The image is neither JPEG nor PNG nor WebP"},
    ),
    429: (
        "TooManyRequests",
        "A limit is reached; `error` says which.",
        {
            "error": "Concurrent session limit reached",
            "message": "All 3 concurrent sessions of this organization are in use",
        },
    ),
    500: (
        "InternalServerError",
        "The server failed; its log says how, under the request's id.",
        {
            "error": "Internal server error",
            "message": "The server failed; its log says how.",
            "requestId": "5f1c0d9a7b3e2468",
        },
    ),
    502: (
        "BadGateway",
        "A vendor that the server asked gave no answer, or none that helps.",
        {"error": "Vendor failed", "message": "ElevenLabs did not answer within 120 seconds"},
    ),
    503: (
        "ServiceUnavailable",
        "The server cannot do this now, or was not set up to.",
        {
            "error": "Service busy",
            "message": "No engine is free to take the session; try again in a moment",
        },
    ),
}
"""Status → its name in the document, what it means, and one such answer."""

RETRY_AFTER = {
    "description": "Seconds until it may be tried again, where that is known.",
    "schema": {"type": "integer"},
}
PLAIN = {"type": "string"}


def add_refusals(path: str, verb: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    declared = {int(status) for status in answers if int(status) in REFUSALS} - {422}
    if answers.get("422", {}).get("description") == "Unprocessable entity":
        declared.add(422)
    for status in {*declared, 422}:
        answers.pop(str(status), None)
    for status in sorted(declared | _implied(path, verb, operation)):
        answers[str(status)] = {"$ref": f"#/components/responses/{REFUSALS[status][0]}"}


def shared_refusals() -> dict[str, Any]:
    """`components.responses`"""
    return {name: _answer(status, text, example) for status, (name, text, example) in REFUSALS.items()}


def _implied(path: str, verb: str, operation: dict[str, Any]) -> set[int]:
    statuses = {500}
    if verb != "get":
        statuses.add(409)
    if is_repeatable(path, verb):
        statuses |= {400, 422}
    if "security" in operation:
        statuses |= {401, 403}
    if "{" in path:
        statuses.add(404)
    if any(_can_be_wrong(one) for one in operation.get("parameters", ())):
        statuses.add(400)
    if "requestBody" in operation:
        statuses |= {400, 413, 415}
    return statuses


def _can_be_wrong(parameter: dict[str, Any]) -> bool:
    """Of any query, if only by a character that no text holds; an id that is none is simply not found."""
    return bool(parameter["in"] == "query" or parameter["schema"] != PLAIN)


def _answer(status: int, text: str, example: dict[str, Any]) -> dict[str, Any]:
    headers = referred(REQUEST_ID)
    if status in (409, 429):
        headers["Retry-After"] = RETRY_AFTER
    media = {"schema": PROBLEM, "examples": {"default": {"summary": example["message"], "value": example}}}
    return {"description": text, "headers": headers, "content": {"application/json": media}}

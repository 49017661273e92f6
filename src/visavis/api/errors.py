"""Every error as one JSON object {error, message}: the SDKs read it before they look at the status."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from visavis.logs import request_id
from visavis.services.errors import (
    Busy,
    Conflict,
    Forbidden,
    Invalid,
    NotConfigured,
    NotFound,
    Refused,
    StillRunning,
    TooLarge,
    TooManyRequests,
    TooManySessions,
    Unauthorized,
    Unprocessable,
    Unused,
    VendorFailed,
    WrongType,
)
from visavis.store.database import Clash

log = logging.getLogger(__name__)

ANSWERS: dict[type[Refused], tuple[int, str]] = {
    Invalid: (400, "Validation error"),
    Unauthorized: (401, "Unauthorized"),
    Forbidden: (403, "Forbidden"),
    NotFound: (404, "Not found"),
    Conflict: (409, "Conflict"),
    StillRunning: (409, "Conflict"),
    TooLarge: (413, "Payload too large"),
    WrongType: (415, "Unsupported media type"),
    Unprocessable: (422, "Unprocessable entity"),
    TooManyRequests: (429, "Too many requests"),
    TooManySessions: (429, "Concurrent session limit reached"),  # the SDKs switch on this string
    VendorFailed: (502, "Vendor failed"),
    Busy: (503, "Service busy"),
    NotConfigured: (503, "Not configured"),
}
TITLES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    413: "Payload too large",
    415: "Unsupported media type",
    503: "Service busy",
}
NO_OBJECT = ("model_attributes_type", "model_type", "dict_type")
NOT_JSON = {"path": "body", "message": "The body is not valid JSON", "code": "invalid_json"}
NOT_USED = {"message": "This server does not use it", "code": "unrecognized_keys"}
MOST_DETAILS = 100
"""Of one answer: a body of a megabyte can be wrong in half a million places."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CHANGED_MEANWHILE = "Another request changed or removed something of this meanwhile; try again"
SERVER_ERROR = "Internal server error"
LOGGED = "The server failed; its log says how."

CODES = {
    "missing": "invalid_type",
    "extra_forbidden": "unrecognized_keys",
    "literal_error": "invalid_enum_value",
    "enum": "invalid_enum_value",
    "greater_than": "too_small",
    "greater_than_equal": "too_small",
    "string_too_short": "too_small",
    "too_short": "too_small",
    "less_than": "too_big",
    "less_than_equal": "too_big",
    "string_too_long": "too_big",
    "too_long": "too_big",
    "value_error": "custom",
    "string_pattern_mismatch": "invalid_string",
}
"""pydantic's names → the names that clients of this API know."""


def problem(status: int, error: str, message: str, **more: Any) -> JSONResponse:
    return JSONResponse({"error": error, "message": message, **more}, status)


def may_raise(*errors: type[Refused]) -> dict[int | str, dict[str, Any]]:
    """For our contract: what a route answers besides the refusals that follow from what it asks for."""
    answers = [ANSWERS[error] for error in errors]
    return {status: {"description": title} for status, title in answers}


def handle_errors(app: FastAPI) -> None:
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Clash, _clash)


def refusal(error: Refused) -> JSONResponse:
    if isinstance(error, Invalid):
        return _validation([{"path": error.path, "message": str(error), "code": error.code}])
    if isinstance(error, Unused):
        return _validation([{"path": path, **NOT_USED} for path in error.paths])
    status, title = ANSWERS[type(error)]
    answer = problem(status, title, str(error))
    if error.retry_after_s is not None:
        answer.headers["retry-after"] = str(error.retry_after_s)
    if status == 401:
        answer.headers["www-authenticate"] = "Bearer"
    return answer


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return refusal(error)


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _validation([_detail(one) for one in error.errors()[:MOST_DETAILS]])


def _detail(error: dict[str, Any]) -> dict[str, str]:
    where, *location = error["loc"]
    if error["type"] == "json_invalid":
        return NOT_JSON
    if not location and where == "body" and error["type"] in NO_OBJECT:
        return {"path": where, "message": "The body must be a JSON object", "code": "invalid_type"}
    code = CODES.get(error["type"], "invalid_type" if error["type"].endswith("_type") else "custom")
    path = ".".join(str(part) for part in location) or str(where)
    return {"path": path, "message": error["msg"].removeprefix("Value error, "), "code": code}


def _validation(details: list[dict[str, str]]) -> JSONResponse:
    details = details[:MOST_DETAILS]
    message = "; ".join(f"{one['path']}: {one['message']}" for one in details)
    return problem(400, "Validation error", message, details=details, summary=message)


async def _clash(request: Request, error: Exception) -> JSONResponse:
    log.warning("%s %s met another change: %r", request.method, request.url.path, error.__cause__)
    return problem(409, "Conflict", CHANGED_MEANWHILE)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # the framework's own: a body that it could not decode
        return _validation([NOT_JSON])
    title = TITLES.get(error.status_code, "Error")
    if error.status_code == 404:
        message = f"There is nothing at {request.url.path}"
    elif error.status_code == 405:
        message = f"{request.method} is not allowed at {request.url.path}"
    else:
        message = str(error.detail)
    answer = problem(error.status_code, title, message)
    answer.headers.update(error.headers or {})
    if error.status_code == 405:
        answer.headers["allow"] = ", ".join(_methods_at(request))
    return answer


def _methods_at(request: Request) -> list[str]:
    """All methods of the path; the framework names only those of the first route that bears it."""

    def fits(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return [method for method in METHODS if fits(method)]


class LastResort:
    """Turns what nobody caught into a logged, JSON-shaped 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        answering = False

        async def watch(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if answering:
                raise  # too late for another answer: the server cuts the line
            answer = problem(500, SERVER_ERROR, LOGGED, requestId=request_id.get())
            await answer(scope, receive, send)

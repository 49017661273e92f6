"""What is asked of every request before its route looks at it, and what of it the route will not look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from visavis.services.errors import Invalid, WrongType
from visavis.services.ignored import ignore
from visavis.services.unused_fields import quoted
from visavis.store.texts import storable

WHOLE_BODY = "body"
NOTHING = (b"", b"{}")


async def _check(request: Request) -> None:
    """Raises WrongType for bodies that are no JSON where JSON is read, Invalid and 404 for characters that no
    text of ours has, and Unused."""
    route: APIRoute = request.scope["route"]
    if "\0" in request.scope["path"]:
        raise HTTPException(404)
    if request.scope["query_string"]:
        _check_query(request, route)
    if route.body_field is not None:
        await _check_json(request)
    elif not (route.openapi_extra or {}).get("requestBody") and await request.body() not in NOTHING:
        ignore([WHOLE_BODY])


CHECKED = Depends(_check)


def _check_query(request: Request, route: APIRoute) -> None:
    for name, value in request.query_params.multi_items():
        if "\0" in name + value:
            raise Invalid(storable(name), "This text holds a NUL")
    known = set(_query_names(route.dependant))
    ignore(f"?{quoted(name)}" for name in request.query_params if name not in known)


async def _check_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    is_json = kind.startswith("application/") and kind.removeprefix("application/").split("+")[-1] == "json"
    if kind and not is_json and await request.body():
        raise WrongType(f"Send application/json, not {kind}")


def _query_names(dependant: Any) -> Iterator[str]:
    """Of the route and of all that it depends on."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for one in dependant.dependencies:
        yield from _query_names(one)

"""Bodies that come as JSON or as a form with a file in it, at the same path."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from visavis.services.errors import Invalid, TooLarge, WrongType
from visavis.services.ignored import ignore
from visavis.services.unused_fields import names_of, quoted

Fields = TypeVar("Fields", bound=BaseModel)

MOST_FIELDS = 50


@dataclass(frozen=True, slots=True)
class SentFile:
    filename: str
    content_type: str
    """As the client calls it; it may be wrong."""
    content: bytes


def is_form(request: Request) -> bool:
    """A form, or else JSON. Raises WrongType for anything else."""
    kind = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if kind not in ("application/json", "multipart/form-data"):
        raise WrongType(f"Send application/json or multipart/form-data, not {kind}")
    return kind == "multipart/form-data"


async def read_json(request: Request, fields: type[Fields], *others: type[Fields]) -> Fields:
    """The first of these that has nothing required left out; the first of all when none is like that."""
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    return _checked(next((one for one in (fields, *others) if _has_all(one, body)), fields), body)


@asynccontextmanager
async def open_form(
    request: Request, fields: type[Fields], file_field: str
) -> AsyncIterator[tuple[Fields, UploadFile | None]]:
    """The form's texts, and its one file, which lies on disk if it is large. An empty file counts as none."""
    try:
        form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise Invalid("body", f"The form cannot be read: {error.detail}") from None
    try:
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get(file_field)
        ignore(quoted(name) for name, value in form.items() if name != file_field and name not in texts)
        checked = _checked(fields, texts, strings=True)
        yield checked, file if isinstance(file, UploadFile) and file.size else None
    finally:
        await form.close()


async def read_form(
    request: Request, fields: type[Fields], file_field: str, *, largest: int
) -> tuple[Fields, SentFile | None]:
    """As `open_form`, with the file read; it has `largest` bytes at most."""
    async with open_form(request, fields, file_field) as (checked, file):
        return checked, await _read(file, file_field, largest) if file else None


def either(
    json_fields: Sequence[type[BaseModel]],
    form_fields: type[BaseModel],
    file_field: str,
    *,
    file_required: bool = False,
) -> dict[str, Any]:
    """All bodies for our contract: `openapi_extra` of a route that reads them by itself."""
    form = _schema(form_fields)
    form["properties"][file_field] = {"type": "string", "format": "binary"}
    if file_required:
        form.setdefault("required", []).append(file_field)
    of_json = [_schema(one) for one in json_fields]
    content = {
        "application/json": {"schema": of_json[0] if len(of_json) == 1 else {"anyOf": of_json}},
        "multipart/form-data": {"schema": form},
    }
    return {"requestBody": {"required": True, "content": content}}


async def _read(file: UploadFile, field: str, largest: int) -> SentFile:
    if (file.size or 0) > largest:
        raise TooLarge(f"{field} may have {largest} bytes at most")
    return SentFile(file.filename or "", file.content_type or "", await file.read())


def _checked(fields: type[Fields], body: Any, *, strings: bool = False) -> Fields:
    try:
        return fields.model_validate_strings(body, strict=False) if strings else fields.model_validate(body)
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        ) from None


def _has_all(fields: type[BaseModel], body: Any) -> bool:
    required = {name for name, field in fields.model_fields.items() if field.is_required()}
    return isinstance(body, dict) and all(
        any(name in body for name in names_of(fields)[one]) for one in required
    )


def _schema(fields: type[BaseModel]) -> dict[str, Any]:
    return fields.model_json_schema(by_alias=True)

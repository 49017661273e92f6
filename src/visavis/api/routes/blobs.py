"""/v1/blobs: reading and uploading at signed addresses, which other answers give. No key is needed."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from visavis.api.addresses import BLOBS, blob_path
from visavis.api.deps import WingDep
from visavis.api.errors import may_raise
from visavis.services import blob_keeping
from visavis.services.errors import Conflict, Forbidden, NotFound, WrongType
from visavis.store.blob_entries import BlobEntry
from visavis.store.blobs import is_key

router = APIRouter(prefix=BLOBS, tags=["Blobs"])

Expires = Annotated[int, Query(ge=0, le=2**53)]
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
ANY_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}
A_FILE = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
RANGES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole file", **A_FILE},
    206: {"description": "The range that was asked for", **A_FILE},
    416: {"description": "The file ends before the range begins"},
}
ALWAYS = {
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=3600",
    # what users upload is shown as what they said it is, or not at all, and never runs as a page of ours
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
}


@router.get("/{key:path}", response_class=StreamingResponse, responses=may_raise(Forbidden) | RANGES)
async def read_blob(
    wing: WingDep, request: Request, key: str, expires: Expires, signature: Annotated[str, Query()]
) -> Response:
    """One range of bytes may be asked for."""
    wing.signed_urls.check("GET", blob_path(key), expires, signature)
    size = await wing.blobs.size(key) if is_key(key) else None
    entry = await blob_keeping.find(wing, key)
    if size is None:
        raise NotFound("There is nothing here, or no more")
    headers = ALWAYS | {"content-type": entry.content_type, "content-disposition": _disposition(entry)}
    part = _range(request.headers.get("range"), size)
    if part is None:
        return StreamingResponse(
            wing.blobs.stream(key), headers=headers | {"content-length": str(size)}, media_type=None
        )
    start, stop = part
    if start >= stop:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    headers |= {"content-range": f"bytes {start}-{stop - 1}/{size}", "content-length": str(stop - start)}
    return StreamingResponse(wing.blobs.stream(key, start, stop), 206, headers)


@router.put(
    "/{key:path}",
    status_code=200,
    response_class=Response,
    responses=may_raise(Forbidden, Conflict),
    openapi_extra=ANY_BYTES,
)
async def upload_blob(
    wing: WingDep, request: Request, key: str, expires: Expires, signature: Annotated[str, Query()]
) -> Response:
    """The bytes as they are, with the Content-Type that was announced."""
    wing.signed_urls.check("PUT", blob_path(key), expires, signature)
    entry = await blob_keeping.find(wing, key)
    sent = _essence(request.headers.get("content-type", ""))
    if sent != _essence(entry.content_type):
        raise WrongType(f"This upload was announced as {entry.content_type}, not as {sent or 'nothing'}")
    await blob_keeping.receive(wing, key, request.stream())
    return Response(status_code=200)


def _range(header: str | None, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last, as RFC 9110 has it; None: all of them."""
    asked = RANGE.fullmatch((header or "").replace(" ", ""))
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if first == "":
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


def _disposition(entry: BlobEntry) -> str:
    if entry.filename is None:
        return "inline"
    return f"attachment; filename*=UTF-8''{quote(entry.filename, safe='')}"


def _essence(content_type: str) -> str:
    return content_type.split(";")[0].strip().lower()

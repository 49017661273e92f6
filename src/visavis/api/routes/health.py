"""/health, and the pictures, clips and voice samples that need no key."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from visavis.api.deps import PlacementDep
from visavis.api.errors import may_raise
from visavis.api.schemas.base import Ready
from visavis.services import pictures, samples
from visavis.services.errors import Busy

router = APIRouter()

A_DAY = "public, max-age=86400"


def a_file(*content_types: str) -> dict[int | str, dict[str, Any]]:
    """For our contract."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": dict.fromkeys(content_types, binary)}}


@router.get("/health", tags=["Health"], responses=may_raise(Busy))
async def get_health(placement: PlacementDep) -> Ready:
    """200 once a session could start."""
    if not placement.ready:
        raise Busy("No engine is ready yet")
    return Ready()


@router.get(
    pictures.PATH + "/{file}",
    tags=["Avatars"],
    response_class=FileResponse,
    responses=a_file("image/webp", "video/mp4"),
)
async def get_avatar_picture(file: str) -> FileResponse:
    path = pictures.shown_file(file)
    if path is None:
        raise HTTPException(404)
    media_type = pictures.MEDIA_TYPES[path.suffix]
    return FileResponse(path, media_type=media_type, headers={"cache-control": A_DAY})


@router.get(
    samples.PATH + "/{file}", tags=["Voices"], response_class=FileResponse, responses=a_file("audio/mpeg")
)
async def get_voice_sample(file: str) -> FileResponse:
    path = samples.sample_file(file)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="audio/mpeg", headers={"cache-control": A_DAY})

"""/health, and the pictures, clips and voice samples that need no key."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from visavis.api.deps import PlacementDep
from visavis.api.errors import problem
from visavis.services import pictures, samples

router = APIRouter()

A_DAY = "public, max-age=86400"


@router.get("/health", tags=["Health"])
async def health(placement: PlacementDep) -> JSONResponse:
    """200 once a session could start."""
    if not placement.ready:
        return problem(503, "Service busy", "No engine is ready yet")
    return JSONResponse({"status": "ok"})


@router.get(pictures.PATH + "/{file}", tags=["Avatars"])
async def avatar_picture(file: str) -> FileResponse:
    path = pictures.shown_file(file)
    if path is None:
        raise HTTPException(404)
    media_type = pictures.MEDIA_TYPES[path.suffix]
    return FileResponse(path, media_type=media_type, headers={"cache-control": A_DAY})


@router.get(samples.PATH + "/{file}", tags=["Voices"])
async def voice_sample(file: str) -> FileResponse:
    path = samples.sample_file(file)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="audio/mpeg", headers={"cache-control": A_DAY})

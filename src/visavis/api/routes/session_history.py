"""/v1/sessions: those that run and those that ran. `routes.sessions` starts and stops them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from visavis.api.addresses import AddressesDep
from visavis.api.deps import CallerDep, Id, OwnOrganization, PageDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.paths import BaseUrlDep
from visavis.api.schemas.base import Instant, Listing, Said, listing
from visavis.api.schemas.session_history import (
    KeptSession,
    KeptSessionDetail,
    RecordingAnswer,
    TranscriptAnswer,
    kept_session,
    kept_session_detail,
    transcript_answer,
)
from visavis.services import recordings, session_history
from visavis.services.erasure import erase_session
from visavis.services.errors import Conflict
from visavis.services.session_figures import figures_of
from visavis.services.tool_calls import calls_in
from visavis.services.transcript_texts import TEXTS, TextFormat

router = APIRouter(prefix="/v1/sessions", tags=["Sessions"])


@router.get("", dependencies=[OwnOrganization])
async def list_sessions(
    wing: WingDep,
    caller: CallerDep,
    base: BaseUrlDep,
    page: PageDep,
    search: Annotated[str | None, Query()] = None,
    api_key_id: Annotated[UUID | None, Query(alias="apiKeyId")] = None,
    persona_id: Annotated[UUID | None, Query(alias="personaId")] = None,
    running: Annotated[bool | None, Query()] = None,
    since: Annotated[Instant | None, Query(alias="from")] = None,
    until: Annotated[Instant | None, Query(alias="to")] = None,
) -> Listing[KeptSession]:
    """The newest first. `search` looks into ids and client labels. Extensions: `running`, true for those that
    have not ended, false for those that have; `from` and `to`, which is left out itself, bound when they
    began."""
    async with wing.database.transaction() as session:
        found = await session_history.list_sessions(
            session,
            caller.organization_id,
            page,
            search=search,
            api_key_id=str(api_key_id) if api_key_id else None,
            persona_id=str(persona_id) if persona_id else None,
            running=running,
            since=since,
            until=until,
        )
        figures = await figures_of(session, [row.id for row in found.rows])
    return listing(found, lambda row: kept_session(row, figures.get(row.id), base))


@router.get("/{id}")
async def get_session(
    wing: WingDep, caller: CallerDep, base: BaseUrlDep, session_id: Id
) -> KeptSessionDetail:
    async with wing.database.transaction() as session:
        row = await session_history.get_session(session, caller.organization_id, str(session_id))
        calls = await calls_in(session, row.id)
        figures = await figures_of(session, [row.id])
    return kept_session_detail(row, figures.get(row.id), calls, base)


@router.get(
    "/{id}/transcript",
    response_model=TranscriptAnswer,
    responses={200: {"content": {mime: {"schema": {"type": "string"}} for mime, _ in TEXTS.values()}}},
)
async def get_session_transcript(
    wing: WingDep,
    caller: CallerDep,
    session_id: Id,
    wanted: Annotated[Literal["json"] | TextFormat, Query(alias="format")] = "json",
) -> TranscriptAnswer | Response:
    """What was said, with what of it was heard; the times of `txt`, `vtt` and `srt` are the recording's."""
    async with wing.database.transaction() as session:
        found = await session_history.get_transcript(session, caller.organization_id, str(session_id))
    if wanted == "json":
        return transcript_answer(found)
    mime, write = TEXTS[wanted]
    return Response(write(found), media_type=mime)


@router.get("/{id}/recording")
async def get_session_recording(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, session_id: Id
) -> RecordingAnswer:
    """A signed address of an MP4 with both sides, good for an hour."""
    async with wing.database.transaction() as session:
        key = await recordings.recording_of(session, caller.organization_id, str(session_id))
    return RecordingAnswer(recording_url=addresses.signed(key))


@router.delete("/{id}", responses=may_raise(Conflict))
async def delete_session(wing: WingDep, caller: CallerDep, session_id: Id) -> Said:
    """What was said is erased; that there was a session, when and how long, is kept."""
    await erase_session(wing, caller.organization_id, str(session_id))
    return Said(message="Session data deleted")

"""/v1/meetings/invites: checked, and then refused, because this server joins no meetings yet"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from visavis.api.deps import CallerDep, Id, PageDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.base import Listing, listing
from visavis.api.schemas.meetings import InviteStatus, MeetingInvite, MeetingInviteCreate
from visavis.services import meetings
from visavis.services.errors import NotConfigured, NotFound
from visavis.services.paging import slice_page

router = APIRouter(prefix="/v1/meetings/invites", tags=["Meetings"])

NO_INVITE = "Meeting invite not found"


@router.post("", status_code=201, responses=may_raise(NotConfigured))
async def create_meeting_invite(wing: WingDep, caller: CallerDep, body: MeetingInviteCreate) -> MeetingInvite:
    """Checked in full, and then refused: this server joins no meetings."""
    await meetings.invite(wing, caller, body.persona())


@router.get("")
async def list_meeting_invites(
    caller: CallerDep, page: PageDep, status: Annotated[InviteStatus | None, Query()] = None
) -> Listing[MeetingInvite]:
    """Always empty: none can be made."""
    nobody: list[MeetingInvite] = []
    return listing(slice_page(nobody, page), lambda invite: invite)


@router.get("/{id}")
async def get_meeting_invite(caller: CallerDep, invite_id: Id) -> MeetingInvite:
    raise NotFound(NO_INVITE)


@router.delete("/{id}", status_code=204)
async def cancel_meeting_invite(caller: CallerDep, invite_id: Id) -> None:
    raise NotFound(NO_INVITE)

"""/v1/avatars"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from visavis.api.addresses import AddressesDep
from visavis.api.bodies import either, is_form, read_form, read_json
from visavis.api.deps import CallerDep, NamedId, PageDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.avatars import AvatarAnswer, AvatarForm, AvatarFromUrl, AvatarUpdate, avatar_answer
from visavis.api.schemas.base import Listing, Said, listing
from visavis.services import avatars
from visavis.services.errors import Invalid, TooManyRequests, Unprocessable
from visavis.services.image_files import LARGEST_BYTES

router = APIRouter(prefix="/v1/avatars", tags=["Avatars"])

RenderStyle = Literal["all", "realistic", "animated_3d", "illustrated", "unknown"]


@router.get("")
async def list_avatars(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    page: PageDep,
    search: Annotated[str | None, Query()] = None,
    render_style: Annotated[RenderStyle, Query(alias="renderStyle")] = "all",
    tags: Annotated[str, Query()] = "",
    only_one_shot: Annotated[bool, Query(alias="onlyOneShot")] = False,
) -> Listing[AvatarAnswer]:
    """`tags` are separated by commas; any of them will do."""
    async with wing.database.transaction() as session:
        found = await avatars.list_avatars(
            session,
            caller.organization_id,
            page,
            search=search,
            render_style=render_style,
            tags={tag.strip().lower() for tag in tags.split(",") if tag.strip()},
            only_one_shot=only_one_shot,
        )
    return listing(found, lambda row: avatar_answer(row, addresses))


@router.post(
    "",
    status_code=201,
    responses=may_raise(Unprocessable, TooManyRequests),
    openapi_extra=either([AvatarFromUrl], AvatarForm, "imageFile"),
)
async def create_avatar(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, request: Request
) -> AvatarAnswer:
    """From an image: a file in a form, or an address that the server fetches."""
    asked: AvatarForm | AvatarFromUrl
    if is_form(request):
        asked, file = await read_form(request, AvatarForm, "imageFile", largest=LARGEST_BYTES)
    else:
        asked, file = await read_json(request, AvatarFromUrl), None
    if file and asked.image_url:
        raise Invalid("imageUrl", "Give imageFile or imageUrl, not both")
    if file:
        image = file.content
    elif asked.image_url:
        image = await avatars.image_at(wing, asked.image_url)
    else:
        raise Invalid("imageFile", "Give imageFile or imageUrl")
    row = await avatars.create_avatar(
        wing, caller.organization_id, asked.display_name, image, asked.avatar_model
    )
    return avatar_answer(row, addresses)


@router.get("/{id}")
async def get_avatar(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, avatar_id: NamedId
) -> AvatarAnswer:
    async with wing.database.transaction() as session:
        row = await avatars.get_avatar(session, caller.organization_id, avatar_id)
    return avatar_answer(row, addresses)


@router.put("/{id}")
async def update_avatar(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, avatar_id: NamedId, body: AvatarUpdate
) -> AvatarAnswer:
    async with wing.database.transaction() as session:
        row = await avatars.rename_avatar(session, caller.organization_id, avatar_id, body.display_name)
    return avatar_answer(row, addresses)


@router.delete("/{id}")
async def delete_avatar(
    wing: WingDep, caller: CallerDep, avatar_id: NamedId, hard: Annotated[bool, Query()] = False
) -> Said:
    """`hard` takes the image and everything made from it too, for good."""
    await avatars.delete_avatar(wing, caller.organization_id, avatar_id, hard=hard)
    return Said(message="Avatar deleted successfully")

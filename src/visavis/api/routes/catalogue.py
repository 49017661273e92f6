"""/v1/avatars, /v1/voices, /v1/llms"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from visavis.api.deps import CallerDep, PageDep, WingDep
from visavis.api.paths import BaseUrlDep
from visavis.api.schemas.base import Listing, listing
from visavis.api.schemas.catalogue import (
    AvatarAnswer,
    LlmAnswer,
    VoiceAnswer,
    avatar_answer,
    llm_answer,
    voice_answer,
)
from visavis.services import catalogue

router = APIRouter(prefix="/v1")

Search = Annotated[str | None, Query()]
RenderStyle = Literal["all", "realistic", "animated_3d", "illustrated", "unknown"]


@router.get("/avatars", tags=["Avatars"])
async def list_avatars(
    wing: WingDep,
    caller: CallerDep,
    base: BaseUrlDep,
    page: PageDep,
    search: Search = None,
    render_style: Annotated[RenderStyle, Query(alias="renderStyle")] = "all",
    tags: Annotated[str, Query()] = "",
    only_one_shot: Annotated[bool, Query(alias="onlyOneShot")] = False,
) -> Listing[AvatarAnswer]:
    async with wing.database.transaction() as session:
        found = await catalogue.list_avatars(
            session,
            caller.organization_id,
            page,
            search=search,
            render_style=render_style,
            tags={tag.strip().lower() for tag in tags.split(",") if tag.strip()},
            only_one_shot=only_one_shot,
        )
    return listing(found, lambda row: avatar_answer(row, base))


@router.get("/avatars/{avatar_id}", tags=["Avatars"])
async def get_avatar(wing: WingDep, caller: CallerDep, base: BaseUrlDep, avatar_id: str) -> AvatarAnswer:
    async with wing.database.transaction() as session:
        row = await catalogue.get_avatar(session, caller.organization_id, avatar_id)
    return avatar_answer(row, base)


@router.get("/voices", tags=["Voices"])
async def list_voices(
    wing: WingDep, caller: CallerDep, page: PageDep, search: Search = None
) -> Listing[VoiceAnswer]:
    async with wing.database.transaction() as session:
        found = await catalogue.list_voices(session, caller.organization_id, page, search=search)
    return listing(found, voice_answer)


@router.get("/voices/{voice_id}", tags=["Voices"])
async def get_voice(wing: WingDep, caller: CallerDep, voice_id: str) -> VoiceAnswer:
    async with wing.database.transaction() as session:
        row = await catalogue.get_voice(session, caller.organization_id, voice_id)
    return voice_answer(row)


@router.get("/llms", tags=["LLMs"])
async def list_llms(
    wing: WingDep,
    caller: CallerDep,
    page: PageDep,
    search: Search = None,
    include_defaults: Annotated[bool, Query(alias="includeDefaults")] = True,
) -> Listing[LlmAnswer]:
    async with wing.database.transaction() as session:
        found = await catalogue.list_llms(
            session, caller.organization_id, page, search=search, include_defaults=include_defaults
        )
    return listing(found, lambda row: llm_answer(row, wing.default_llm))


@router.get("/llms/{llm_id}", tags=["LLMs"])
async def get_llm(wing: WingDep, caller: CallerDep, llm_id: str) -> LlmAnswer:
    async with wing.database.transaction() as session:
        row = await catalogue.get_llm(session, caller.organization_id, llm_id)
    return llm_answer(row, wing.default_llm)

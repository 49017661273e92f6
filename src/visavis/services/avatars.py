"""Avatars: the faces of this server, and those that organizations make from an image."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import avatar_building, blob_keeping
from visavis.services.avatar_building import WAITING
from visavis.services.avatar_models import DEFAULT_MODEL, SIZES
from visavis.services.errors import Forbidden, NotFound
from visavis.services.image_files import LARGEST_BYTES
from visavis.services.jobs import add_job, forget_jobs
from visavis.services.paging import Page, PageRequest, fetch_page, slice_page
from visavis.services.portraits import develop
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.queries import usable
from visavis.store.tables import Avatar


async def list_avatars(
    session: AsyncSession,
    organization_id: str,
    request: PageRequest,
    *,
    search: str | None = None,
    render_style: str = "all",
    tags: Collection[str] = (),
    only_one_shot: bool = False,
) -> Page[Avatar]:
    """An organization's own first, then stock. `tags`: any of them. One-shot: made from one image."""
    statement = (
        select(Avatar)
        .where(usable(Avatar, organization_id))
        .order_by(Avatar.organization_id.is_(None), Avatar.created_at, Avatar.id)
    )
    if search:
        named = Avatar.display_name.icontains(search, autoescape=True)
        statement = statement.where(or_(named, Avatar.description.icontains(search, autoescape=True)))
    if render_style != "all":
        statement = statement.where(Avatar.render_style == render_style)
    if only_one_shot:
        statement = statement.where(Avatar.organization_id.is_not(None))
    if not tags:
        return await fetch_page(session, statement, request)
    rows = (await session.scalars(statement)).all()
    return slice_page([row for row in rows if set(tags) & set(row.display_tags)], request)


async def get_avatar(session: AsyncSession, organization_id: str, avatar_id: str) -> Avatar:
    avatar = await _readable(session, organization_id, avatar_id)
    if avatar.deleted_at is not None:
        raise NotFound("Avatar not found")
    return avatar


async def create_avatar(
    wing: ControlWing, organization_id: str, display_name: str, image: bytes, model: str | None = None
) -> Avatar:
    """Its face is built as a job. Raises Unprocessable for an image that cannot be used, and what moderation
    raises.
    """
    file, pictures = await asyncio.to_thread(develop, image)
    await wing.moderation.check_image(image, file.type)
    avatar = Avatar(
        id=new_id(),
        organization_id=organization_id,
        display_name=display_name,
        available_versions=list(SIZES),
        active_version=model or DEFAULT_MODEL,
        rig="",
        build_status=WAITING,
    )
    contents = {"source": (image, file.type)} | {shape: (it, "image/webp") for shape, it in pictures.items()}
    avatar.blobs = {name: f"avatars/{avatar.id}-{name}" for name in contents}
    for name, (content, content_type) in contents.items():
        await blob_keeping.store(wing, organization_id, avatar.blobs[name], content, content_type)
    async with wing.database.transaction() as session:
        await blob_keeping.keep(session, *avatar.blobs.values())
        session.add(avatar)
        add_job(session, organization_id, avatar_building.KIND, avatar.id)
    wing.jobs_added.ring()
    return avatar


async def image_at(wing: ControlWing, url: str) -> bytes:
    """Raises Invalid for an address that cannot be fetched, or may not be."""
    return (await wing.outgoing.fetch(url, "imageUrl", largest=LARGEST_BYTES)).content


async def rename_avatar(
    session: AsyncSession, organization_id: str, avatar_id: str, display_name: str
) -> Avatar:
    """Raises NotFound, and Forbidden for stock avatars."""
    avatar = own(await get_avatar(session, organization_id, avatar_id))
    avatar.display_name = display_name
    await session.flush()
    return avatar


async def delete_avatar(wing: ControlWing, organization_id: str, avatar_id: str, *, hard: bool) -> None:
    """Softly it only disappears; a hard delete takes the image and all that was made from it, also later."""
    async with wing.database.transaction() as session:
        find = _readable if hard else get_avatar
        avatar = own(await find(session, organization_id, avatar_id))
        if not hard:
            avatar.deleted_at = now()
            return
        await blob_keeping.drop(session, *avatar.blobs.values())
        await forget_jobs(session, avatar.id)
        await session.delete(avatar)
    await blob_keeping.sweep(wing)


async def _readable(session: AsyncSession, organization_id: str, avatar_id: str) -> Avatar:
    avatar = await session.get(Avatar, avatar_id)
    if avatar is None or avatar.organization_id not in (None, organization_id):
        raise NotFound("Avatar not found")
    return avatar


def own(avatar: Avatar) -> Avatar:
    """Raises Forbidden for stock avatars."""
    if avatar.organization_id is None:
        raise Forbidden("This avatar belongs to the server and cannot be changed; create one of your own")
    return avatar

"""Avatars as the public API takes and shows them; `buildStatus` and `buildNote` are our extensions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field, StringConstraints

from visavis.api.addresses import Addresses
from visavis.api.schemas.base import Answer, Timestamp, Url, Uuid
from visavis.services import pictures
from visavis.services.avatar_models import AvatarModel
from visavis.services.options import Body
from visavis.store.tables import Avatar

NAMES = AliasChoices("displayName", "name", "display_name")
"""Public clients send both names."""

RenderStyle = Literal["realistic", "animated_3d", "illustrated", "unknown"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
FormName = Annotated[str, StringConstraints(min_length=3, max_length=50)]
"""The contract is stricter about forms."""


class AvatarForm(Body):
    display_name: FormName = Field(validation_alias=NAMES)
    image_url: Url | None = None
    avatar_model: AvatarModel | None = None


class AvatarFromUrl(Body):
    display_name: Name = Field(validation_alias=NAMES)
    image_url: Url
    avatar_model: AvatarModel | None = None


class AvatarUpdate(Body):
    display_name: Name = Field(validation_alias=NAMES)


class AvatarAnswer(Answer):
    id: Uuid
    display_name: str
    variant_name: str
    image_url: Url
    """Square."""
    landscape_image_url: Url | None
    """3:2."""
    portrait_image_url: Url | None
    """2:3; null where the avatar has no portrait frame."""
    video_url: Url | None
    """Good for an hour."""
    idle_video_url: Url | None
    created_at: Timestamp
    updated_at: Timestamp
    created_by_organization_id: str | None
    """null: an avatar of the server."""
    available_versions: list[str]
    """What it can be rendered with."""
    active_version: str | None
    description: str | None
    display_tags: list[str]
    render_style: RenderStyle
    build_status: str
    """`ready`, or `waiting` until a face has been built from the image."""
    build_note: str | None
    """The same for people."""


def avatar_answer(row: Avatar, addresses: Addresses) -> AvatarAnswer:
    def picture(shape: pictures.Shape) -> str | None:
        own = addresses.blob(row.blobs.get(shape))
        return own or addresses.file(pictures.picture_path(row.rig, shape))

    idle = addresses.blob(row.blobs.get("idle_video")) or addresses.file(pictures.clip_path(row.rig))
    return AvatarAnswer(
        id=row.id,
        display_name=row.display_name,
        variant_name=row.variant_name,
        image_url=picture("square") or "",
        landscape_image_url=picture("landscape"),
        portrait_image_url=picture("portrait"),
        video_url=addresses.blob(row.blobs.get("video")) or idle,
        idle_video_url=idle,
        created_at=row.created_at,
        updated_at=row.updated_at,
        created_by_organization_id=row.organization_id,
        available_versions=row.available_versions,
        active_version=row.active_version,
        description=row.description,
        display_tags=row.display_tags,
        render_style=row.render_style,
        build_status=row.build_status,
        build_note=row.build_note,
    )

"""Avatars that an operator designed on this machine: a person's folder, with pictures and a clip to show."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from visavis.services.bootstrap import open_store
from visavis.services.organizations import create_organization, first_organization
from visavis.services.stock import ACTIVE_VERSION, VERSIONS
from visavis.settings import Settings
from visavis.store.base import new_id
from visavis.store.blob_entries import BlobEntry
from visavis.store.blobs import FolderBlobs, whole
from visavis.store.tables import Avatar

OWNER = "My organization"


@dataclass(frozen=True, slots=True)
class Showing:
    pictures: Mapping[str, bytes]
    """WebP, by shape: square, landscape, portrait."""
    idle_video: bytes
    """MP4."""


def add_designed(settings: Settings, display_name: str, folder: Path, showing: Showing) -> str:
    """A new avatar of the first organization, whose face is the person in the folder; returns its id.

    Works beside a running server, which sees it at once.
    """
    return asyncio.run(_add(settings, display_name, folder, showing))


async def _add(settings: Settings, display_name: str, folder: Path, showing: Showing) -> str:
    database = await open_store(settings)
    try:
        blobs = FolderBlobs(settings.blobs_dir)
        avatar = Avatar(
            id=new_id(),
            display_name=display_name,
            variant_name="designed",
            render_style="animated_3d",
            available_versions=list(VERSIONS),
            active_version=ACTIVE_VERSION,
            rig=str(folder),
        )
        contents = {shape: (content, "image/webp") for shape, content in showing.pictures.items()}
        contents["idle_video"] = (showing.idle_video, "video/mp4")
        avatar.blobs = {name: f"avatars/{avatar.id}-{name}" for name in contents}
        async with database.transaction() as session:
            owner = await first_organization(session) or await create_organization(session, OWNER)
            avatar.organization_id = owner.id
            for name, (content, content_type) in contents.items():
                key = avatar.blobs[name]
                await blobs.write(key, whole(content))
                session.add(
                    BlobEntry(
                        key=key,
                        organization_id=owner.id,
                        content_type=content_type,
                        largest=len(content),
                        awaited=False,
                    )
                )
            session.add(avatar)
        return avatar.id
    finally:
        await database.close()

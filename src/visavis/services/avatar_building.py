"""The job that builds an avatar's face from its photo, for all frames, so that sessions can use it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.avatar_build import (
    PICTURES,
    BuildOrder,
    PhotoReport,
    avatar_file,
    picture_file,
)
from visavis.services import blob_keeping
from visavis.services.avatar_models import active_model, models_in
from visavis.services.face_builder import GaveUp, Seen, build_face
from visavis.services.jobs import JobFailed, Task
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.base import new_id
from visavis.store.blobs import NoBlob
from visavis.store.tables import Avatar

KIND = "avatar.build"

READY, WAITING, FAILED = "ready", "waiting", "failed"

NO_IMAGE = "The image is not there any more."
GAVE_UP = "Building a face from this photo took too long, or too much memory; try a smaller one."
LARGEST_FILE = 100_000_000
"""Bytes; the largest rig has a fifth of it."""


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    """In `Avatar.blobs`."""
    path: Path
    type: str


def rig_name(width: int, height: int) -> str:
    """Under which `Avatar.blobs` names the rig for a frame."""
    return f"rig_{width}x{height}"


def forget_unfinished_builds(settings: Settings) -> None:
    """At the start: what a process that died was making of people's photos."""
    shutil.rmtree(settings.building_dir, ignore_errors=True)


class AvatarBuild:
    """Begun anew after a restart. What was built before stays in use until the new one is there."""

    async def work(self, wing: ControlWing, task: Task) -> None:
        async with wing.database.transaction() as session:
            avatar = await session.get(Avatar, task.subject_id)
        if avatar is None or avatar.deleted_at is not None:
            return
        try:
            photo = await wing.blobs.read(avatar.blobs["source"])
        except NoBlob:
            raise JobFailed(NO_IMAGE) from None
        order = BuildOrder(corrections=avatar.corrections)
        wing.settings.building_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=wing.settings.building_dir) as folder:
            report = await _built(wing, task, photo, order, Path(folder))
            if report.refusal is not None:
                await _note(wing, task.subject_id, report)
                raise JobFailed(report.refusal.message)
            await _take_over(wing, task, order, report, _files(report, Path(folder)))
        await blob_keeping.sweep(wing)

    async def give_up(self, session: AsyncSession, subject_id: str, reason: str) -> None:
        avatar = await session.get(Avatar, subject_id)
        if avatar is not None:
            avatar.build_note = reason
            if avatar.build_status != READY:
                avatar.build_status = FAILED


async def _built(wing: ControlWing, task: Task, photo: bytes, order: BuildOrder, folder: Path) -> PhotoReport:
    try:
        async with aclosing(build_face(photo, order, wing.settings.models_dir, folder)) as steps:
            async for step in steps:
                if isinstance(step, PhotoReport):
                    return step
                if isinstance(step, Seen):
                    await _note_seen(wing, task.subject_id, step.report)
                else:
                    await task.report(step)
    except GaveUp:
        pass
    raise JobFailed(GAVE_UP)


def _files(report: PhotoReport, folder: Path) -> list[_File]:
    rigs = [
        _File(rig_name(size.width, size.height), folder / avatar_file(size), "application/octet-stream")
        for size in report.sizes
    ]
    pictures = [_File(shape, folder / picture_file(shape), "image/webp") for shape in PICTURES]
    return [*rigs, *(picture for picture in pictures if picture.path.is_file())]


async def _take_over(
    wing: ControlWing, task: Task, order: BuildOrder, report: PhotoReport, files: list[_File]
) -> None:
    """Stores what was built under new names: sessions that run have the old files open.

    Not where points were put right meanwhile: another job builds that.
    """
    build = new_id()[:8]
    keys = {file.name: f"avatars/{task.subject_id}-{build}-{file.name}" for file in files}
    for file in files:
        await blob_keeping.store_stream(
            wing,
            task.organization_id,
            keys[file.name],
            _content(file.path),
            file.type,
            largest=LARGEST_FILE,
        )
    async with wing.database.transaction() as session:
        avatar = await session.get(Avatar, task.subject_id, with_for_update=True)
        if avatar is None or BuildOrder(corrections=avatar.corrections) != order:
            await blob_keeping.drop(session, *keys.values())
            return
        kept = {name: key for name, key in avatar.blobs.items() if name == "source"}
        await blob_keeping.keep(session, *keys.values())
        await blob_keeping.drop(session, *(set(avatar.blobs.values()) - set(kept.values())))
        avatar.blobs = kept | keys
        avatar.build_status, avatar.build_note = READY, None
        avatar.build_report = report.model_dump(mode="json")
        built = {(size.width, size.height) for size in report.sizes}
        avatar.available_versions = models_in(built)
        avatar.active_version = active_model(avatar.active_version, avatar.available_versions)


async def _note_seen(wing: ControlWing, avatar_id: str, report: PhotoReport) -> None:
    """A face that is in use keeps the report of what it was built from."""
    async with wing.database.transaction() as session:
        avatar = await session.get(Avatar, avatar_id)
        if avatar is not None and avatar.build_status != READY:
            avatar.build_report = report.model_dump(mode="json")


async def _note(wing: ControlWing, avatar_id: str, report: PhotoReport) -> None:
    async with wing.database.transaction() as session:
        avatar = await session.get(Avatar, avatar_id)
        if avatar is not None:
            avatar.build_report = report.model_dump(mode="json")


async def _content(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while part := await asyncio.to_thread(file.read, 1 << 20):
            yield part

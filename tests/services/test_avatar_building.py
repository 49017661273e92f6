"""An avatar's face is built as a job, by a real process, and nothing of it is left when the avatar goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from tests.face.photo.photos import jpeg, landscape_without_people, photo_of, scaled
from tests.images import decoded
from tests.model_files import fetched_models
from tests.services.wings import opened_wing, organization_of

from visavis.contract.avatar_build import POINT_GROUPS, PhotoReport
from visavis.face.build import load_avatar
from visavis.services import avatar_building, avatar_builds, avatars, face_builder
from visavis.services.avatar_builds import BuildView
from visavis.services.errors import Conflict, Forbidden, Invalid
from visavis.services.job_kinds import JOB_KINDS
from visavis.services.jobs import Task, Worker
from visavis.services.wing import ControlWing
from visavis.store.tables import Avatar, BlobEntry, Job

PHOTO = jpeg(scaled(photo_of(), 0.6))
HEADSHOT = jpeg(scaled(photo_of(), 0.6)[:465])
NOBODY = jpeg(landscape_without_people())
FRAMES = [(512, 512), (720, 480), (1152, 768), (768, 1152)]


def with_models(data_dir: Path) -> Path:
    if not (data_dir / "models").exists():
        (data_dir / "models").symlink_to(fetched_models())
    return data_dir


@pytest.fixture
async def wing(tmp_path: Path) -> AsyncIterator[ControlWing]:
    async with opened_wing(with_models(tmp_path)) as opened:
        yield opened


async def created(wing: ControlWing, photo: bytes = PHOTO, model: str | None = None) -> Avatar:
    return await avatars.create_avatar(wing, await organization_of(wing), "Alex", photo, model)


async def work(wing: ControlWing) -> None:
    await Worker(wing, JOB_KINDS).work_off()


async def seen(wing: ControlWing, avatar: Avatar) -> BuildView:
    async with wing.database.transaction() as session:
        return await avatar_builds.get_build(session, avatar.organization_id or "", avatar.id)


def mapped_files() -> str:
    """What this process has in its memory."""
    return Path("/proc/self/maps").read_text()


def files(wing: ControlWing) -> set[str]:
    return {path.name for path in wing.settings.blobs_dir.rglob("*") if path.is_file()}


async def test_a_photo_becomes_a_face_that_an_engine_can_load(wing: ControlWing, tmp_path: Path) -> None:
    avatar = await created(wing)
    assert (await seen(wing, avatar)).status == "waiting"

    await work(wing)

    view = await seen(wing, avatar)
    assert (view.status, view.progress, view.avatar.build_note) == ("ready", 1.0, None)
    assert view.report is not None
    assert view.report.findings == ()
    for width, height in FRAMES:
        path = wing.blobs.path(view.avatar.blobs[f"rig_{width}x{height}"])
        assert load_avatar(str(path), width, height, tmp_path).width == width
    assert not list(wing.settings.building_dir.iterdir())


async def test_the_pictures_show_what_sessions_will(wing: ControlWing) -> None:
    avatar = await created(wing)
    before = await wing.blobs.read(avatar.blobs["square"])
    await work(wing)

    blobs = (await seen(wing, avatar)).avatar.blobs
    assert await wing.blobs.read(blobs["source"]) == PHOTO
    assert await wing.blobs.read(blobs["square"]) != before
    for shape, size in {"square": (768, 768), "landscape": (1152, 768), "portrait": (768, 1152)}.items():
        assert decoded(await wing.blobs.read(blobs[shape])).shape[1::-1] == size
    assert len(files(wing)) == 8  # the photo, three pictures, four rigs


async def test_progress_is_written_down_while_it_works(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    avatar = await created(wing)
    shown: list[tuple[str, float, str]] = []
    take_over = avatar_building._take_over

    async def watched(*arguments: object) -> None:
        view = await seen(wing, avatar)
        shown.append((view.status, view.progress, view.stage))
        await take_over(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(avatar_building, "_take_over", watched)
    await work(wing)

    assert shown == [("building", 0.95, "Saving")]


async def test_what_was_seen_is_told_before_anything_is_built(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    avatar = await created(wing)
    told: list[tuple[float, BuildView]] = []
    note = avatar_building._note_seen

    async def watched(*arguments: Any) -> None:
        await note(*arguments)
        view = await seen(wing, avatar)
        told.append((view.progress, view))

    monkeypatch.setattr(avatar_building, "_note_seen", watched)
    await work(wing)

    [(progress, view)] = told
    assert (view.status, progress) == ("building", 0.05)
    assert view.report is not None
    assert set(view.report.landmarks) == set(POINT_GROUPS)
    assert view.report.sizes == ()


async def test_points_put_right_during_the_building_are_not_lost(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    avatar = await created(wing)
    put: list[list[list[float]]] = []
    taken: list[str] = []
    take_over = avatar_building._take_over

    async def corrected_first(*arguments: Any) -> None:
        if not put:
            report = (await seen(wing, avatar)).report
            assert report is not None
            put.append([[x + 0.01, y] for x, y in report.landmarks["nose"]])
            groups = {"nose": tuple((x, y) for x, y in put[0])}
            await avatar_builds.correct_points(wing, avatar.organization_id or "", avatar.id, groups)
        await take_over(*arguments)
        taken.append((await seen(wing, avatar)).avatar.build_status)

    monkeypatch.setattr(avatar_building, "_take_over", corrected_first)
    await work(wing)

    assert taken == ["waiting", "ready"], "what was built without them might else come last"
    view = await seen(wing, avatar)
    assert view.status == "ready"
    assert view.report is not None
    assert [list(point) for point in view.report.landmarks["nose"]] == [
        pytest.approx(point, abs=1e-4) for point in put[0]
    ]
    assert len(files(wing)) == 8, "nothing of the first building is left"


async def test_a_photo_without_a_face_has_failed_with_its_reason(wing: ControlWing) -> None:
    avatar = await created(wing, NOBODY)
    await work(wing)

    view = await seen(wing, avatar)
    assert view.status == "failed"
    assert view.avatar.build_note == view.report.findings[0].message  # type: ignore[union-attr]
    assert "no face" in (view.avatar.build_note or "")
    async with wing.database.transaction() as session:
        assert (await session.scalars(select(Job))).all() == []


async def test_a_head_and_nothing_below_has_no_upright_frame(wing: ControlWing) -> None:
    avatar = await created(wing, HEADSHOT, model="cara-4")
    await work(wing)

    built = (await seen(wing, avatar)).avatar
    assert "rig_768x1152" not in built.blobs
    assert "portrait" not in built.blobs
    assert built.available_versions == ["cara-2", "cara-3", "cara-4", "cara-4-latest"]
    assert built.active_version == "cara-4"


async def test_a_photo_that_is_good_for_few_frames_is_active_in_one_of_them(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_over = avatar_building._take_over

    async def too_narrow(wing: ControlWing, task: Task, report: PhotoReport, files: list[Any]) -> None:
        square = report.model_copy(update={"sizes": tuple(s for s in report.sizes if s.width == s.height)})
        await take_over(wing, task, square, files)

    monkeypatch.setattr(avatar_building, "_take_over", too_narrow)
    avatar = await created(wing, model="cara-4")
    await work(wing)

    built = (await seen(wing, avatar)).avatar
    assert (built.available_versions, built.active_version) == (["cara-2"], "cara-2")


async def test_without_model_files_the_operator_is_told(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        avatar = await created(wing)
        await work(wing)
        assert "visavis models fetch" in ((await seen(wing, avatar)).avatar.build_note or "")


async def test_what_a_restart_interrupted_is_begun_anew(tmp_path: Path) -> None:
    async with opened_wing(with_models(tmp_path)) as wing:
        avatar = await created(wing)
        assert await Worker(wing, JOB_KINDS)._claim()
        wing.settings.building_dir.mkdir()
        (wing.settings.building_dir / "half-made").write_bytes(b"a face")  # and here the process dies

    async with opened_wing(tmp_path) as wing:
        assert not wing.settings.building_dir.exists()
        assert (await seen(wing, avatar)).status == "building"
        worker = Worker(wing, JOB_KINDS)
        await worker.resume()
        await worker.work_off()
        assert (await seen(wing, avatar)).status == "ready"


async def test_a_process_that_dies_gives_up_in_words(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face_builder, "COMMAND", ("/bin/sh", "-c", "exit 1"))
    avatar = await created(wing)
    await work(wing)
    assert (await seen(wing, avatar)).avatar.build_note == avatar_building.GAVE_UP


async def test_a_process_that_hangs_is_ended(wing: ControlWing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_builder, "COMMAND", ("/bin/sh", "-c", "exec sleep 600"))
    monkeypatch.setattr(face_builder, "LONGEST_S", 0.05)
    avatar = await created(wing)
    await work(wing)
    assert (await seen(wing, avatar)).avatar.build_note == avatar_building.GAVE_UP


async def test_a_fault_of_ours_is_tried_again(wing: ControlWing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_builder, "COMMAND", ("/bin/sh", "-c", 'echo \'{"failed": "Traceback"}\''))
    avatar = await created(wing)
    await work(wing)
    async with wing.database.transaction() as session:
        [job] = (await session.scalars(select(Job).where(Job.subject_id == avatar.id))).all()
    assert (job.running, job.attempts) == (False, 1)


# ---- corrected


async def test_corrected_points_are_built_into_a_new_face(wing: ControlWing) -> None:
    avatar = await created(wing)
    await work(wing)
    first = await seen(wing, avatar)
    assert first.report is not None
    higher = tuple((x, y - 0.01) for x, y in first.report.landmarks["rightBrow"])

    waiting = await avatar_builds.correct_points(
        wing, avatar.organization_id or "", avatar.id, {"rightBrow": higher}
    )

    assert (waiting.status, waiting.avatar.build_status) == ("waiting", "ready")  # the old face stays in use
    await work(wing)
    second = await seen(wing, avatar)
    assert second.report is not None
    assert np.allclose(second.report.landmarks["rightBrow"], higher, atol=1e-4)
    assert second.report.landmarks["leftBrow"] == first.report.landmarks["leftBrow"]
    assert second.avatar.blobs["rig_512x512"] != first.avatar.blobs["rig_512x512"]
    assert len(files(wing)) == 8  # and the first ones are gone

    await avatar_builds.correct_points(wing, avatar.organization_id or "", avatar.id, {"rightBrow": None})
    await work(wing)
    third = await seen(wing, avatar)
    assert third.avatar.corrections == {}
    assert third.report == first.report


async def test_points_that_no_face_can_have_are_refused(wing: ControlWing) -> None:
    avatar = await created(wing)
    organization = avatar.organization_id or ""
    with pytest.raises(Conflict, match="no points to correct"):
        await avatar_builds.correct_points(wing, organization, avatar.id, {"nose": ((0.5, 0.5),) * 3})
    await work(wing)
    report = (await seen(wing, avatar)).report
    assert report is not None
    upper, lower = report.landmarks["lipsOuterUpper"], report.landmarks["lipsOuterLower"]

    for groups, why in (
        ({"lipsOuterUpper": tuple((x, y + 0.5) for x, y in upper)}, "must lie above"),
        ({"lipsOuterUpper": upper[::-1]}, "from the picture's left"),
        ({"lipsOuterLower": tuple((x + 2, y) for x, y in lower)}, "from 0 to 1"),
    ):
        with pytest.raises(Invalid, match=why):
            await avatar_builds.correct_points(wing, organization, avatar.id, groups)
    assert (await seen(wing, avatar)).status == "ready"


async def test_a_correction_that_does_not_work_leaves_the_face_in_use(wing: ControlWing) -> None:
    avatar = await created(wing)
    await work(wing)
    report = (await seen(wing, avatar)).report
    assert report is not None
    shut = {
        f"{side}Lid{edge}": report.landmarks[f"{side}LidLower"]
        for side in ("right", "left")
        for edge in ("Upper", "Lower")
    }
    await avatar_builds.correct_points(wing, avatar.organization_id or "", avatar.id, shut)
    await work(wing)

    view = await seen(wing, avatar)
    assert view.status == "ready"
    assert "eyes are closed" in (view.avatar.build_note or "")
    assert "rig_512x512" in view.avatar.blobs


async def test_the_servers_own_people_have_no_points_to_correct(wing: ControlWing) -> None:
    async with wing.database.transaction() as session:
        stock = (await session.scalars(select(Avatar).where(Avatar.organization_id.is_(None)).limit(1))).one()
    with pytest.raises(Forbidden):
        await avatar_builds.correct_points(wing, await organization_of(wing), stock.id, {})
    async with wing.database.transaction() as session:
        assert (
            await avatar_builds.get_build(session, await organization_of(wing), stock.id)
        ).status == "ready"


# ---- deleted


async def test_a_hard_delete_takes_everything_that_was_made_from_the_photo(wing: ControlWing) -> None:
    avatar = await created(wing)
    await work(wing)
    path = wing.blobs.path((await seen(wing, avatar)).avatar.blobs["rig_512x512"])
    load_avatar(str(path), 512, 512, path.parent)

    await avatars.delete_avatar(wing, avatar.organization_id or "", avatar.id, hard=True)

    assert files(wing) == set()
    async with wing.database.transaction() as session:
        assert (await session.scalars(select(BlobEntry))).all() == []
    load_avatar("ana", 512, 512, path.parent)
    assert str(path) not in mapped_files()


async def test_an_avatar_that_is_deleted_while_it_is_built_leaves_nothing(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    avatar = await created(wing)
    take_over = avatar_building._take_over

    async def deleted_first(*arguments: object) -> None:
        await avatars.delete_avatar(wing, avatar.organization_id or "", avatar.id, hard=True)
        await take_over(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(avatar_building, "_take_over", deleted_first)
    await work(wing)

    assert files(wing) == set()
    assert not list(wing.settings.building_dir.iterdir())


async def test_a_soft_delete_ends_the_building(wing: ControlWing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_builder, "COMMAND", ("/bin/false",))
    avatar = await created(wing)
    await avatars.delete_avatar(wing, avatar.organization_id or "", avatar.id, hard=False)
    await work(wing)
    async with wing.database.transaction() as session:
        row = await session.get(Avatar, avatar.id)
        assert row is not None
        assert row.build_status == "waiting"

"""A reel that an engine hands over becomes a film in the background, and nothing of it outlives the session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.reels import flash, shown
from tests.services.happenings import begin
from tests.services.wings import opened_wing, organization_of

from visavis.services import film_maker, filming
from visavis.services.erasure import erase
from visavis.services.errors import NotFound
from visavis.services.job_kinds import LONG_JOB_KINDS
from visavis.services.jobs import Worker
from visavis.services.left_reels import collect_reels, left_reels
from visavis.services.recordings import keep_reel, recording_of
from visavis.services.wing import ControlWing
from visavis.store.blobs import whole
from visavis.store.sessions import Session
from visavis.store.tables import BlobEntry, Job


@pytest.fixture
async def wing(tmp_path: Path) -> AsyncIterator[ControlWing]:
    async with opened_wing(tmp_path / "data") as opened:
        await begin(opened)
        yield opened


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return flash(tmp_path_factory.mktemp("reel") / "a.mkv").read_bytes()


async def film(wing: ControlWing) -> Path:
    """Raises NotFound."""
    async with wing.database.transaction() as session:
        return wing.blobs.path(await recording_of(session, await organization_of(wing), "s"))


async def why_none(wing: ControlWing) -> str:
    with pytest.raises(NotFound) as refused:
        await film(wing)
    return str(refused.value)


async def row(wing: ControlWing) -> Session:
    async with wing.database.transaction() as session:
        found = await session.get(Session, "s")
    assert found is not None
    return found


async def work(wing: ControlWing) -> None:
    await Worker(wing, LONG_JOB_KINDS).work_off()


def files(wing: ControlWing) -> list[str]:
    """Blobs, by their endings."""
    return [path.suffix for path in wing.settings.blobs_dir.rglob("*") if path.is_file()]


async def test_a_reel_becomes_a_film_and_goes(wing: ControlWing, reel: bytes) -> None:
    before = await row(wing)
    await keep_reel(wing, "s", whole(reel))
    assert "being made ready" in await why_none(wing)

    await work(wing)

    assert len(shown(await film(wing)).pictures) == 75
    assert files(wing) == [".mp4"]
    assert not list(wing.settings.filming_dir.iterdir())
    assert (await row(wing)).updated_at == before.updated_at


async def test_one_that_is_handed_over_again_is_filmed_once(wing: ControlWing, reel: bytes) -> None:
    await keep_reel(wing, "s", whole(reel))
    await keep_reel(wing, "s", whole(reel))
    async with wing.database.transaction() as session:
        assert len((await session.scalars(select(Job))).all()) == 1
    await work(wing)
    first = await film(wing)

    await keep_reel(wing, "s", whole(reel))
    await work(wing)
    assert await film(wing) == first
    assert files(wing) == [".mp4"]


async def test_a_restart_in_the_middle_begins_the_film_anew(wing: ControlWing, reel: bytes) -> None:
    await keep_reel(wing, "s", whole(reel))
    assert await Worker(wing, LONG_JOB_KINDS)._claim()  # and here the process dies

    worker = Worker(wing, LONG_JOB_KINDS)
    await worker.resume()
    await worker.work_off()
    assert (await film(wing)).is_file()


async def test_what_cannot_be_shown_says_so(wing: ControlWing) -> None:
    await keep_reel(wing, "s", whole(b"no reel"))
    await work(wing)
    assert filming.UNUSABLE in await why_none(wing)


async def test_a_process_that_dies_is_tried_again_and_then_given_up(
    wing: ControlWing, reel: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_maker, "COMMAND", ("false",))
    monkeypatch.setattr("visavis.services.jobs.RETRY_S", (0.0, 0.0))
    await keep_reel(wing, "s", whole(reel))
    await work(wing)
    assert "its log says how" in await why_none(wing)


async def test_erasing_takes_the_reel_too(wing: ControlWing, reel: bytes) -> None:
    await keep_reel(wing, "s", whole(reel))
    async with wing.database.transaction() as session:
        await erase(session, ["s"])
    await work(wing)
    await filming.blob_keeping.sweep(wing)
    assert files(wing) == []


async def test_a_film_that_is_finished_after_the_session_was_erased_is_not_kept(
    wing: ControlWing, reel: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = filming._make

    async def make_and_erase(*order: object) -> None:
        await make(*order)  # type: ignore[arg-type]
        async with wing.database.transaction() as session:
            await erase(session, ["s"])

    monkeypatch.setattr(filming, "_make", make_and_erase)
    await keep_reel(wing, "s", whole(reel))
    await work(wing)
    assert files(wing) == []
    async with wing.database.transaction() as session:
        assert (await session.scalars(select(BlobEntry))).all() == []


# ---- what engines leave behind


async def test_the_reel_of_an_engine_that_died_is_picked_up(wing: ControlWing, reel: bytes) -> None:
    folder = wing.settings.reels_dir / "engine-1"
    folder.mkdir(parents=True)
    (folder / "s.mkv").write_bytes(reel[: len(reel) * 2 // 3])
    (folder / "nobody.mkv").write_bytes(reel)

    await collect_reels(wing, left_reels(wing.settings.reels_dir))
    await work(wing)

    assert 25 < len(shown(await film(wing)).pictures) < 75
    assert left_reels(wing.settings.reels_dir) == []


async def test_a_reel_that_cannot_be_taken_over_now_stays(
    wing: ControlWing, reel: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*order: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("visavis.services.left_reels.keep_reel", full)
    folder = wing.settings.reels_dir / "engine-1"
    folder.mkdir(parents=True)
    (folder / "s.mkv").write_bytes(reel)

    await collect_reels(wing, [folder])
    assert (folder / "s.mkv").is_file()


async def test_of_a_session_under_zero_data_retention_nothing_is_picked_up(
    wing: ControlWing, reel: bytes
) -> None:
    await begin(wing, "secret", zero_data_retention=True)
    folder = wing.settings.reels_dir / "engine-1"
    folder.mkdir(parents=True)
    (folder / "secret.mkv").write_bytes(reel)

    await collect_reels(wing, [folder])
    assert not folder.exists()
    assert files(wing) == []

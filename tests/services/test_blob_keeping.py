"""Blobs and their rows stay in step, also through a crash."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.services.wings import opened_wing, organization_of

from visavis.services import blob_keeping
from visavis.services.blob_keeping import (
    BETWEEN_SWEEPS_S,
    drop,
    expect,
    find,
    keep,
    keep_sweeping,
    receive,
    store,
    store_stream,
    sweep,
    uploaded,
)
from visavis.services.errors import Conflict, NotFound, TooLarge
from visavis.services.wing import ControlWing
from visavis.store.blobs import whole

KEY, KEPT = "avatars/5f0c.webp", "avatars/5f0d.webp"


@pytest.fixture
async def wing(data_dir: Path) -> AsyncIterator[ControlWing]:
    async with opened_wing(data_dir) as opened:
        yield opened


@pytest.fixture
def an_hour_passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    real = blob_keeping.now

    def passes() -> None:
        monkeypatch.setattr(blob_keeping, "now", lambda: real() + timedelta(hours=1, seconds=1))

    return passes


async def stored(wing: ControlWing, key: str = KEY) -> str:
    organization = await organization_of(wing)
    await store(wing, organization, key, b"bytes", "image/webp")
    return organization


async def test_what_is_kept_stays(wing: ControlWing, an_hour_passes: Callable[[], None]) -> None:
    await stored(wing)
    async with wing.database.transaction() as session:
        await keep(session, KEY)

    an_hour_passes()

    assert await sweep(wing) == 0
    assert (await find(wing, KEY)).content_type == "image/webp"
    assert await wing.blobs.read(KEY) == b"bytes"


async def test_what_nobody_keeps_is_gone_after_an_hour(
    wing: ControlWing, an_hour_passes: Callable[[], None]
) -> None:
    await stored(wing)
    assert await sweep(wing) == 0

    an_hour_passes()

    with pytest.raises(NotFound):
        await find(wing, KEY)
    async with wing.database.transaction() as session:
        with pytest.raises(Conflict):
            await keep(session, KEY)
    assert await sweep(wing) == 1
    assert await wing.blobs.size(KEY) is None


async def test_a_dropped_blob_goes_with_the_next_sweep(wing: ControlWing) -> None:
    await stored(wing)
    async with wing.database.transaction() as session:
        await keep(session, KEY)
        await drop(session, KEY)

    assert await sweep(wing) == 1
    assert await wing.blobs.size(KEY) is None


async def test_a_transaction_that_fails_keeps_nothing(
    wing: ControlWing, an_hour_passes: Callable[[], None]
) -> None:
    await stored(wing)
    with contextlib.suppress(RuntimeError):
        async with wing.database.transaction() as session:
            await keep(session, KEY)
            raise RuntimeError("the row that names it could not be written")

    an_hour_passes()

    assert await sweep(wing) == 1


async def test_a_blob_is_kept_once(wing: ControlWing) -> None:
    await stored(wing)
    async with wing.database.transaction() as session:
        await keep(session, KEY)

    async with wing.database.transaction() as session:
        with pytest.raises(Conflict):
            await keep(session, KEY)


async def test_bytes_that_a_killed_server_was_writing_are_gone_after_its_restart(data_dir: Path) -> None:
    async with opened_wing(data_dir) as wing:
        await stored(wing)
        await stored(wing, KEPT)
        async with wing.database.transaction() as session:
            await keep(session, KEPT)
    assert (data_dir / "blobs" / KEY).is_file()

    async with opened_wing(data_dir):
        assert not (data_dir / "blobs" / KEY).exists()
        assert (data_dir / "blobs" / KEPT).exists()


async def test_what_a_request_was_bringing_is_gone_after_the_restart(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        organization = await organization_of(wing)
        assert await store_stream(wing, organization, KEY, whole(b"12345"), "text/plain", largest=5) == 5
    async with opened_wing(tmp_path):
        assert not (tmp_path / "blobs" / KEY).exists()


async def test_an_upload_outlives_a_restart_but_not_its_hour(
    data_dir: Path, an_hour_passes: Callable[[], None]
) -> None:
    async with opened_wing(data_dir) as wing:
        await expect(wing, await organization_of(wing), KEY, "audio/wav", largest=5)
    async with opened_wing(data_dir) as wing:
        await receive(wing, KEY, whole(b"12345"))
    assert (data_dir / "blobs" / KEY).is_file()

    an_hour_passes()

    async with opened_wing(data_dir):
        assert not (data_dir / "blobs" / KEY).exists()


async def test_the_server_sweeps_now_and_then(wing: ControlWing, an_hour_passes: Callable[[], None]) -> None:
    await stored(wing)
    waits = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            assert await wing.blobs.size(KEY) is None
            raise asyncio.CancelledError

    an_hour_passes()
    with pytest.raises(asyncio.CancelledError):
        await keep_sweeping(wing, sleep)
    assert waits == [BETWEEN_SWEEPS_S] * 2


async def test_an_upload_has_the_size_that_was_announced_at_most(wing: ControlWing) -> None:
    organization = await organization_of(wing)
    await expect(wing, organization, KEY, "audio/wav", largest=5)

    with pytest.raises(TooLarge):
        await receive(wing, KEY, whole(b"123456"))
    assert await wing.blobs.size(KEY) is None
    await receive(wing, KEY, whole(b"12345"))
    await receive(wing, KEY, whole(b"1234"))
    assert await wing.blobs.read(KEY) == b"1234"


async def test_an_upload_in_use_cannot_be_replaced(wing: ControlWing) -> None:
    await stored(wing)
    async with wing.database.transaction() as session:
        await keep(session, KEY)

    with pytest.raises(Conflict):
        await receive(wing, KEY, whole(b"other"))
    assert await wing.blobs.read(KEY) == b"bytes"


async def test_an_upload_belongs_to_its_organization(wing: ControlWing) -> None:
    organization = await stored(wing)

    async with wing.database.transaction() as session:
        assert await uploaded(session, organization, KEY) is not None
        assert await uploaded(session, "another", KEY) is None
        assert await uploaded(session, organization, "avatars/none") is None

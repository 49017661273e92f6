"""Recordings: handed in by an engine, given out as films at a signed address, gone with what was said."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import av
import httpx
import pytest
from tests.api.reporters import ENDED, SESSION, STARTED, Reporter, reporting
from tests.reels import flash

from visavis.contract.internal import LARGEST_RECORDING
from visavis.services.erasure import erase

FILMED_WITHIN_S = 60.0


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Larger than any other body may be: in Matroska, what is no element is passed over at the end."""
    return flash(tmp_path_factory.mktemp("reel") / "a.mkv").read_bytes() + bytes(1_500_000)


@pytest.fixture
async def reporter(data_dir: Path) -> AsyncIterator[Reporter]:
    async with reporting(data_dir) as running:
        await running.report(STARTED, ENDED)
        yield running


async def recording(reporter: Reporter) -> httpx.Response:
    return await reporter.client.get(f"/v1/sessions/{SESSION}/recording")


async def film(reporter: Reporter) -> str:
    """Its address, once it is made."""
    async with asyncio.timeout(FILMED_WITHIN_S):
        while (reply := await recording(reporter)).status_code != 200:
            assert "being made ready" in reply.json()["message"]
            await asyncio.sleep(0.1)
    address = urlsplit(reply.json()["recordingUrl"])
    return f"{address.path}?{address.query}"


def blobs(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / "blobs").rglob("*.m[pk][4v]") if path.is_file()]


async def test_a_recording_comes_back_as_a_film_at_a_signed_address(reporter: Reporter, reel: bytes) -> None:
    assert await reporter.hand_in(reel) == 204

    signed = await film(reporter)

    whole = await reporter.client.get(signed)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    with av.open(io.BytesIO(whole.content)) as opened:
        assert [stream.codec_context.name for stream in opened.streams] == ["h264", "aac"]
        assert opened.duration == pytest.approx(3 * av.time_base, rel=0.05)
    part = await reporter.client.get(signed, headers={"range": "bytes=1000-1009"})
    assert (part.status_code, part.content) == (206, whole.content[1000:1010])


async def test_a_session_that_was_not_recorded_says_so(reporter: Reporter) -> None:
    reply = await recording(reporter)

    assert (reply.status_code, reply.json()["message"]) == (
        404,
        "Recording not found: this session was not recorded",
    )


async def test_a_repeat_is_acknowledged_and_changes_nothing(
    reporter: Reporter, reel: bytes, data_dir: Path
) -> None:
    await reporter.hand_in(reel)
    await film(reporter)
    async with asyncio.timeout(FILMED_WITHIN_S):
        while len(blobs(data_dir)) > 1:  # the reel goes once the film is there
            await asyncio.sleep(0.05)
    (made,) = blobs(data_dir)

    assert await reporter.hand_in(b"something else") == 204

    assert blobs(data_dir) == [made]


async def test_only_an_engine_hands_one_in_and_only_of_a_session_that_was(
    reporter: Reporter, reel: bytes
) -> None:
    assert await reporter.hand_in(reel, secret="wrong") == 401
    assert await reporter.hand_in(reel, session_id=str(uuid4())) == 404
    assert (await recording(reporter)).status_code == 404


async def test_one_that_is_too_large_is_not_kept(
    reporter: Reporter, reel: bytes, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_RECORDING > 2**31
    monkeypatch.setattr("visavis.services.recordings.LARGEST_RECORDING", 1_000_000)

    assert await reporter.hand_in(reel) == 413

    assert (await recording(reporter)).status_code == 404
    assert blobs(data_dir) == []


async def test_deleting_the_session_deletes_the_bytes(
    reporter: Reporter, reel: bytes, data_dir: Path
) -> None:
    await reporter.hand_in(reel)

    assert (await reporter.client.delete(f"/v1/sessions/{SESSION}")).status_code == 200

    assert blobs(data_dir) == []
    reply = await recording(reporter)
    assert (reply.status_code, "deleted" in reply.json()["message"]) == (404, True)


async def test_one_that_comes_after_the_session_was_erased_is_not_kept(
    reporter: Reporter, reel: bytes, data_dir: Path
) -> None:
    async with reporter.wing.database.transaction() as session:
        await erase(session, [SESSION])

    assert await reporter.hand_in(reel) == 404
    assert blobs(data_dir) == []


async def test_under_zero_data_retention_none_is_kept(
    reporter: Reporter, reel: bytes, data_dir: Path
) -> None:
    async with reporter.wing.database.transaction() as session:
        (await reporter.session_in(session)).zero_data_retention = True

    assert await reporter.hand_in(reel) == 404
    assert blobs(data_dir) == []
    assert "zero data retention" in (await recording(reporter)).json()["message"]

"""Recordings: handed in by an engine, given out at a signed address, gone with what was said."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from tests.api.reporters import ENDED, SESSION, STARTED, Reporter, reporting

from visavis.services.erasure import erase
from visavis.services.recordings import LARGEST_RECORDING

MP4 = b"\x00\x00\x00\x18ftypisom" + random.Random(4).randbytes(1_500_000)
"""Larger than any other body may be."""


@pytest.fixture
async def reporter(data_dir: Path) -> AsyncIterator[Reporter]:
    async with reporting(data_dir) as running:
        await running.report(STARTED, ENDED)
        yield running


async def recording(reporter: Reporter) -> httpx.Response:
    return await reporter.client.get(f"/v1/sessions/{SESSION}/recording")


def blobs(data_dir: Path) -> list[Path]:
    return [path for path in data_dir.rglob("*.mp4") if path.is_file()]


async def test_a_recording_comes_back_byte_for_byte_at_a_signed_address(reporter: Reporter) -> None:
    assert await reporter.hand_in(MP4) == 204

    reply = await recording(reporter)

    assert reply.status_code == 200
    address = urlsplit(reply.json()["recordingUrl"])
    signed = f"{address.path}?{address.query}"
    whole = await reporter.client.get(signed)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    assert whole.content == MP4
    part = await reporter.client.get(signed, headers={"range": "bytes=1000000-1000009"})
    assert (part.status_code, part.content) == (206, MP4[1_000_000:1_000_010])


async def test_a_session_that_was_not_recorded_says_so(reporter: Reporter) -> None:
    reply = await recording(reporter)

    assert (reply.status_code, reply.json()["message"]) == (
        404,
        "Recording not found: this session was not recorded",
    )


async def test_a_repeat_is_acknowledged_and_changes_nothing(reporter: Reporter, data_dir: Path) -> None:
    await reporter.hand_in(MP4)

    assert await reporter.hand_in(b"something else") == 204

    assert [path.read_bytes() for path in blobs(data_dir)] == [MP4]


async def test_only_an_engine_hands_one_in_and_only_of_a_session_that_was(reporter: Reporter) -> None:
    assert await reporter.hand_in(MP4, secret="wrong") == 401
    assert await reporter.hand_in(MP4, session_id=str(uuid4())) == 404
    assert (await recording(reporter)).status_code == 404


async def test_one_that_is_too_large_is_not_kept(
    reporter: Reporter, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_RECORDING > 2**31
    monkeypatch.setattr("visavis.services.recordings.LARGEST_RECORDING", 1_000_000)

    assert await reporter.hand_in(MP4) == 413

    assert (await recording(reporter)).status_code == 404
    assert blobs(data_dir) == []


async def test_deleting_the_session_deletes_the_bytes(reporter: Reporter, data_dir: Path) -> None:
    await reporter.hand_in(MP4)

    assert (await reporter.client.delete(f"/v1/sessions/{SESSION}")).status_code == 200

    assert blobs(data_dir) == []
    reply = await recording(reporter)
    assert (reply.status_code, "deleted" in reply.json()["message"]) == (404, True)


async def test_one_that_comes_after_the_session_was_erased_is_not_kept(
    reporter: Reporter, data_dir: Path
) -> None:
    async with reporter.wing.database.transaction() as session:
        await erase(session, [SESSION])

    assert await reporter.hand_in(MP4) == 404
    assert blobs(data_dir) == []


async def test_under_zero_data_retention_none_is_kept(reporter: Reporter, data_dir: Path) -> None:
    async with reporter.wing.database.transaction() as session:
        (await reporter.session_in(session)).zero_data_retention = True

    assert await reporter.hand_in(MP4) == 404
    assert blobs(data_dir) == []
    assert "zero data retention" in (await recording(reporter)).json()["message"]

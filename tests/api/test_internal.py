"""What engines report, as the api process takes it: only from its own engines, each report once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.api.reporters import ENDED, STARTED, Reporter, reporting


@pytest.fixture
async def reporter(data_dir: Path) -> AsyncIterator[Reporter]:
    async with reporting(data_dir) as running:
        yield running


async def test_a_report_is_acknowledged_once_it_is_written_down(reporter: Reporter) -> None:
    assert await reporter.report(STARTED, ENDED) == 204
    session = await reporter.session()
    assert (session.exit_status, session.exit_reason) == ("NORMAL_EXIT", "hung up")
    assert session.started_at is not None


async def test_a_repeated_report_is_acknowledged_and_changes_nothing(reporter: Reporter) -> None:
    await reporter.report(STARTED, ENDED)
    assert await reporter.report(STARTED, ENDED) == 204
    assert (await reporter.session()).exit_status == "NORMAL_EXIT"


@pytest.mark.parametrize("secret", ["", "wrong", "s3creé"])
async def test_nobody_reports_without_the_secret(reporter: Reporter, secret: str) -> None:
    assert await reporter.report(ENDED, secret=secret) == 401
    assert (await reporter.session()).ended_at is None


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::1", "testclient"])
async def test_nobody_reports_from_another_machine(reporter: Reporter, host: str) -> None:
    assert await reporter.report(ENDED, host=host) == 403
    assert (await reporter.session()).ended_at is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_every_loopback_address_is_this_machine(reporter: Reporter, host: str) -> None:
    assert await reporter.report(ENDED, host=host) == 204


async def test_a_report_that_makes_no_sense_is_refused_and_not_acknowledged(reporter: Reporter) -> None:
    assert await reporter.report(body="{}") == 400
    assert await reporter.report(body="not json") == 400

"""visavis secrets: the sealing key is changed without losing anything."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.api.servers import serving
from typer.testing import CliRunner, Result

from visavis.cli import app


def run(data_dir: Path, word: str) -> Result:
    return CliRunner().invoke(app, ["secrets", word, "--data-dir", str(data_dir)])


def token_from_a_run(data_dir: Path) -> str:
    async def ask() -> str:
        async with serving(data_dir) as server:
            return await server.token()

    return asyncio.run(ask())


def status_of_start(data_dir: Path, token: str) -> int:
    async def ask() -> int:
        async with serving(data_dir) as server:
            return (await server.start(token)).status_code

    return asyncio.run(ask())


def test_a_token_lives_through_a_rotation(tmp_path: Path) -> None:
    token = token_from_a_run(tmp_path)

    assert "visavis secrets forget-old" in run(tmp_path, "rotate").output
    early = run(tmp_path, "forget-old")
    assert (early.exit_code, "restart the server first" in early.output) == (1, True)
    other = token_from_a_run(tmp_path)  # the restart
    done = run(tmp_path, "forget-old")
    assert (done.exit_code, "Forgot 1 old keys" in done.output) == (0, True)

    assert [status_of_start(tmp_path, one) for one in (token, other)] == [200, 200]


def test_there_may_be_nothing_to_rotate_yet(tmp_path: Path) -> None:
    assert run(tmp_path / "new", "rotate").exit_code == 0
    assert run(tmp_path / "new", "forget-old").exit_code == 0

"""visavis keys and visavis orgs, on a data folder of their own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.api.servers import bearer, serving
from typer.testing import CliRunner, Result

from visavis.cli import app


class CommandLine:
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--data-dir", str(self.data_dir)])

    def lines(self, *words: str) -> list[str]:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()


@pytest.fixture
def visavis(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def status_with(data_dir: Path, key: str) -> int:
    async def ask() -> int:
        async with serving(data_dir) as server:
            return (await server.client.get("/v1/personas", headers=bearer(key))).status_code

    return asyncio.run(ask())


def test_a_key_works_from_its_making_to_its_revoking(visavis: CommandLine) -> None:
    visavis.lines("orgs", "create", "Acme")

    (key,) = visavis.lines("keys", "create", "for the shop")
    assert "." not in key
    assert status_with(visavis.data_dir, key) == 200

    (row,) = [line for line in visavis.lines("keys", "list") if "for the shop" in line]
    key_id, prefix, *_ = row.split()
    assert key.startswith(prefix.rstrip("…"))
    assert key not in row
    assert "active" in row
    visavis.lines("keys", "revoke", key_id)
    assert "revoked" in next(line for line in visavis.lines("keys", "list") if key_id in line)
    assert status_with(visavis.data_dir, key) == 401


def test_a_key_belongs_to_the_organization_that_was_named(visavis: CommandLine) -> None:
    (first,) = visavis.lines("orgs", "create", "First")
    (second,) = visavis.lines("orgs", "create", "Second", "--max-sessions", "2")
    visavis.lines("keys", "create", "ours")
    visavis.lines("keys", "create", "theirs", "--org", second)

    assert [line.split()[-1] for line in visavis.lines("keys", "list", "--org", first)] == ["ours"]
    assert [line.split()[-1] for line in visavis.lines("keys", "list", "--org", second)] == ["theirs"]
    organizations = visavis.lines("orgs", "list")
    assert "the server's limit" in organizations[0]
    assert "2 sessions" in organizations[1]


@pytest.mark.parametrize(
    "words",
    [("keys", "create"), ("keys", "create", "x", "--org", "no-such"), ("keys", "revoke", "no-such")],
)
def test_what_cannot_be_done_is_said_and_fails(visavis: CommandLine, words: tuple[str, ...]) -> None:
    result = visavis.run(*words)

    assert result.exit_code == 1
    assert "There is no" in result.stderr
    assert "Traceback" not in result.output


def test_a_key_made_in_a_named_database_works_there(database_url: str, data_dir: Path) -> None:
    with_url = ("--data-dir", str(data_dir), "--database-url", database_url)
    assert CliRunner().invoke(app, ["orgs", "create", "Acme", *with_url]).exit_code == 0

    made = CliRunner().invoke(app, ["keys", "create", "for the shop", *with_url])

    assert made.exit_code == 0, made.output
    assert status_with(data_dir, made.stdout.strip()) == 200


def test_a_database_that_cannot_be_opened_is_one_line(visavis: CommandLine) -> None:
    result = visavis.run("keys", "list", "--database-url", "postgresql://me:secret@127.0.0.1:9/visavis")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "cannot be opened" in result.stderr
    assert "secret" not in result.output

"""The tests' own PostgreSQL, with every server that this machine has."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import all_binaries, running_postgres
from tests.services.engine_pools import eventually

STARTS_ONE = """
from tests.postgres import running_postgres
with running_postgres() as postgres:
    print(postgres.folder, flush=True)
    input()
"""


@pytest.mark.parametrize("binaries", all_binaries(), ids=lambda folder: folder.parent.name)
def test_each_server_of_this_machine_runs_and_leaves_nothing_behind(binaries: Path) -> None:
    mask = os.umask(0o077)
    try:
        with running_postgres(binaries) as postgres:
            assert postgres.create("one").endswith(f"/one?host={postgres.folder}")
            postgres.create("two", template="one")
            postgres.drop("two")
    finally:
        os.umask(mask)

    assert not postgres.folder.exists()


def test_it_ends_with_the_tests_even_when_these_are_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as tests:
        assert tests.stdout is not None
        folder = Path(tests.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])

        tests.send_signal(signal.SIGKILL)

    asyncio.run(eventually(lambda: not folder.exists()))
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)

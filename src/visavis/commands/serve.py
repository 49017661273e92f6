"""visavis serve: the server. visavis engine: one of its engine processes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from visavis.settings import Settings


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen at.", show_default="127.0.0.1, VISAVIS_HOST")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port; 0 takes a free one.", show_default="8000, VISAVIS_PORT"),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Folder of the database, models and secrets.", show_default="VISAVIS_DATA_DIR"),
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            help="sqlite:///… or postgresql://….",
            show_default="in the data folder, VISAVIS_DATABASE_URL",
        ),
    ] = None,
    engines: Annotated[
        int | None,
        typer.Option(min=1, help="Engine processes.", show_default="one per two cores, VISAVIS_ENGINES"),
    ] = None,
    log_level: Annotated[
        str | None,
        typer.Option(help="debug, info, warning or error.", show_default="info, VISAVIS_LOG_LEVEL"),
    ] = None,
) -> None:
    """Start the server, and with the first start all that it needs.

    Every setting has a VISAVIS_* environment variable; an option here wins over it. Ctrl-C ends the
    conversations and then the server, a second Ctrl-C ends it at once.
    """
    from visavis.serve import CannotServe
    from visavis.serve import serve as run

    flags = {
        "HOST": host,
        "PORT": port,
        "DATA_DIR": data_dir,
        "DATABASE_URL": database_url,
        "ENGINES": engines,
        "LOG_LEVEL": log_level,
    }
    # as variables, so that the engine processes see the same settings
    os.environ.update({f"VISAVIS_{name}": str(value) for name, value in flags.items() if value is not None})
    settings = _settings("api")
    try:
        run(settings)
    except CannotServe as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def engine(
    name: Annotated[str, typer.Option(help="The engine's name, part of its address.")],
    port: Annotated[int, typer.Option(help="Loopback port; 0 takes a free one.")] = 0,
) -> None:
    """Run one engine process. `visavis serve` does this; nobody else needs to."""
    from visavis.commands.parent import end_with_parent
    from visavis.contract.internal import API_URL_VARIABLE
    from visavis.engine.main import run_engine

    settings = _settings(name)
    end_with_parent()
    run_engine(settings, name, port, os.environ[API_URL_VARIABLE])


def _settings(process: str) -> Settings:
    """A wrong variable becomes one line for people and exit code 2."""
    from pydantic import ValidationError

    from visavis.logs import set_up_logs

    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"])
            typer.echo(
                f"The setting {name} is wrong: {problem['msg']} (it is {problem['input']!r})", err=True
            )
        raise typer.Exit(2) from None
    set_up_logs(settings.log_level, process)
    return settings

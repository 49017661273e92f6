"""visavis avatar design: a face from parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from visavis.commands.store import DataDir

DRAFT_SCALE = 0.5


def _list_parameters(wanted: bool) -> None:
    if wanted:
        from visavis.face.sculpt.design_file import describe_parameters

        for line in describe_parameters():
            typer.echo(line)
        raise typer.Exit


def design(
    parameters: Annotated[Path, typer.Argument(help="A JSON file of parameters.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The folder that the person is kept in.")],
    name: Annotated[
        str | None,
        typer.Option("--name", help="Also give this server an avatar of that name, made of the folder."),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="At half the size, in a quarter of the time.")
    ] = False,
    list_parameters: Annotated[
        bool,
        typer.Option(
            "--list-parameters",
            help="Show every parameter with its range.",
            callback=_list_parameters,
            is_eager=True,
        ),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Sculpt a new person and render what a face is made of; takes about two minutes."""
    from visavis.face.sculpt.bake import bake
    from visavis.face.sculpt.design_file import DesignError, read_design

    try:
        sitter = read_design(parameters)
    except DesignError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    bake(sitter, out, lambda step: typer.echo(f"{step} …"), DRAFT_SCALE if draft else 1.0)
    typer.echo(f"The person is in {out}.")
    if name is not None:
        typer.echo(f"Avatar {_add(name, out, data_dir)}: give it to a persona as its avatarId.")


def _add(name: str, folder: Path, data_dir: Path | None) -> str:
    """The id of a new avatar of the first organization."""
    from visavis.face.build import load_avatar
    from visavis.face.person import Person
    from visavis.face.show import SHAPES, idle_clip, still
    from visavis.services.designed_avatars import Showing, add_designed
    from visavis.settings import Settings

    typer.echo("rendering its pictures …")
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    person = Person(folder.resolve())
    clip = idle_clip(load_avatar(str(person.folder), 720, 480, settings.data_dir / "avatars"), seed=1)
    showing = Showing({shape: still(person, None, shape) for shape in SHAPES}, clip)
    return add_designed(settings, name, person.folder, showing)

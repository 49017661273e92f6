"""visavis avatar: faces of one's own."""

from __future__ import annotations

import typer

from visavis.commands.avatar_build import build
from visavis.commands.avatar_design import design

app = typer.Typer(no_args_is_help=True, help="Faces: build one from a photo, design one from parameters.")
app.command()(build)
app.command()(design)

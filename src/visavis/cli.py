"""The command line: each group is a file in `commands`."""

from __future__ import annotations

import typer

from visavis.commands import avatars, keys, models, orgs, serve

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(serve.serve)
app.command(hidden=True)(serve.engine)
app.add_typer(keys.app, name="keys")
app.add_typer(orgs.app, name="orgs")
app.add_typer(models.app, name="models")
app.add_typer(avatars.app, name="avatar")


@app.callback()
def about() -> None:
    """visavis: a self-hosted server for real-time AI personas."""


def main() -> None:
    app()

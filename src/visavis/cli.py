"""The command line: each group is a file in `commands`."""

from __future__ import annotations

import typer

from visavis.commands import avatar, doctor, keys, models, orgs, secrets, serve

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(serve.serve)
app.command(hidden=True)(serve.engine)
app.command()(doctor.doctor)
app.add_typer(avatar.app, name="avatar")
app.add_typer(keys.app, name="keys")
app.add_typer(orgs.app, name="orgs")
app.add_typer(secrets.app, name="secrets")
app.add_typer(models.app, name="models")


@app.callback()
def about() -> None:
    """visavis: a self-hosted server for real-time AI personas."""


def main() -> None:
    app()

"""visavis orgs: organizations, which own keys, personas and sessions."""

from __future__ import annotations

from typing import Annotated

import typer

from visavis.commands.store import DatabaseUrl, DataDir, in_transaction

app = typer.Typer(no_args_is_help=True, help="Organizations: create, list.")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    max_sessions: Annotated[
        int | None,
        typer.Option(
            "--max-sessions",
            min=0,
            help="Concurrent sessions; by default, and at most, as the server allows.",
        ),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make an organization; `visavis keys create --org ID` then makes its first key."""
    from visavis.services.organizations import create_organization

    row = in_transaction(
        data_dir, database_url, lambda session: create_organization(session, name, max_sessions)
    )
    typer.echo(row.id)


@app.command("list")
def list_(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Show all organizations."""
    from visavis.services.organizations import list_organizations

    for row in in_transaction(data_dir, database_url, list_organizations):
        limit = row.max_concurrent_sessions
        seats = "the server's limit" if limit is None else f"{limit} sessions"
        typer.echo(f"{row.id}  {row.created_at:%Y-%m-%d %H:%M}  {seats}  {row.name}")

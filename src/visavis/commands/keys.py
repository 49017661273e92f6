"""visavis keys: who may call the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from visavis.commands.store import DatabaseUrl, DataDir, in_transaction, settings_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from visavis.services.keys import NewKey

app = typer.Typer(no_args_is_help=True, help="API keys: create, list, revoke.")

Organization = Annotated[
    str | None,
    typer.Option("--org", help="Id of the organization; by default the first.", show_default=False),
]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What the key is for.")] = "From the command line",
    organization: Organization = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make a key and show it, once."""
    from visavis.services.errors import NotFound
    from visavis.services.keys import create_key
    from visavis.services.organizations import first_organization
    from visavis.store.secrets import open_keyring

    async def work(session: AsyncSession) -> NewKey:
        owner = organization
        if owner is None:
            first = await first_organization(session)
            if first is None:
                raise NotFound("There is no organization yet; make one with: visavis orgs create NAME")
            owner = first.id
        return await create_key(session, open_keyring(settings_of(data_dir).data_dir), owner, name)

    made = in_transaction(data_dir, database_url, work)
    typer.echo(made.key)
    typer.echo("This key is shown once and cannot be read again.", err=True)


@app.command("list")
def list_(
    organization: Organization = None, data_dir: DataDir = None, database_url: DatabaseUrl = None
) -> None:
    """Show all keys by their first characters."""
    from visavis.services.keys import list_keys

    rows = in_transaction(data_dir, database_url, lambda session: list_keys(session, organization))
    for row in rows:
        state = f"revoked {row.revoked_at:%Y-%m-%d %H:%M}" if row.revoked_at else "active"
        typer.echo(f"{row.id}  {row.prefix}…  {row.created_at:%Y-%m-%d %H:%M}  {state}  {row.name}")


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="The key's id, as `visavis keys list` shows it.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Refuse a key from now on, and every session token that it has made."""
    from visavis.services.keys import revoke_key

    row = in_transaction(data_dir, database_url, lambda session: revoke_key(session, key_id))
    typer.echo(f"Revoked {row.prefix}… ({row.name})")

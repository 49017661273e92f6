"""visavis secrets: the key that seals what others entrusted to this server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from visavis.commands.store import DatabaseUrl, DataDir, in_transaction, settings_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

app = typer.Typer(no_args_is_help=True, help="The key that seals secrets at rest: rotate, forget-old.")


@app.command()
def rotate(data_dir: DataDir = None) -> None:
    """Make a new sealing key; at its next start the server seals everything anew with it."""
    from visavis.store.secrets import add_sealing_key

    folder = settings_of(data_dir).data_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    add_sealing_key(folder)
    typer.echo(
        "A new key seals from the next start on. Restart the server, then run: visavis secrets forget-old"
    )


@app.command("forget-old")
def forget_old(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Delete all sealing keys but the newest, once nothing needs them any more."""
    from visavis.services.errors import Conflict
    from visavis.services.sealing import count_stale
    from visavis.store.secrets import forget_old_sealing_keys, open_keyring

    folder = settings_of(data_dir).data_dir

    async def work(session: AsyncSession) -> int:
        stale = await count_stale(session, open_keyring(folder))
        if stale:
            raise Conflict(f"{stale} secrets are still sealed with an old key; restart the server first")
        return forget_old_sealing_keys(folder)

    forgotten = in_transaction(data_dir, database_url, work)
    typer.echo(f"Forgot {forgotten} old keys. Backups from before cannot be opened any more.")

"""visavis models pull, remove, use: local packs of neural voices and recognisers."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visavis.commands.store import DataDir, settings_of

if TYPE_CHECKING:
    from visavis.packs.bringing import PackError
    from visavis.packs.catalogue import Pack, PackFile
    from visavis.packs.shelf import Pace, Shelf

EMBEDDED = "embedded"
"""Stands for no pack in `use`."""
FIRST = "english"
AGAIN = "If the server runs, start it again."

Name = Annotated[str, typer.Argument(help="Of a pack: see `list`.", show_default=False)]


def pull(
    name: Annotated[
        str | None,
        typer.Argument(help="Of a pack: see `list`. Without: the English one that is fast enough here."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="A folder with its files, instead of the internet.", show_default=False),
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the licences, and agree.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Fetch a pack, try how fast it is here, and have it speak and listen on this server."""
    shelf = _shelf(data_dir)
    pack: Pack | None = _named(shelf, name or FIRST)
    while pack is not None:
        if _pull(shelf, pack, source, accept_licence):
            return
        pack = shelf.catalogue[pack.smaller] if name is None and pack.smaller else None
    raise typer.Exit(1)


def use(
    name: Annotated[str, typer.Argument(help=f'Of a pack that is here; "{EMBEDDED}" for none.')],
    force: Annotated[bool, typer.Option("--force", help="Although it is too slow for this machine.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Have a pack that is here speak and listen on this server, or the embedded engines again."""
    from visavis.packs.bringing import PackError

    shelf = _shelf(data_dir)
    pack = None if name == EMBEDDED else _named(shelf, name)
    try:
        if pack is not None and shelf.holds(pack) and not force:
            pace = shelf.pace(pack) or _measured(shelf, pack)
            if _is_too_slow(pace):
                typer.echo(_too_slow(pack, pace), err=True)
                raise typer.Exit(1)
        shelf.make_default(pack)
    except PackError as error:
        raise _refused(error) from None
    typer.echo(f"{_default(shelf)} {AGAIN}")


def remove(name: Name, data_dir: DataDir = None) -> None:
    """Delete a pack; the embedded engines take over if it was the default."""
    from visavis.packs.bringing import PackError

    shelf = _shelf(data_dir)
    pack = _named(shelf, name)
    try:
        shelf.remove(pack)
    except PackError as error:
        raise _refused(error) from None
    typer.echo(f"{pack.name} is gone. {_default(shelf)} {AGAIN}")


def list_packs(data_dir: Path | None) -> None:
    """Show each pack, how large it is, under which licences, and whether it is here."""
    shelf = _shelf(data_dir)
    typer.echo("Packs, which speak and listen in place of the embedded engines:")
    for pack in shelf.catalogue.values():
        licences = ", ".join(dict.fromkeys(part.licence for part in pack.parts))
        typer.echo(f"  {pack.name:<15} {_size(pack.bytes):>7}  {pack.purpose}: {_state(shelf, pack)}")
        typer.echo(f"  {'':<15} {'':>7}  {licences}")
    typer.echo(_default(shelf))


def _pull(shelf: Shelf, pack: Pack, source: Path | None, accepted: bool) -> bool:
    """False: it is here, and too slow to be the default."""
    from visavis.packs.bringing import Downloads, Folder, PackError

    _show(shelf, pack)
    _agree(accepted)
    try:
        _put_engines(pack, source)
        shelf.put(pack, Folder(source) if source else Downloads(_Bar()), typer.echo)
        pace = _measured(shelf, pack)
        if _is_too_slow(pace):
            typer.echo(_too_slow(pack, pace), err=True)
            return False
        shelf.make_default(pack)
    except PackError as error:
        raise _refused(error) from None
    typer.echo(f"{_pace(pace)} {_default(shelf)} {AGAIN}")
    return True


def _show(shelf: Shelf, pack: Pack) -> None:
    typer.echo(f"{pack.name}: {pack.purpose}; {_size(shelf.missing_bytes(pack))} to fetch")
    for part in pack.parts:
        typer.echo(
            f"  {part.name}: {part.licence}, {part.terms}; run by {part.engine.name} ({part.engine.licence})"
        )


def _put_engines(pack: Pack, source: Path | None) -> None:
    """Raises PackError."""
    from visavis.packs.packages import install

    if missing := pack.missing_engines:
        typer.echo(f"{', '.join(engine.package for engine in missing)}: installing")
        install(missing, source)


def _agree(accepted: bool) -> None:
    if accepted:
        return
    if not sys.stdin.isatty():
        typer.echo("Read the licences above, then pull with --accept-licence.", err=True)
        raise typer.Exit(1)
    typer.confirm("Do you accept these licences?", abort=True)


def _measured(shelf: Shelf, pack: Pack) -> Pace:
    """Raises PackError where it does not work at all."""
    from visavis.packs.bringing import PackError
    from visavis.providers import registry
    from visavis.providers.base import ProviderError
    from visavis.providers.local_pack import measure

    async def trial() -> Pace:
        try:
            return await measure(shelf, pack)
        finally:
            await registry.close()

    typer.echo(f"{pack.name}: trying how fast it is here")
    try:
        pace = asyncio.run(trial())
    except ProviderError as error:
        raise PackError(f"{pack.name} does not work here: {error}") from error
    shelf.remember(pack, pace)
    return pace


def _is_too_slow(pace: Pace) -> bool:
    from visavis.providers.local_pack import MOST

    return pace.hears > MOST.hears or pace.speaks > MOST.speaks


def _too_slow(pack: Pack, pace: Pace) -> str:
    from visavis.providers.local_pack import MOST

    smaller = f" `visavis models pull {pack.smaller}` is for smaller machines." if pack.smaller else ""
    return (
        f"{pack.name} is too slow to be the default here. {_pace(pace)} At most {MOST.speaks:g} s and "
        f"{MOST.hears:g} s keep up with a conversation.{smaller} "
        f"`visavis models use {pack.name} --force` takes it all the same."
    )


def _pace(pace: Pace) -> str:
    return (
        f"On this machine a second of speech takes {pace.speaks:.2f} s to say and {pace.hears:.2f} s to hear."
    )


def _state(shelf: Shelf, pack: Pack) -> str:
    if not shelf.holds(pack):
        return f"visavis models pull {pack.name}"
    pace = shelf.pace(pack)
    figures = f", {pace.speaks:.2f} s to say and {pace.hears:.2f} s to hear a second" if pace else ""
    return ("here, the default" if shelf.default == pack else "here") + figures


def _default(shelf: Shelf) -> str:
    if shelf.default is None:
        return "The embedded engines speak and listen on this server."
    return f"{shelf.default.name} speaks and listens on this server by default."


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


def _named(shelf: Shelf, name: str) -> Pack:
    if name not in shelf.catalogue:
        typer.echo(f"There is no pack {name}: there are {', '.join(shelf.catalogue)}", err=True)
        raise typer.Exit(1)
    return shelf.catalogue[name]


def _refused(error: PackError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


def _shelf(data_dir: Path | None) -> Shelf:
    from visavis.packs.shelf import Shelf

    return Shelf(settings_of(data_dir).packs_dir)


class _Bar:
    """How far a download is: in place on a terminal, else a line for each tenth."""

    def __init__(self) -> None:
        self._last: tuple[str, int] | None = None

    def __call__(self, file: PackFile, here: int) -> None:
        live = sys.stdout.isatty()
        step = here * (100 if live else 10) // file.bytes
        if (file.origin, step) == self._last:
            return
        self._last = file.origin, step
        line = f"{file.origin}: {_size(here)} of {_size(file.bytes)}"
        typer.echo(f"\r{line}" if live else line, nl=not live or here == file.bytes)

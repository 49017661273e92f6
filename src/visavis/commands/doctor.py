"""visavis doctor: asks each provider one real question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from visavis.commands.store import DatabaseUrl, DataDir, in_transaction, settings_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from visavis.contract.checkup import Finding
    from visavis.services.vendor_access import VendorAccess
    from visavis.settings import Settings
    from visavis.store.tables import Voice

Provider = Annotated[
    str | None,
    typer.Argument(help="One of them, by its name or a part of it; all without.", show_default=False),
]


class KnownVendors(NamedTuple):
    """Who is let in, and the voices that vendors speak for them."""

    access: VendorAccess
    voices: Sequence[Voice]


class Examination(NamedTuple):
    provider: str
    finding: Awaitable[Finding]


Organization = Annotated[
    str | None,
    typer.Option(
        "--org",
        help="Id of an organization, to ask as it would: with its own keys and voices.",
        show_default=False,
    ),
]


def doctor(
    provider: Provider = None,
    organization: Organization = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Ask whoever listens, thinks and speaks on this server one thing each, and tell how that went.

    The LLMs that people have added themselves are tested in the Lab, where their keys are.
    """
    settings = settings_of(data_dir, database_url)
    known = in_transaction(
        data_dir, database_url, lambda session: _known_vendors(session, settings, organization)
    )
    if not asyncio.run(_examine(known, (provider or "").lower())):
        raise typer.Exit(1)


async def _examine(known: KnownVendors, wanted: str) -> bool:
    """Whether all is well."""
    from visavis.providers import registry

    asked, well = 0, True
    try:
        async for examination in _examinations(known, wanted):
            asked += 1
            finding = await examination.finding
            well = well and finding.error is None
            typer.echo(_line(finding))
    finally:
        await registry.close()
    if not asked:
        typer.echo(f"Nobody of that name is set up here: {wanted}", err=True)
    return well and asked > 0


async def _examinations(known: KnownVendors, wanted: str) -> AsyncIterator[Examination]:
    from visavis.engine.checkup import ears_to_ask, examine_mind, examine_voice
    from visavis.services.checkups import voiceless, whom_to_ask
    from visavis.services.default_llm import find_default_llm
    from visavis.services.model_lists import last_day_of

    settings = known.access.settings
    checkup = whom_to_ask(known.access, await find_default_llm(settings), known.voices)
    for name, ask in ears_to_ask(settings.heard_with(checkup.ear_keys.given())).items():
        if wanted in name:
            yield Examination(name, ask())
    for mind in checkup.minds:
        if wanted in mind.provider.lower():
            yield Examination(mind.provider, examine_mind(mind.provider, mind.llm))
            if (day := await last_day_of(mind.llm)) is not None:
                typer.echo(f"        {mind.llm.model} ends on {day}: set OPENAI_MODEL to another in time.")
    for speaker in checkup.voices:
        if wanted in speaker.provider.lower():
            yield Examination(speaker.provider, examine_voice(speaker.provider, speaker.voice))
    for vendor in voiceless(known.access, known.voices):
        if wanted in vendor.lower():
            typer.echo(f"  speak  {vendor}: there is a key, but no voice of it yet (POST /v1/voices).")


async def _known_vendors(
    session: AsyncSession, settings: Settings, organization_id: str | None
) -> KnownVendors:
    from visavis.services.checkups import voices_of_vendors
    from visavis.services.errors import NotFound
    from visavis.services.vendor_access import VendorAccess
    from visavis.services.vendor_keys import access_with
    from visavis.store.secrets import open_keyring
    from visavis.store.tables import Organization as Owner

    access = VendorAccess(settings)
    if organization_id is not None:
        if await session.get(Owner, organization_id) is None:
            raise NotFound(f"There is no organization {organization_id}; see: visavis orgs list")
        access = await access_with(settings, open_keyring(settings.data_dir), session, organization_id)
    return KnownVendors(access, await voices_of_vendors(session, access, organization_id))


def _line(finding: Finding) -> str:
    sign = "✓" if finding.error is None else "✗"
    how = finding.error or f"{1000 * (finding.first_s or 0):.0f} ms"
    said = f'  "{finding.said}"' if finding.said and finding.error is None else ""
    return f"{sign} {finding.stage:5}  {finding.provider}: {how}{said}"

"""visavis doctor: asks each provider one real question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from visavis.commands.store import DatabaseUrl, DataDir, in_transaction, settings_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from visavis.engine.checkup import Finding
    from visavis.settings import Settings
    from visavis.store.tables import Voice

Provider = Annotated[
    str | None,
    typer.Argument(help="One of them, by its name or a part of it; all without.", show_default=False),
]


class Examination(NamedTuple):
    provider: str
    finding: Awaitable[Finding]


def doctor(provider: Provider = None, data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Ask whoever listens, thinks and speaks on this server one thing each, and tell how that went.

    The LLMs that people have added themselves are tested in the Lab, where their keys are.
    """
    settings = settings_of(data_dir, database_url)
    voices = in_transaction(data_dir, database_url, _voices_of_vendors)
    if not asyncio.run(_examine(settings, voices, (provider or "").lower())):
        raise typer.Exit(1)


async def _examine(settings: Settings, voices: list[Voice], wanted: str) -> bool:
    """Whether all is well."""
    from visavis.providers import registry

    asked, well = 0, True
    try:
        async for examination in _examinations(settings, voices, wanted):
            asked += 1
            finding = await examination.finding
            well = well and finding.error is None
            typer.echo(_line(finding))
    finally:
        await registry.close()
    if not asked:
        typer.echo(f"Nobody of that name is set up here: {wanted}", err=True)
    return well and asked > 0


async def _examinations(settings: Settings, voices: list[Voice], wanted: str) -> AsyncIterator[Examination]:
    from visavis.contract.spec import VoiceSpec
    from visavis.engine.checkup import examine_ears, examine_mind, examine_voice
    from visavis.packs.shelf import Shelf
    from visavis.providers import local_pack
    from visavis.providers.stt.recogniser_spec import RecogniserSpec
    from visavis.providers.stt.recognisers import EMBEDDED, Recognisers, recogniser
    from visavis.services.default_llm import describe, find_default_llm
    from visavis.services.model_lists import last_day_of
    from visavis.services.vendor_voices import access, voice_spec
    from visavis.voice_vendors import voice_vendors

    english = RecogniserSpec(settings, "en")
    if (vendor := Recognisers(settings).vendor()) is not None and wanted in vendor:
        yield Examination(vendor, examine_ears(vendor, recogniser(vendor, english)))
    if wanted in (embedded := "the embedded recogniser"):
        yield Examination(embedded, examine_ears(embedded, recogniser(EMBEDDED, english)))
    shelf = Shelf(settings.packs_dir)
    if (pack := shelf.default) is not None and wanted in (name := f"the pack {pack.name}"):
        yield Examination(
            name, examine_ears(f"{name}, {pack.hears.name}", local_pack.ears(shelf, pack, "en"))
        )
        for part in pack.speaks:
            spec = local_pack.voice(shelf, part, part.voices[0])
            yield Examination(name, examine_voice(f"{name}, {part.name}", spec))
    llm = await find_default_llm(settings)
    if wanted in (name := describe(llm)).lower():
        yield Examination(name, examine_mind(name, llm))
        if (day := await last_day_of(llm)) is not None:
            typer.echo(f"        {llm.model} ends on {day}: set OPENAI_MODEL to another in time.")
    for engine in ("flite", "espeak-ng"):
        if wanted in engine:
            name = "slt" if engine == "flite" else "en-us"
            spec = VoiceSpec(id="", display_name="", engine=engine, name=name)
            yield Examination(engine, examine_voice(engine, spec))
    for one in voice_vendors().values():
        if wanted not in one.name.lower() or access(settings, one) is None:
            continue
        voice = next((voice for voice in voices if voice.engine == one.engine), None)
        if voice is None:
            typer.echo(f"  speak  {one.name}: there is a key, but no voice of it yet (POST /v1/voices).")
            continue
        spec = voice_spec(settings, voice, voice.language, {}, None)
        yield Examination(one.name, examine_voice(f"{one.name}, {voice.display_name}", spec))


async def _voices_of_vendors(session: AsyncSession) -> list[Voice]:
    from sqlalchemy import select

    from visavis.store.tables import Voice
    from visavis.voice_vendors import voice_vendors

    of_vendors = select(Voice).where(Voice.engine.in_(list(voice_vendors())))
    return list(await session.scalars(of_vendors.order_by(Voice.created_at)))


def _line(finding: Finding) -> str:
    sign = "✓" if finding.error is None else "✗"
    how = finding.error or f"{1000 * (finding.first_s or 0):.0f} ms"
    said = f'  "{finding.said}"' if finding.said and finding.error is None else ""
    return f"{sign} {finding.stage:5}  {finding.provider}: {how}{said}"

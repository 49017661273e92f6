"""What the Lab shows of this server before anybody talks."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from visavis.contract.spec import LlmSpec
from visavis.packs.shelf import Shelf
from visavis.services.avatar_building import READY
from visavis.services.errors import Invalid, NotFound
from visavis.services.live_llms import with_voice
from visavis.services.llms import llm_spec
from visavis.services.paging import PageRequest
from visavis.services.personas import list_personas
from visavis.services.seats import Seats
from visavis.services.sessions import seats
from visavis.services.stock import RECOGNISER, Recogniser
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_keys import access_of, ear_keys
from visavis.services.wing import ControlWing
from visavis.store.queries import Caller, first_organization
from visavis.store.tables import Llm, Session, Turn, Voice

MOST_PERSONAS = 100


@dataclass(frozen=True)
class LabPersona:
    """A persona that can be talked to, and what is really behind it."""

    id: str
    name: str
    description: str | None
    rig: str
    voice: Voice
    llm: LlmSpec


@dataclass(frozen=True)
class LabView:
    personas: list[LabPersona]
    recogniser: Recogniser
    seats: Seats


async def open_caller(wing: ControlWing) -> Caller:
    """For whom the Lab acts when nobody is signed in: the first organization."""
    async with wing.database.reading() as connection:
        caller = await first_organization(connection)
    if caller is None:
        raise NotFound("There is no organization on this server")
    return caller


async def answers(wing: ControlWing, caller: Caller, session_id: str) -> list[Turn]:
    """The persona's answers so far in a session of the caller's organization, with their latencies."""
    statement = (
        select(Turn)
        .join(Session, Session.id == Turn.session_id)
        .where(Session.id == session_id, Session.organization_id == caller.organization_id)
        .where(Turn.role == "persona")
        .order_by(Turn.number)
    )
    async with wing.database.transaction() as session:
        return [turn for turn in await session.scalars(statement) if turn.latency]


async def view(wing: ControlWing, caller: Caller) -> LabView:
    shown = []
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, caller.organization_id)
        page = await list_personas(session, caller.organization_id, PageRequest(1, MOST_PERSONAS))
        for one in page.rows:
            llm = await session.get(Llm, one.persona.llm_id)
            if one.avatar is None or one.voice is None or llm is None or one.avatar.build_status != READY:
                continue  # a part was deleted or is not ready: a session with it could not start
            try:
                thinks = with_voice(llm_spec(wing, llm, access), one.voice)
            except Invalid:
                continue
            persona = one.persona
            shown.append(
                LabPersona(persona.id, persona.name, persona.description, one.avatar.rig, one.voice, thinks)
            )
    return LabView(shown, _recogniser(access), await seats(wing, caller))


def _recogniser(access: VendorAccess) -> Recogniser:
    """Who listens, unless zero data retention forbids it."""
    settings = access.settings.heard_with(ear_keys(access).given())
    if (chosen := settings.chosen_recogniser) is not None:
        return Recogniser(chosen, weak=False)
    pack = Shelf(settings.packs_dir).default
    return RECOGNISER if pack is None else Recogniser(pack.hears.name, weak=False)

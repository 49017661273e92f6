"""What the Lab's Talk page is told. Ours, not part of the public API."""

from __future__ import annotations

from visavis.api.schemas.base import Answer
from visavis.contract.events import TurnLatency
from visavis.contract.spec import LlmSpec
from visavis.services.default_llm import describe
from visavis.services.heard_as import heard_as
from visavis.services.lab import LabPersona, LabView
from visavis.services.options import Body
from visavis.services.pictures import Shape, picture_path
from visavis.store.tables import Turn


class TokenWish(Body):
    persona_id: str
    draft: bool = False
    """With what of the persona is saved and not published."""


class Picture(Answer):
    """Paths on this server."""

    square: str
    landscape: str | None
    portrait: str | None


class VoiceLabel(Answer):
    name: str
    engine: str
    stand_in: bool
    note: str | None


class LlmLabel(Answer):
    name: str
    demo: bool
    """The offline answerer."""


class PersonaTile(Answer):
    id: str
    name: str
    description: str | None
    picture: Picture
    voice: VoiceLabel
    llm: LlmLabel


class RecogniserLabel(Answer):
    name: str
    weak: bool


class SeatCount(Answer):
    taken: int
    total: int


class LabStatus(Answer):
    version: str
    personas: list[PersonaTile]
    recogniser: RecogniserLabel
    seats: SeatCount


class Gap(Answer):
    """One answer, and when its stages were done, in seconds since the user's last voiced sample."""

    text: str
    transcript_s: float | None
    first_token_s: float | None
    first_sound_s: float | None


class Gaps(Answer):
    gaps: list[Gap]


def gaps(turns: list[Turn]) -> Gaps:
    return Gaps(gaps=[_gap(turn.text, TurnLatency.model_validate(turn.latency)) for turn in turns])


def _gap(text: str, latency: TurnLatency) -> Gap:
    return Gap(
        text=text,
        transcript_s=latency.transcript_s,
        first_token_s=latency.first_token_s,
        first_sound_s=latency.first_sound_s,
    )


def lab_status(view: LabView, version: str, prefix: str) -> LabStatus:
    return LabStatus(
        version=version,
        personas=[_tile(one, prefix) for one in view.personas],
        recogniser=RecogniserLabel(name=view.recogniser.name, weak=view.recogniser.weak),
        seats=SeatCount(taken=view.seats.taken, total=view.seats.limit),
    )


def _tile(one: LabPersona, prefix: str) -> PersonaTile:
    def path(shape: Shape) -> str | None:
        found = picture_path(one.rig, shape)
        return prefix + found if found else None

    heard = heard_as(one.voice)
    return PersonaTile(
        id=one.id,
        name=one.name,
        description=one.description or None,
        picture=Picture(square=path("square") or "", landscape=path("landscape"), portrait=path("portrait")),
        voice=VoiceLabel(
            name=one.voice.display_name,
            engine=heard.engine,
            stand_in=heard.note is not None,
            note=heard.note,
        ),
        llm=_llm(one.llm),
    )


def _llm(llm: LlmSpec) -> LlmLabel:
    demo = llm.kind == "offline"
    return LlmLabel(name="Offline answerer" if demo else describe(llm), demo=demo)

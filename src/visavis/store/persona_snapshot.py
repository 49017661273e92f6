"""A persona and all that is shown with it, in one statement: what clients read most often.

Parts, tools and share links are of the same moment, whoever writes meanwhile. What comes out are objects of
the tables' classes that no session knows: to be shown, not to be changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm.attributes import instance_dict

from visavis.store.base import Table
from visavis.store.group_view import GroupView
from visavis.store.json_lists import attributes, from_json, listed
from visavis.store.knowledge import EXPECTED
from visavis.store.look_ups import LookUp, Values
from visavis.store.tables import (
    Avatar,
    KnowledgeDocument,
    KnowledgeGroup,
    Persona,
    PersonaKnowledge,
    PersonaTool,
    ShareLink,
    Tool,
    Voice,
)

Shown = TypeVar("Shown", bound=Table)


@dataclass(frozen=True, slots=True)
class PersonaView:
    """A persona with the parts that are shown with it."""

    persona: Persona
    avatar: Avatar | None
    """None also for one that was deleted softly."""
    voice: Voice | None
    share_links: Sequence[ShareLink] = ()
    """Those of the organization that looks, the oldest first."""
    tools: Sequence[Tool] = ()
    knowledge: Sequence[GroupView] = ()
    """Both in the order in which the persona was given them."""


def _columns(*tables: type[Table]) -> list[ColumnElement[Any]]:
    """All of them, each under a name of its own."""
    return [
        column.label(f"{table.__tablename__}_{column.name}")
        for table in tables
        for column in table.__table__.columns
    ]


_TOOLS = (
    select(*Tool.__table__.columns)
    .join(PersonaTool, PersonaTool.tool_id == Tool.id)
    .where(PersonaTool.persona_id == bindparam("persona_id"), Tool.deleted_at.is_(None))
    .order_by(PersonaTool.position)
)
_SHOWN = KnowledgeDocument.status != literal_column(f"'{EXPECTED}'")
_DOCUMENTS = (
    select(func.count()).where(KnowledgeDocument.group_id == KnowledgeGroup.id, _SHOWN).scalar_subquery()
)
_GROUPS = (
    select(*KnowledgeGroup.__table__.columns, _DOCUMENTS.label("documents"))
    .join(PersonaKnowledge, PersonaKnowledge.group_id == KnowledgeGroup.id)
    .where(PersonaKnowledge.persona_id == bindparam("persona_id"))
    .order_by(PersonaKnowledge.position)
)
_LINKS = (
    select(*ShareLink.__table__.columns)
    .where(
        ShareLink.persona_id == bindparam("persona_id"),
        ShareLink.organization_id == bindparam("organization_id"),
    )
    .order_by(ShareLink.created_at, ShareLink.id)
)

WITH_PARTS = (
    select(*_columns(Persona, Avatar, Voice))
    .outerjoin(Avatar, and_(Avatar.id == Persona.avatar_id, Avatar.deleted_at.is_(None)))
    .outerjoin(Voice, Voice.id == Persona.voice_id)
)
"""Personas with their avatars and voices; `view_of` reads its rows."""


def view_of(row: Values) -> PersonaView:
    values = iter(row)
    persona, avatar, voice = _next(Persona, values), _next(Avatar, values), _next(Voice, values)
    return PersonaView(persona, avatar if avatar.id else None, voice if voice.id else None)


def _whole_view_of(row: Values) -> PersonaView:
    *parts, tools, groups, share_links = row
    return replace(
        view_of(parts),
        tools=[_from_json(Tool, one) for one in tools or ()],
        knowledge=[GroupView(_from_json(KnowledgeGroup, one), one["documents"]) for one in groups or ()],
        share_links=[_from_json(ShareLink, one) for one in share_links or ()],
    )


SNAPSHOT = LookUp(
    WITH_PARTS.add_columns(listed(_TOOLS), listed(_GROUPS), listed(_LINKS)).where(
        Persona.id == bindparam("persona_id"),
        or_(Persona.organization_id.is_(None), Persona.organization_id == bindparam("organization_id")),
    ),
    _whole_view_of,
)
"""The persona with this id, if this organization may see it."""


def _next(table: type[Shown], values: Iterator[Any]) -> Shown:
    """An object of the values that come next."""
    return _detached(table, dict(zip(attributes(table), values, strict=False)))


def _from_json(table: type[Shown], row: Mapping[str, Any]) -> Shown:
    return _detached(table, from_json(table, row))


def _detached(table: type[Shown], values: dict[str, Any]) -> Shown:
    shown: Shown = table.__mapper__.class_manager.new_instance()
    instance_dict(shown).update(values)
    return shown

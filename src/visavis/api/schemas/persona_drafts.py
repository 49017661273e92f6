"""Drafts of personas and what was published of them. Ours: the public contract has neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic.alias_generators import to_camel

from visavis.api.addresses import Addresses
from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.api.schemas.personas import PersonaAnswer, PersonaFields, persona_answer
from visavis.services.options import Body, Exact
from visavis.services.persona_drafts import Draft, Seen
from visavis.store.persona_drafts import PersonaVersion


class SeenPersonaDraft(Body, Exact):
    revision: str | None = None
    """Of the draft that was looked at, null for none: 409 where somebody saved meanwhile. Left out, nothing
    is compared."""

    def seen(self) -> Seen | None:
        return Seen(self.revision) if "revision" in self.model_fields_set else None


class PersonaDraftUpdate(PersonaFields, SeenPersonaDraft):
    """As PUT /v1/personas/{id} takes it, without the widget's settings, which have no draft."""

    def changes(self) -> dict[str, Any]:
        """By the names of the table."""
        return {name: value for name, value in self.given().items() if name != "revision"}


class PersonaDraftAnswer(Answer):
    persona: PersonaAnswer
    """As it would be once it is published."""
    changes: list[str]
    """Names of the fields that differ from what is published."""
    revision: Uuid | None
    """Another one after every change; null where there is no draft."""
    saved_at: Timestamp | None


class PersonaVersionAnswer(Answer):
    number: int
    """From 1."""
    published_at: Timestamp
    changes: list[str]
    """Names of the fields that were otherwise in the version before."""
    config: dict[str, Any]
    """All of it that is not null, as POST /v1/personas takes it."""


def draft_answer(draft: Draft, addresses: Addresses) -> PersonaDraftAnswer:
    return PersonaDraftAnswer(
        persona=persona_answer(draft.view, addresses),
        changes=_public(draft.changes),
        revision=draft.revision,
        saved_at=draft.saved_at,
    )


def version_answer(version: PersonaVersion) -> PersonaVersionAnswer:
    return PersonaVersionAnswer(
        number=version.number,
        published_at=version.published_at,
        changes=_public(version.changed),
        config={to_camel(name): value for name, value in version.fields.items() if value is not None},
    )


def _public(names: Iterable[str]) -> list[str]:
    return [to_camel(name) for name in names]

"""The settings of an organization: ours, not part of the public API."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.services.avatar_models import AvatarModel
from visavis.services.options import Body, Exact, SpokenLanguage
from visavis.services.session_spec import DEFAULT_LANGUAGE
from visavis.settings import Settings
from visavis.store.organizations import Organization


class OrganizationUpdate(Body, Exact):
    """Left out is unchanged; null takes the server's default, and lifts a limit that the server lacks."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = ""
    default_language: SpokenLanguage | None = None
    """Of personas that inherit it."""
    max_concurrent_sessions: Annotated[int, Field(ge=0, le=100_000)] | None = None
    max_session_length_seconds: Annotated[float, Field(gt=0, le=31_536_000)] | None = None
    retention_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    """How long transcripts are kept."""
    allowed_avatar_models: Annotated[list[AvatarModel], Field(min_length=1)] | None = None
    """null: all of them."""

    def given(self) -> dict[str, Any]:
        """What the request said, under the names of the table."""
        return {COLUMNS.get(name, name): value for name, value in self.model_dump(exclude_unset=True).items()}


COLUMNS = {"max_session_length_seconds": "max_session_seconds", "allowed_avatar_models": "avatar_models"}
"""Where the table has a name of its own."""


class ServerDefaults(Answer):
    """What holds where an organization has settled nothing."""

    default_language: str
    max_concurrent_sessions: int
    retention_days: int


class OrganizationAnswer(Answer):
    id: Uuid
    name: str
    default_language: str | None
    max_concurrent_sessions: int | None
    max_session_length_seconds: float | None
    retention_days: int | None
    allowed_avatar_models: list[str] | None
    server_defaults: ServerDefaults
    created_at: Timestamp
    updated_at: Timestamp


def organization_answer(row: Organization, settings: Settings) -> OrganizationAnswer:
    return OrganizationAnswer(
        id=row.id,
        name=row.name,
        default_language=row.default_language,
        max_concurrent_sessions=row.max_concurrent_sessions,
        max_session_length_seconds=row.max_session_seconds,
        retention_days=row.retention_days,
        allowed_avatar_models=row.avatar_models,
        server_defaults=ServerDefaults(
            default_language=DEFAULT_LANGUAGE,
            max_concurrent_sessions=settings.max_concurrent_sessions,
            retention_days=settings.retention_days,
        ),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )

"""API keys over REST. Ours: the public contract has its keys made by hand."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.services.keys import NewKey
from visavis.services.options import Body, Exact
from visavis.services.permissions import PERMISSIONS
from visavis.store.organizations import ApiKey


def _known(permission: str) -> str:
    if permission not in PERMISSIONS:
        raise ValueError(f"there is no permission {permission}")
    return permission


Permission = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(PERMISSIONS)})]


class ApiKeyCreate(Body, Exact):
    """Without `permissions` it gets those of the key that makes it; null is all."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    permissions: Annotated[list[Permission], Field(max_length=len(PERMISSIONS))] | None = None


class ApiKeyAnswer(Answer):
    id: Uuid
    name: str
    prefix: str
    permissions: list[str] | None
    created_at: Timestamp


class NewApiKeyAnswer(ApiKeyAnswer):
    key: str
    """Shown this once."""


def api_key_answer(row: ApiKey) -> ApiKeyAnswer:
    return ApiKeyAnswer(
        id=row.id, name=row.name, prefix=row.prefix, permissions=row.permissions, created_at=row.created_at
    )


def new_api_key_answer(made: NewKey) -> NewApiKeyAnswer:
    return NewApiKeyAnswer(**dict(api_key_answer(made.row)), key=made.key)

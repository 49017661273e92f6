"""Who is signed in to the Lab. Ours, not part of the public API."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from visavis.api.schemas.base import Answer, Timestamp, Uuid
from visavis.services.lab_sessions import SignedIn
from visavis.services.options import Body, Exact


class SignIn(Body, Exact):
    api_key: Annotated[str, Field(min_length=1, max_length=500)]


class SignedInAnswer(Answer):
    organization_name: str
    key_id: Uuid
    key_name: str
    key_prefix: str
    permissions: list[str] | None
    """null: all."""
    expires_at: Timestamp
    """Without further use."""


class LabSessionAnswer(Answer):
    signed_in: SignedInAnswer | None


def lab_session_answer(found: SignedIn | None) -> LabSessionAnswer:
    if found is None:
        return LabSessionAnswer(signed_in=None)
    return LabSessionAnswer(
        signed_in=SignedInAnswer(
            organization_name=found.organization_name,
            key_id=found.key_id,
            key_name=found.key_name,
            key_prefix=found.key_prefix,
            permissions=found.permissions,
            expires_at=found.expires_at,
        )
    )

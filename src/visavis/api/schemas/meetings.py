"""Meeting invites as the public API takes and shows them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from visavis.api.schemas.base import Answer, Moment, Timestamp, Url, Uuid
from visavis.services.errors import Invalid
from visavis.services.meetings import Provider, check_join_at, provider_of
from visavis.services.options import Body, Lenient, SessionReplay
from visavis.services.session_request import PersonaConfig
from visavis.store.base import now

Region = Literal["eu", "us-east", "us-west"]
InviteStatus = Literal["pending", "active", "cancelled", "ended", "failed"]
JoinState = Literal[
    "joining",
    "waiting_room",
    "in_call",
    "media_denied",
    "media_granted",
    "media_active",
    "left",
    "done",
    "error",
]


class MeetingSessionOptions(Lenient):
    session_replay: SessionReplay | None = None


class MeetingPersonaConfig(PersonaConfig):
    max_session_length_seconds: Annotated[float, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _ephemeral(self) -> MeetingPersonaConfig:
        if self.persona_id is not None:
            raise ValueError("personaConfig must not include personaId")
        if not self.model_fields_set:
            raise ValueError("personaConfig must not be empty")
        return self


class MeetingInviteCreate(Body):
    meeting_url: Annotated[str, Field(min_length=1, max_length=2000)]
    display_name: Annotated[str, Field(max_length=100)] | None = None
    region: Region | None = None
    region_policy: Literal["preferred", "strict"] = "preferred"
    join_at: Moment | None = None
    group_call: bool = True
    persona_id: Annotated[UUID, Field(strict=False)] | None = None
    persona_config: MeetingPersonaConfig | None = None
    session_options: MeetingSessionOptions | None = None
    client_label: Annotated[str, Field(max_length=128)] | None = None

    def persona(self) -> PersonaConfig:
        """Who is to join, once all else is in order. Raises Invalid."""
        provider_of(self.meeting_url)
        check_join_at(self.join_at, now())
        if self.region_policy == "strict" and self.region is None:
            raise Invalid("region", "regionPolicy strict needs a region")
        if self.persona_id is not None and self.persona_config is None:
            return PersonaConfig(persona_id=str(self.persona_id))
        if self.persona_config is not None and self.persona_id is None:
            return self.persona_config
        raise Invalid("personaId", "Provide exactly one of personaId or personaConfig")


class MeetingInvite(Answer):
    id: Uuid
    provider: Provider
    meeting_url: Url
    display_name: str
    status: InviteStatus
    created_at: Timestamp
    join_at: Timestamp | None
    group_call: bool
    session_id: Uuid | None
    region: Region | None
    join_state: JoinState | None
    status_reason: str | None

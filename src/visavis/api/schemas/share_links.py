"""Share links as the public API takes and shows them.

Of a request the contract knows `personaId`, `expiresInHours` and `usageLimit`. `name`, `expiresAt`, `maxUses`
and `isActive` are what the public MCP server sends; `type`, the origins, `removeWatermark`, `enabled` and
`isPrimary` are extensions of ours, under the names that answers have.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AliasChoices, Field

from visavis.api.schemas.base import WHOLE, Answer, Moment, Timestamp, Uuid, left_out_if_null
from visavis.services.errors import Invalid
from visavis.services.options import Body
from visavis.services.origins import normal_origin
from visavis.store.base import now
from visavis.store.tables import ShareLink

LinkType = Literal["LINK", "PLAYER_EMBED", "ORB_EMBED"]

LONGEST_HOURS = 24 * 3650
DEFAULT_HOURS = 168
DEFAULT_USES = 10
MOST_USES = 1_000_000_000
MOST_ORIGINS = 100

Hours = Annotated[float, Field(gt=0, le=LONGEST_HOURS)]
Uses = Annotated[int, Field(ge=1, le=MOST_USES), WHOLE]
Origin = Annotated[str, AfterValidator(normal_origin)]


class ShareLinkUpdate(Body):
    """Left out is unchanged. `expiresInHours` counts from now; null means never, or without limit."""

    name: Annotated[str, Field(max_length=200)] | None = None
    expires_in_hours: Hours | None = None
    expires_at: Moment | None = None
    usage_limit: Uses | None = Field(None, validation_alias=AliasChoices("usageLimit", "maxUses"))
    """How many session tokens it gives; null: any number."""
    type: LinkType = "LINK"
    allowed_origins: Annotated[list[Origin], Field(max_length=MOST_ORIGINS)] = Field(default_factory=list)
    """Sites that may use the link."""
    allow_all_origins: bool = False
    remove_watermark: bool = False
    enabled: bool = Field(True, validation_alias=AliasChoices("enabled", "isActive"))
    is_primary: bool = False
    """The persona's one main link; another loses that."""

    def given(self) -> dict[str, Any]:
        """What the request said, under the names of the table. Raises Invalid."""
        fields = self.model_dump(exclude_unset=True, exclude={"persona_id"})
        if "expires_in_hours" in fields and "expires_at" in fields:
            raise Invalid("expiresAt", "Give expiresInHours or expiresAt, not both")
        if "expires_in_hours" in fields:
            hours = fields.pop("expires_in_hours")
            fields["expires_at"] = None if hours is None else now() + timedelta(hours=hours)
        elif fields.get("expires_at") and fields["expires_at"] <= now():
            raise Invalid("expiresAt", "expiresAt must be in the future")
        return fields


class ShareLinkCreate(ShareLinkUpdate):
    persona_id: Annotated[UUID, Field(strict=False)]
    expires_in_hours: Hours | None = DEFAULT_HOURS
    usage_limit: Uses | None = Field(DEFAULT_USES, validation_alias=AliasChoices("usageLimit", "maxUses"))

    def given(self) -> dict[str, Any]:
        defaults = {"expires_at": now() + timedelta(hours=DEFAULT_HOURS), "usage_limit": DEFAULT_USES}
        return defaults | super().given()


class ShareLinkAnswer(Answer):
    id: Uuid
    name: str | None = left_out_if_null()
    token: str
    type: LinkType
    expires_at: Timestamp | None
    usage_limit: int | None
    usage_count: int
    allowed_origins: list[str]
    allow_all_origins: bool
    remove_watermark: bool
    enabled: bool
    is_primary: bool
    created_at: Timestamp


class PersonaShareLinkAnswer(ShareLinkAnswer):
    persona_id: Uuid
    persona_name: str
    organization_id: str


class PrimaryShareLink(Answer):
    token: str
    enabled: bool


def share_link_answer(link: ShareLink) -> ShareLinkAnswer:
    return ShareLinkAnswer(
        id=link.id,
        name=link.name,
        token=link.token,
        type=link.type,
        expires_at=link.expires_at,
        usage_limit=link.usage_limit,
        usage_count=link.usage_count,
        allowed_origins=link.allowed_origins,
        allow_all_origins=link.allow_all_origins,
        remove_watermark=link.remove_watermark,
        enabled=link.enabled,
        is_primary=link.is_primary,
        created_at=link.created_at,
    )


def persona_share_link_answer(link: ShareLink) -> PersonaShareLinkAnswer:
    return PersonaShareLinkAnswer(
        **dict(share_link_answer(link)),
        persona_id=link.persona_id,
        persona_name=link.persona_name,
        organization_id=link.organization_id,
    )

"""/v1/sessions/analytics, /v1/sessions/expected-gap and /v1/sessions/{id}/analytics"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from visavis.api.deps import CallerDep, Id, OwnOrganization, WingDep
from visavis.api.schemas.aggregate_analytics import AggregateAnalytics, aggregate_analytics
from visavis.api.schemas.base import Instant
from visavis.api.schemas.daily_analytics import DailyAnalytics, daily_analytics
from visavis.api.schemas.expected_gap import ExpectedGapAnswer, expected_gap_answer
from visavis.api.schemas.session_analytics import SessionAnalytics, SessionType, session_analytics
from visavis.services.avatar_models import AvatarModel
from visavis.services.daily_analytics import daily_of
from visavis.services.expected_gap import GapParts, expected_gap
from visavis.services.session_analytics import Filters, aggregate_of, span
from visavis.services.session_reports import report_of
from visavis.store.base import now

router = APIRouter(prefix="/v1/sessions", tags=["Sessions"])


async def _filters(
    persona_id: Annotated[UUID | None, Query(alias="personaId")] = None,
    api_key_id: Annotated[UUID | None, Query(alias="apiKeyId")] = None,
    client_label: Annotated[str | None, Query(alias="clientLabel")] = None,
    session_type: Annotated[SessionType | None, Query(alias="sessionType")] = None,
) -> Filters:
    return Filters(
        persona_id=str(persona_id) if persona_id else None,
        api_key_id=str(api_key_id) if api_key_id else None,
        client_label=client_label,
        kind=session_type,
    )


FiltersDep = Annotated[Filters, Depends(_filters)]
Since = Annotated[Instant | None, Query(alias="from")]
Until = Annotated[Instant | None, Query(alias="to")]


@router.get("/analytics", dependencies=[OwnOrganization])
async def get_aggregated_session_analytics(
    wing: WingDep, caller: CallerDep, filters: FiltersDep, since: Since = None, until: Until = None
) -> AggregateAnalytics:
    """Latencies, counts and rates of the newest 1000 sessions of a time, 31 days at most."""
    since, until = span(since, until, now())
    async with wing.database.transaction() as session:
        found = await aggregate_of(session, caller.organization_id, since, until, filters)
    return aggregate_analytics(found)


@router.get("/expected-gap")
async def get_expected_gap(
    wing: WingDep,
    caller: CallerDep,
    avatar_model: Annotated[AvatarModel | None, Query(alias="avatarModel")] = None,
    voice_id: Annotated[str | None, Query(alias="voiceId")] = None,
    llm_id: Annotated[str | None, Query(alias="llmId")] = None,
) -> ExpectedGapAnswer:
    """How long answers took with these parts: medians of the last 50 that were measured. Ours."""
    async with wing.database.transaction() as session:
        found = await expected_gap(session, caller.organization_id, GapParts(avatar_model, voice_id, llm_id))
    return expected_gap_answer(found)


@router.get("/analytics/daily")
async def get_daily_session_analytics(
    wing: WingDep, caller: CallerDep, filters: FiltersDep, since: Since = None, until: Until = None
) -> DailyAnalytics:
    """The same day by day, with the slowest turns. Our extension."""
    since, until = span(since, until, now())
    async with wing.database.transaction() as session:
        found = await daily_of(session, caller.organization_id, since, until, filters)
    return daily_analytics(found)


@router.get("/{id}/analytics")
async def get_session_analytics(
    wing: WingDep,
    caller: CallerDep,
    session_id: Id,
    include_messages: Annotated[bool, Query(alias="includeMessages")] = False,
) -> SessionAnalytics:
    """Turn by turn, once the session has ended."""
    async with wing.database.transaction() as session:
        report = await report_of(session, caller.organization_id, str(session_id))
    return session_analytics(report, include_messages=include_messages)

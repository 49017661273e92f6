"""/v1/usage: sessions and seconds per day. Our extension."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from visavis.api.deps import CallerDep, WingDep
from visavis.api.schemas.base import Date
from visavis.api.schemas.usage import UsageAnswer, usage_answer
from visavis.services.usage import days, usage_of
from visavis.store.base import now

router = APIRouter(prefix="/v1/usage", tags=["Usage"])


@router.get("")
async def get_usage(
    wing: WingDep,
    caller: CallerDep,
    first: Annotated[Date | None, Query(alias="from")] = None,
    last: Annotated[Date | None, Query(alias="to")] = None,
) -> UsageAnswer:
    """Days are UTC, both ends included; without `from` the last 30."""
    at = now()
    first, last = days(first, last, at.date())
    async with wing.database.reading() as connection:
        found = await usage_of(connection, caller.organization_id, first, last, at)
    return usage_answer(found)

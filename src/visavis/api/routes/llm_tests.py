"""/v1/llms/test and /v1/llms/{id}/test, our extensions: one prompt, asked by what asks in conversations."""

from __future__ import annotations

import time

from fastapi import APIRouter

from visavis.api.deps import CallerDep, NamedId, PlacementDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.llm_tests import LlmTestAnswer, LlmTestWish, NewLlmTestWish, llm_test_answer
from visavis.services import llm_trials
from visavis.services.errors import Busy, TooManyRequests

router = APIRouter(prefix="/v1/llms", tags=["LLMs"])

REFUSALS = may_raise(TooManyRequests, Busy)
AS_IT_IS = LlmTestWish()


@router.post("/test", responses=REFUSALS)
async def try_new_llm(
    wing: WingDep, placement: PlacementDep, caller: CallerDep, body: NewLlmTestWish
) -> LlmTestAnswer:
    """Asks an LLM that is described here. Nothing of it is kept."""
    tried = await llm_trials.try_described(
        wing, placement, caller.organization_id, body.asked(), time.monotonic()
    )
    return llm_test_answer(tried)


@router.post("/{id}/test", responses=REFUSALS)
async def try_llm(
    wing: WingDep, placement: PlacementDep, caller: CallerDep, llm_id: NamedId, body: LlmTestWish = AS_IT_IS
) -> LlmTestAnswer:
    """Asks it as it is kept, or as it would be with the changes that are named here; these are not kept."""
    tried = await llm_trials.try_kept(
        wing, placement, caller.organization_id, llm_id, body.asked(), time.monotonic()
    )
    return llm_test_answer(tried)

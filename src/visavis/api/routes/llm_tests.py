"""/v1/llms/test, /v1/llms/models, and both of a kept LLM: does it answer, and what models are there. Ours."""

from __future__ import annotations

import time

from fastapi import APIRouter

from visavis.api.deps import CallerDep, NamedId, PlacementDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.llm_tests import (
    LlmTestAnswer,
    LlmTestWish,
    ModelsAnswer,
    ModelsWish,
    NewLlmTestWish,
    NewModelsWish,
    llm_test_answer,
    models_answer,
)
from visavis.services import llm_trials
from visavis.services.errors import Busy, TooManyRequests, Unprocessable

router = APIRouter(prefix="/v1/llms", tags=["LLMs"])

REFUSALS = may_raise(TooManyRequests, Busy)
AS_IT_IS = LlmTestWish()
NOT_LISTED = may_raise(TooManyRequests, Unprocessable)
AS_KEPT = ModelsWish()


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


@router.post("/models", responses=NOT_LISTED)
async def list_models_of_new_llm(wing: WingDep, caller: CallerDep, body: NewModelsWish) -> ModelsAnswer:
    """What the vendor of an LLM that is described here lists of its models."""
    listed = await llm_trials.models_at_described(
        wing, caller.organization_id, body.asked(), time.monotonic()
    )
    return models_answer(listed)


@router.post("/{id}/models", responses=NOT_LISTED)
async def list_models_of_llm(
    wing: WingDep, caller: CallerDep, llm_id: NamedId, body: ModelsWish = AS_KEPT
) -> ModelsAnswer:
    """The same of one that is kept, with its own secret or with the changes that are named here."""
    listed = await llm_trials.models_at_kept(
        wing, caller.organization_id, llm_id, body.asked(), time.monotonic()
    )
    return models_answer(listed)

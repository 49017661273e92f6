"""Trying an LLM out: one prompt, sent by an engine, because an engine is what asks it in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.services.errors import Busy, Invalid, Unprocessable
from visavis.services.llms import changed_llm, described_llm, llm_spec
from visavis.services.model_lists import ListedModel, NotListed, models_of
from visavis.services.placement import NoEngine, Placement
from visavis.services.vendor_access import VendorAccess
from visavis.services.wing import ControlWing
from visavis.store.tables import Llm

NOTHING_TO_TRY = "Nothing answers here by itself: the client sends what is said, so there is nothing to test"
FORMAT_FIELD = "llmFormat"
ANY_MODEL = "-"
"""Stands for the model that is yet to be chosen from the list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to try."""

    prompt: str
    fields: dict[str, Any]
    """As in the table: of a new LLM, or what is to be otherwise in one that is kept. Never stored."""
    secret: str | None
    """None: the one that is kept, if any."""


async def try_kept(
    wing: ControlWing, placement: Placement, organization_id: str, llm_id: str, asked: Asked, at_s: float
) -> LlmTried:
    """Raises NotFound, Forbidden for changes to default LLMs, Invalid, TooManyRequests, Busy."""
    llm = await changed_llm(wing, organization_id, llm_id, asked.fields, asked.secret)
    return await _try(wing, placement, organization_id, llm, asked.prompt, at_s)


async def try_described(
    wing: ControlWing, placement: Placement, organization_id: str, asked: Asked, at_s: float
) -> LlmTried:
    """Raises Invalid, TooManyRequests, Busy."""
    llm = await described_llm(wing, organization_id, asked.fields, asked.secret)
    return await _try(wing, placement, organization_id, llm, asked.prompt, at_s)


async def _try(
    wing: ControlWing, placement: Placement, organization_id: str, llm: Llm, prompt: str, at_s: float
) -> LlmTried:
    spec = llm_spec(wing, llm, VendorAccess(wing.settings), FORMAT_FIELD)
    if spec.kind == "none":
        raise Invalid(FORMAT_FIELD, NOTHING_TO_TRY)
    wing.trials.spend(organization_id, "tests of LLMs", at_s)
    try:
        return await placement.try_llm(LlmTrial(llm=spec, prompt=prompt))
    except NoEngine as error:
        raise Busy("No engine is free to ask the LLM; try again in a moment") from error


async def models_at_kept(
    wing: ControlWing, organization_id: str, llm_id: str, asked: Asked, at_s: float
) -> Sequence[ListedModel]:
    """What its vendor lists. Raises as `try_kept` does, and Unprocessable where nothing is listed."""
    llm = await changed_llm(wing, organization_id, llm_id, asked.fields, asked.secret)
    return await _models(wing, organization_id, llm, at_s)


async def models_at_described(
    wing: ControlWing, organization_id: str, asked: Asked, at_s: float
) -> Sequence[ListedModel]:
    """Of an LLM that needs no model yet. Raises Invalid, TooManyRequests, Unprocessable."""
    fields = {"model_name": ANY_MODEL} | asked.fields
    llm = await described_llm(wing, organization_id, fields, asked.secret)
    return await _models(wing, organization_id, llm, at_s)


async def _models(wing: ControlWing, organization_id: str, llm: Llm, at_s: float) -> Sequence[ListedModel]:
    spec = llm_spec(wing, llm, VendorAccess(wing.settings), FORMAT_FIELD)
    wing.trials.spend(organization_id, "look-ups of models", at_s)
    try:
        return await models_of(spec, wing.outgoing.client)
    except NotListed as error:
        raise Unprocessable(f"No models are listed there: {error}") from error

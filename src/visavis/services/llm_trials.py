"""Trying an LLM out: one prompt, sent by an engine, because an engine is what asks it in a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.services.errors import Busy, Invalid
from visavis.services.llms import changed_llm, described_llm, llm_spec
from visavis.services.placement import NoEngine, Placement
from visavis.services.wing import ControlWing
from visavis.store.tables import Llm

NOTHING_TO_TRY = "Nothing answers here by itself: the client sends what is said, so there is nothing to test"
SPEAKS = "An LLM of this format hears and speaks and reads no prompt: try it in a session"
FORMAT_FIELD = "llmFormat"


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
    spec = llm_spec(wing, llm, FORMAT_FIELD)
    if spec.kind == "none":
        raise Invalid(FORMAT_FIELD, NOTHING_TO_TRY)
    if spec.kind == "openai_realtime":
        raise Invalid(FORMAT_FIELD, SPEAKS)
    wing.llm_trials.spend(organization_id, at_s)
    try:
        return await placement.try_llm(LlmTrial(llm=spec, prompt=prompt))
    except NoEngine as error:
        raise Busy("No engine is free to ask the LLM; try again in a moment") from error

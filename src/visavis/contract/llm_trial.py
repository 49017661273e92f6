"""One prompt to one LLM, to see whether it answers: what the api asks an engine, and what came of it."""

from __future__ import annotations

from visavis.contract.frozen import Frozen
from visavis.contract.spec import LlmSpec


class LlmTrial(Frozen):
    llm: LlmSpec
    prompt: str


class LlmTried(Frozen):
    """Holds no secret: where the vendor repeats the key, it is struck out."""

    text: str = ""
    """What it said, from the beginning on."""
    first_token_s: float | None = None
    """From the request to the first words, or the first sound of one that speaks; None: there were none."""
    total_s: float
    error: str | None = None
    """The vendor's own words; None: all went well."""

"""Errands: what an engine is asked to do once, beside its sessions (contract/internal.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import httpx

from visavis.contract.checkup import CheckedUp, Checkup
from visavis.contract.frozen import Frozen
from visavis.contract.llm_trial import LlmTrial, LlmTried
from visavis.contract.tools import LONGEST_WEBHOOK_S, ToolTrial, TriedTool
from visavis.contract.vitals import LineAnswer, LineOffer
from visavis.contract.voice_trial import VoiceTrial
from visavis.services.placement import LineRefused, VoiceRefused

Question = TypeVar("Question", bound=Frozen)
Answer = TypeVar("Answer")

TRIAL_S = 30.0
"""Longer than an engine waits for whoever is tried."""
WEBHOOK_S = LONGEST_WEBHOOK_S + 4.0
"""The same for a webhook, which may take its time."""
GATHERING_S = 12.0
"""An engine asks its STUN and TURN servers before it answers an offer, and these may be silent."""


@dataclass(frozen=True, slots=True)
class Errand(Generic[Question, Answer]):
    path: str
    what: str
    """As in "it did not …"."""
    read: Callable[[bytes], Answer]
    """Raises ValidationError."""
    within_s: float = TRIAL_S
    refusals: Mapping[int, type[Exception]] = field(default_factory=dict)
    """Statuses that are answers too: the engine says in words why not."""


TRY_LLM: Errand[LlmTrial, LlmTried] = Errand("/llm-trials", "try an LLM", LlmTried.model_validate_json)
TRY_TOOL: Errand[ToolTrial, TriedTool] = Errand(
    "/tools/try", "try a tool", TriedTool.model_validate_json, WEBHOOK_S
)
TRY_VOICE: Errand[VoiceTrial, bytes] = Errand(
    "/voice-trials", "try a voice", bytes, refusals={httpx.codes.UNPROCESSABLE_ENTITY: VoiceRefused}
)
CHECK_LINE: Errand[LineOffer, LineAnswer] = Errand(
    "/line-checks",
    "check a line",
    LineAnswer.model_validate_json,
    GATHERING_S,
    refusals={httpx.codes.BAD_REQUEST: LineRefused},
)
CHECK_UP: Errand[Checkup, CheckedUp] = Errand("/checkups", "ask the providers", CheckedUp.model_validate_json)

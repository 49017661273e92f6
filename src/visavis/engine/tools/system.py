"""What she may do with the conversation itself: end it, keep silent, stop talking, listen in a language."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from visavis.contract.tools import SystemAction, SystemTool
from visavis.engine.tools.tool import Call, Outcome, Then, ToolFailed
from visavis.providers.base import ProviderError

SILENT_S = 30.0
"""How long she waits for a user who asked for a moment, where the model does not say."""
MOST_SILENT_S = 900.0

LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2,4})?")

PARAMETERS: dict[SystemAction, dict[str, Any]] = {
    "end_call": {},
    "interrupt": {},
    "skip_turn": {
        "type": "object",
        "properties": {
            "timeout_seconds": {
                "type": "number",
                "exclusiveMinimum": 0,
                "description": f"How long to stay silent; {SILENT_S:g} unless the user said otherwise.",
            }
        },
    },
    "change_language": {
        "type": "object",
        "properties": {
            "language_code": {"type": "string", "description": "ISO 639-1, such as en, de or fr."}
        },
        "required": ["language_code"],
    },
}
DESCRIPTIONS: dict[SystemAction, str] = {
    "end_call": "Ends the conversation. Say goodbye first, and call it when the user wants to stop.",
    "interrupt": "Stops at once what you are saying.",
    "skip_turn": "Stay silent, because the user asked for a moment or talks to somebody else.",
    "change_language": "Listen in another language from now on, because the user speaks it.",
}
"""For tools whose author gave none."""


class OnTheConversation:
    def __init__(
        self, spec: SystemTool, *, wait: Callable[[float], None], listen_in: Callable[[str], None]
    ) -> None:
        """`wait` lets so many seconds of silence mean nothing; `listen_in` raises ProviderError for what
        nobody understands."""
        described = spec.description or DESCRIPTIONS[spec.action]
        self.spec = spec.model_copy(update={"description": described})
        self._wait, self._listen_in = wait, listen_in

    @property
    def parameters(self) -> dict[str, Any]:
        return PARAMETERS[self.spec.action]

    async def run(self, call: Call) -> Outcome:
        match self.spec.action:
            case "end_call":
                return Outcome("The conversation ends.", then=Then.HANG_UP)
            case "interrupt":
                return Outcome("You have stopped.", then=Then.SILENCE)
            case "skip_turn":
                seconds = _seconds(call.arguments.get("timeout_seconds", SILENT_S))
                self._wait(seconds)
                return Outcome(f"You are silent for {seconds:g} s.", then=Then.STOP)
            case "change_language":
                language = str(call.arguments["language_code"]).strip().lower()
                if not LANGUAGE.fullmatch(language):
                    raise ToolFailed("language_code must be an ISO 639-1 code, such as en or de")
                try:
                    self._listen_in(language)
                except ProviderError as error:
                    raise ToolFailed(str(error)) from None
                return Outcome(f"You listen in the language {language} now.")

    async def close(self) -> None:
        """Nothing is held."""


def _seconds(said: object) -> float:
    """Raises ToolFailed."""
    number = said if isinstance(said, int | float) and not isinstance(said, bool) else math.nan
    if not number > 0:
        raise ToolFailed("timeout_seconds must be a number above 0")
    return min(float(number), MOST_SILENT_S)

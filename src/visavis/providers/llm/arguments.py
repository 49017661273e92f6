"""The arguments of a call, as vendors take them back."""

from __future__ import annotations

import json
from typing import Any

from visavis.providers.base import ToolCall


def arguments_of(call: ToolCall) -> dict[str, Any]:
    """Vendors and templates take nothing but an object, though the model wrote something else itself."""
    try:
        arguments = json.loads(call.arguments)
    except ValueError:
        return {}
    return arguments if isinstance(arguments, dict) else {}

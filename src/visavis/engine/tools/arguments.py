"""What a model wrote as the arguments of a call, read. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from visavis.engine.tools.tool import ToolFailed


def read_arguments(written: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Raises ToolFailed, in words that the model can put it right with.

    Of the schema only what must be there is looked at; the tool itself knows the rest better.
    """
    try:
        read = json.loads(written or "{}", parse_constant=_no_number)
        json.dumps(read, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise ToolFailed(
            f"The arguments are not valid JSON ({error}); call it again with a JSON object"
        ) from None
    if not isinstance(read, dict):
        raise ToolFailed("The arguments must be one JSON object; call it again")
    required = schema.get("required")
    missing = [name for name in required if name not in read] if isinstance(required, list) else []
    if missing:
        raise ToolFailed(f"The arguments lack {', '.join(map(str, missing))}; call it again")
    return read


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no JSON")

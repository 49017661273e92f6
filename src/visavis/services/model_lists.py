"""What an OpenAI-compatible endpoint lists of its models, and when it will end one of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx

from visavis.contract.spec import LlmSpec
from visavis.guarded_http import trust

LOOK_S = 5.0
OPENAI_URL = "https://api.openai.com/v1"


async def last_day_of(llm: LlmSpec, http: httpx.AsyncClient | None = None) -> str | None:
    """The day on which the vendor ends this model (ISO 8601); None: it names none, or cannot be asked."""
    if llm.kind != "openai":
        return None
    headers = {"authorization": f"Bearer {llm.key}"}
    async with http or httpx.AsyncClient(timeout=LOOK_S, verify=trust()) as client:
        try:
            reply = await client.get(f"{(llm.base_url or OPENAI_URL).rstrip('/')}/models", headers=headers)
            listed = reply.raise_for_status().json()["data"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return None
    return next((_day(one) for one in listed if isinstance(one, dict) and one.get("id") == llm.model), None)


def _day(model: dict[str, Any]) -> str | None:
    """`shutdown_date` is a date, or seconds since 1970."""
    told = model.get("shutdown_date")
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC).date().isoformat()
    return str(told)[:10] if told else None

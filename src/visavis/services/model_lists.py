"""What the vendor of an LLM lists of its models, and when it will end one of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from visavis.contract.spec import LlmSpec
from visavis.guarded_http import trust
from visavis.reasons import reason_of

LOOK_S = 5.0
LARGEST = 4 << 20
"""Bytes of a list; the longest of today has a tenth."""
MOST_MODELS = 2000
OPENAI_URL = "https://api.openai.com/v1"
ANTHROPIC_VERSION = "2023-06-01"


class NotListed(Exception):
    """`str(error)` says why, and holds no key."""


@dataclass(frozen=True, slots=True)
class ListedModel:
    id: str
    ends_on: str | None
    """The day on which the vendor ends it (ISO 8601); None: it names none."""


async def last_day_of(llm: LlmSpec, http: httpx.AsyncClient | None = None) -> str | None:
    """The day on which the vendor ends this model (ISO 8601); None: it names none, or cannot be asked."""
    if llm.kind != "openai":
        return None
    async with http or httpx.AsyncClient(timeout=LOOK_S, verify=trust()) as client:
        try:
            listed = await models_of(llm, client)
        except NotListed:
            return None
    return next((one.ends_on for one in listed if one.id == llm.model), None)


async def models_of(llm: LlmSpec, http: httpx.AsyncClient) -> Sequence[ListedModel]:
    """In the vendor's order. Raises NotListed."""
    url, headers = _where(llm)
    try:
        async with http.stream("GET", url, headers=headers, follow_redirects=False, timeout=LOOK_S) as reply:
            if not reply.is_success:
                raise NotListed(f"its address answered {reply.status_code}")
            content = bytearray()
            async for piece in reply.aiter_bytes():
                content += piece
                if len(content) > LARGEST:
                    raise NotListed("its list is too long")
    except (httpx.LocalProtocolError, UnicodeEncodeError):  # whose words would repeat the key
        raise NotListed("its key cannot be sent: it holds what no key does") from None
    except httpx.HTTPError as error:
        raise NotListed(reason_of(error)) from error
    return _read(content)


def _where(llm: LlmSpec) -> tuple[str, dict[str, str]]:
    """Raises NotListed for those who have no list."""
    base = (llm.base_url or OPENAI_URL).rstrip("/")
    match llm.kind:
        case "openai":
            return f"{base}/models", {"authorization": f"Bearer {llm.key}"}
        case "anthropic":
            return f"{base}/v1/models", {"x-api-key": llm.key, "anthropic-version": ANTHROPIC_VERSION}
        case "gemini":
            return f"{base}/models", {"x-goog-api-key": llm.key}
        case _:
            raise NotListed("there is no list of the models of this format")


def _read(content: bytes | bytearray) -> list[ListedModel]:
    """Lists of OpenAI, Anthropic (`data`, `id`) and Gemini (`models`, `name`)."""
    try:
        told = json.loads(content)
        rows = [row for row in told.get("data") or told.get("models") or [] if isinstance(row, dict)]
    except (ValueError, AttributeError, TypeError) as error:
        raise NotListed("what came is no list of models") from error
    ids = ((str(row.get("id") or row.get("name") or "").removeprefix("models/"), row) for row in rows)
    return [ListedModel(id, _day(row)) for id, row in ids if id][:MOST_MODELS]


def _day(model: dict[str, Any]) -> str | None:
    """`shutdown_date` is a date, or seconds since 1970."""
    told = model.get("shutdown_date")
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC).date().isoformat()
    return str(told)[:10] if told else None

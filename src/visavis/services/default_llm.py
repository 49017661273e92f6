"""The default LLM: what the public llmIds mean on this server. Looked for once, at start.

A mind of a package comes first, where the operator names one, then an OpenAI-compatible endpoint named in the
environment, then an Ollama on this machine, then the embedded offline answerer, which needs nothing and says
what it is.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

import httpx

from visavis.contract.spec import ASSUMED_CONTEXT_TOKENS, LlmSpec
from visavis.guarded_http import trust
from visavis.installed import MINDS, brought
from visavis.services.stock import DEFAULT_LLM
from visavis.settings import Settings

log = logging.getLogger(__name__)

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-4o-mini"
OLLAMA_PORT = 11434
OLLAMA_CONTEXT_TOKENS = 4_096
"""What it reads unless its operator sets more (OLLAMA_CONTEXT_LENGTH). It forgets the rest without a word."""
LOOK_S = 2.0
"""How long an endpoint may take to answer when the server starts."""

OFFLINE = LlmSpec(id=DEFAULT_LLM, kind="offline")


async def find_default_llm(settings: Settings, http: httpx.AsyncClient | None = None) -> LlmSpec:
    async with http or httpx.AsyncClient(timeout=LOOK_S, verify=trust()) as client:
        if settings.mind != "auto":
            found = LlmSpec(id=DEFAULT_LLM, kind=settings.mind, model=settings.openai_model or "")
        elif settings.openai_api_key or settings.openai_base_url:
            found = await _endpoint_of_the_environment(settings, client)
        else:
            found = await _local_ollama(settings, client) or OFFLINE
    log.info("Default LLM: %s", describe(found))
    return found


def describe(llm: LlmSpec) -> str:
    """For people: what really answers."""
    match llm.kind:
        case "none":
            return "none: the client sends what is said"
        case "offline":
            return "the embedded offline answerer (no language model was found at start)"
        case kind if kind in brought(MINDS):
            return f"{kind}, which a package brings"
        case _:
            return f"{llm.model} at {urlsplit(llm.base_url or OPENAI_URL).netloc}"


async def _endpoint_of_the_environment(settings: Settings, client: httpx.AsyncClient) -> LlmSpec:
    base_url = settings.openai_base_url
    listed = await _listed_model(client, base_url, settings) if base_url else {}
    return LlmSpec(
        id=DEFAULT_LLM,
        kind="openai",
        model=settings.openai_model or listed.get("id") or OPENAI_MODEL,
        base_url=base_url,
        api_key=settings.openai_api_key,
        context_tokens=settings.llm_context_tokens or _context_tokens(listed),
    )


async def _listed_model(client: httpx.AsyncClient, base_url: str, settings: Settings) -> dict[str, Any]:
    """What the endpoint says of the model that is set, else of the first that it names; {}: nothing."""
    key, wanted = settings.openai_api_key, settings.openai_model
    headers = {"authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    models = (await _get(client, f"{base_url.rstrip('/')}/models", headers)).get("data") or []
    if not models and wanted is None:
        log.warning("%s lists no models; taking %s. Set OPENAI_MODEL to choose.", base_url, OPENAI_MODEL)
    return next((model for model in models if wanted in (None, model["id"])), {})


def _context_tokens(model: dict[str, Any]) -> int:
    """Servers that tell it have one of three names for it: vLLM, Groq, llama.cpp."""
    told = model.get("max_model_len") or model.get("context_window") or (model.get("meta") or {}).get("n_ctx")
    return told if isinstance(told, int) else ASSUMED_CONTEXT_TOKENS


async def _local_ollama(settings: Settings, client: httpx.AsyncClient) -> LlmSpec | None:
    base = ollama_base(settings.ollama_url)
    models = (await _get(client, f"{base}/api/tags", {})).get("models") or []
    if not models:
        return None
    model = settings.openai_model or str(models[0]["name"])
    context_tokens = settings.llm_context_tokens or OLLAMA_CONTEXT_TOKENS
    return LlmSpec(
        id=DEFAULT_LLM, kind="openai", model=model, base_url=f"{base}/v1", context_tokens=context_tokens
    )


def ollama_base(host: str) -> str:
    """OLLAMA_HOST as Ollama reads it: scheme and port may be missing, and 0.0.0.0 means this machine."""
    parts = urlsplit(host if "//" in host else f"http://{host}")
    name = parts.hostname or "127.0.0.1"
    name = "127.0.0.1" if name in ("0.0.0.0", "::") else name
    return f"{parts.scheme or 'http'}://{name}:{parts.port or OLLAMA_PORT}"


async def _get(client: httpx.AsyncClient, url: str, headers: dict[str, str]) -> dict[str, Any]:
    """The JSON object there; {} when nothing useful answers."""
    try:
        reply = await client.get(url, headers=headers)
        body = reply.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        log.debug("%s: %s", url, error)
        return {}
    return body if isinstance(body, dict) else {}

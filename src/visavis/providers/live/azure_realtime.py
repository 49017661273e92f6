"""Azure OpenAI's Realtime API (GA): OpenAI's, behind an address and a key of Azure's own kind.

Its models are deployments, the one that writes down what the user says too. The older addresses
("…/openai/realtime?api-version=…") spoke a dialect of their own and are deprecated since 2026-04-30: whoever
gives one is taken to the present one.

Sources: learn.microsoft.com/azure/foundry/openai: how-to/realtime-audio-websockets for the address and the
header, realtime-audio-reference for the deployment that transcribes, how-to/realtime-audio-preview-api-
migration-guide for the older ones.
"""

from __future__ import annotations

from urllib.parse import urlencode

from visavis.contract.spec import LlmSpec
from visavis.providers.azure import present_api
from visavis.providers.base import Stage
from visavis.providers.live.openai_realtime import OpenAiRealtime
from visavis.providers.live.usual_models import usual_models
from visavis.providers.tts.sockets import Address

ENGINE = "azure_realtime"


def azure_realtime(llm: LlmSpec, language: str) -> OpenAiRealtime:
    """To be made where a loop runs: the line is opened as soon as the conversation begins."""
    usual = usual_models("azure")
    url = present_api(llm.base_url or "").replace("http", "ws", 1)
    address = Address(
        ENGINE,
        f"{url}/realtime?{urlencode({'model': llm.model})}",
        llm.key,
        (("api-key", llm.key),),
        llm.allowed_hosts,
        Stage.THINK,
    )
    transcribes = llm.transcription_model or usual["transcription_model"]
    return OpenAiRealtime(address, llm.voice or usual["voice"], transcribes, language)

"""Azure OpenAI: the chat completions protocol, with a key of its own kind and a deployment as its model.

Azure's present addresses ("…/openai/v1") are the protocol as it is. Its older ones name the deployment and
want an `api-version`; which of them is meant shows in whether there is such a version.
"""

from __future__ import annotations

import httpx2
from openai import AsyncAzureOpenAI, AsyncOpenAI

from visavis.contract.spec import LlmSpec
from visavis.providers.azure import present_api, resource
from visavis.providers.llm.guarded import RETRIES, http_client
from visavis.providers.llm.openai_compatible import OpenAiCompatible


def azure_openai(spec: LlmSpec) -> OpenAiCompatible:
    http = http_client(spec.allowed_hosts)
    addresses = (spec.base_url or "", *spec.fallback_urls)
    return OpenAiCompatible(spec, [_client(spec, address, http) for address in addresses])


def _client(spec: LlmSpec, address: str, http: httpx2.AsyncClient) -> AsyncOpenAI:
    if spec.api_version:
        return AsyncAzureOpenAI(
            azure_endpoint=resource(address),
            azure_deployment=spec.model,
            api_version=spec.api_version,
            api_key=spec.key,
            max_retries=0 if spec.fallback_urls else RETRIES,
            http_client=http,
        )
    return AsyncOpenAI(
        base_url=present_api(address),
        api_key=spec.key,
        default_headers={"api-key": spec.key},
        max_retries=0 if spec.fallback_urls else RETRIES,
        http_client=http,
    )

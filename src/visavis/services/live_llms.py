"""LLMs that hear and speak by themselves: how they are told from others and reached, and their voices.

They have a format of their own (`advanced_voice`), at OpenAI; one of the format `azure_openai` is told by its
address, that of Azure's Realtime API.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import SecretStr

from visavis.contract.spec import LlmSpec
from visavis.services.errors import Invalid
from visavis.services.vendor_access import VendorAccess
from visavis.store.tables import Llm, Voice

LIVE, VOICES = "advanced_voice", "OPENAI_ADVANCED_VOICE"
"""Their format, and the provider of their voices."""
AZURE, TRANSCRIBES = "azure_openai", "transcriptionDeployment"
"""Azure's format, and what names, in an LLM's metadata, the deployment that writes down what it hears."""
KINDS = ("openai_realtime", "azure_realtime")
OPENAI = "openai"
"""Whose key it is that lets them in."""
NO_KEY = "This LLM has no secret, and there is no key for OpenAI: set one of them"
OTHER_VOICE = (
    f"This LLM speaks by itself, with a voice of the provider {VOICES} that has an id there; {{name}} is none"
)


def is_live(llm: Llm) -> bool:
    """Whether it hears and speaks by itself."""
    return llm.llm_format == LIVE or (llm.llm_format == AZURE and _is_realtime(llm.urls[0]["url"]))


def live_spec(
    access: VendorAccess, llm: Llm, url: str | None, secret: SecretStr | None, field: str
) -> LlmSpec:
    """At its own address with its own secret; without an address at OpenAI, with the organization's own key
    or as the operator is let in. Raises Invalid, naming `field`, where nobody has a key."""
    settings = access.settings
    spec = LlmSpec(id=llm.id, kind="openai_realtime", model=llm.model_name or "", api_key=secret)
    if url is not None:
        return spec.model_copy(update={"base_url": url, "allowed_hosts": tuple(settings.allowed_hosts)})
    place, secret = settings.openai_realtime_url, secret or access.own_keys.get(OPENAI)
    if secret is None:
        secret, place = settings.openai_api_key, place or settings.openai_base_url
        if secret is None and settings.openai_realtime_url is None:
            raise Invalid(field, NO_KEY)
    return spec.model_copy(update={"base_url": place, "api_key": secret})


def azure_spec(access: VendorAccess, llm: Llm, secret: SecretStr | None) -> LlmSpec:
    """At the first of its addresses, where each of its models is a deployment."""
    return LlmSpec(
        id=llm.id,
        kind="azure_realtime",
        model=llm.deployment_name or llm.model_name or "",
        transcription_model=str((llm.details or {}).get(TRANSCRIBES) or ""),
        base_url=llm.urls[0]["url"],
        allowed_hosts=tuple(access.settings.allowed_hosts),
        api_key=secret,
    )


def usual_one(access: VendorAccess) -> LlmSpec | None:
    """The usual model, with the organization's own key or as the operator is let in.

    None: there is no key, or only the operator's, for a server of chat completions that need not know of it.
    """
    settings, own_key = access.settings, access.own_keys.get(OPENAI)
    place, key = settings.openai_realtime_url, own_key or settings.openai_api_key
    if place is None and (key is None or (own_key is None and settings.openai_base_url)):
        return None
    return LlmSpec(id="", kind="openai_realtime", base_url=place, api_key=key)


def with_voice(spec: LlmSpec, voice: Voice) -> LlmSpec:
    """What answers, where it is to speak with this voice. Raises Invalid for a voice that is not its own."""
    if spec.kind not in KINDS:
        return spec
    if voice.provider != VOICES or not voice.provider_voice_id:
        raise Invalid("personaConfig.voiceId", OTHER_VOICE.format(name=voice.display_name))
    return spec.model_copy(update={"voice": voice.provider_voice_id})


def _is_realtime(url: str) -> bool:
    return urlsplit(url).path.rstrip("/").endswith("/realtime")

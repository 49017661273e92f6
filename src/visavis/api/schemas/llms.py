"""LLMs as the public API takes and shows them; `engine` and `engineNote` are our extensions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, StringConstraints

from visavis.api.schemas.base import Answer, Timestamp
from visavis.contract.spec import LlmSpec
from visavis.services.llms import engine_of
from visavis.services.options import Body, Lenient, Shown
from visavis.services.zero_retention import llm_keeps_nothing
from visavis.store.tables import Llm

FORMATS_OF = {
    "azure": "azure_openai",
    "groq": "groq_openai",
    "google": "gemini",
    "openai-compatible": "openai",
    "ollama": "openai",
}
"""Names of providers, as some clients send them in place of a format."""


def _format(name: Any) -> Any:
    return FORMATS_OF.get(name.lower(), name.lower()) if isinstance(name, str) else name


Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Format = Annotated[
    Literal[
        "openai", "azure_openai", "groq_openai", "gemini", "advanced_voice", "none", "anthropic", "custom"
    ],
    BeforeValidator(_format),
]
"""Those of the contract's create and of its update, which differ."""


Effort = Literal["default", "low", "medium", "high"]
ReasoningFormat = Literal["parsed", "raw", "hidden"]


def also(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class LlmUrl(Lenient):
    url: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(
        json_schema_extra={"format": "uri"}
    )
    region: str | None = None


class LlmUpdate(Body):
    """What is left out stays. The names after the first of each are those of other public clients."""

    display_name: Name = Field("", validation_alias=also("displayName", "name", "display_name"))
    description: str | None = None
    urls: list[LlmUrl] = Field(default_factory=list, min_length=1, max_length=20)
    url: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(
        "", validation_alias=also("url", "baseUrl")
    )
    """The same as `urls` with this one in it."""
    llm_format: Format = Field("openai", validation_alias=also("llmFormat", "provider", "llm_format"))
    model_name: Name = Field("", validation_alias=also("modelName", "model", "model_name"))
    secret: Annotated[str, StringConstraints(max_length=10_000)] = Field(
        "", validation_alias=also("secret", "apiKey")
    )
    metadata: dict[str, Any] = Field(default_factory=dict)
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    context_tokens: Annotated[int, Field(ge=1_024, le=10_000_000)] | None = None
    """Ours: the most that the model reads and says at once; the conversation is kept within it."""
    deployment_name: Name | None = None
    api_version: Annotated[str, StringConstraints(max_length=40)] | None = None
    reasoning_effort: Effort = "default"
    reasoning_format: ReasoningFormat = "hidden"
    is_zdr: bool = False
    """Ours: the organization vouches that this LLM keeps nothing of what it is sent."""

    def given(self) -> dict[str, Any]:
        """What the request said but the secret, under the names of the table."""
        fields = self.model_dump(exclude_unset=True, exclude={"secret", "url", "metadata"})
        if "url" in self.model_fields_set and "urls" not in fields:
            fields["urls"] = [{"url": self.url}]
        if "metadata" in self.model_fields_set:
            fields["details"] = self.metadata
        return fields

    @property
    def given_secret(self) -> str | None:
        return self.secret if "secret" in self.model_fields_set else None


class LlmCreate(LlmUpdate):
    display_name: Name = Field(validation_alias=also("displayName", "name", "display_name"))
    llm_format: Format = Field(validation_alias=also("llmFormat", "provider", "llm_format"))


class LlmAnswer(Answer):
    id: str
    display_name: str
    description: str | None
    llm_format: Format
    urls: list[Annotated[dict[str, Any], Shown((LlmUrl,))]]
    model_name: str | None
    temperature: float | None
    max_tokens: int | None
    context_tokens: int | None
    """Ours; null: not said."""
    deployment_name: str | None
    api_version: str | None
    metadata: dict[str, Any]
    display_tags: list[str]
    is_default: bool
    is_global: bool
    is_zdr: bool
    reasoning_effort: Effort
    reasoning_format: ReasoningFormat
    created_by_organization_id: str | None
    created_at: Timestamp
    updated_at: Timestamp | None
    engine: str | None
    """What answers: openai, offline, none (the client does); null: nothing on this server can."""
    engine_note: str


def llm_answer(row: Llm, default: LlmSpec) -> LlmAnswer:
    engine, note = engine_of(row, default)
    model = (default.model or None) if row.kind == "default" else row.model_name
    return LlmAnswer(
        id=row.id,
        display_name=row.display_name,
        description=row.description,
        llm_format=row.llm_format,
        urls=row.urls,
        model_name=model,
        temperature=row.temperature,
        max_tokens=row.max_tokens,
        context_tokens=row.context_tokens,
        deployment_name=row.deployment_name,
        api_version=row.api_version,
        metadata=row.details,
        display_tags=row.display_tags,
        is_default=row.is_default,
        is_global=row.organization_id is None,
        is_zdr=llm_keeps_nothing(row, default),
        reasoning_effort=row.reasoning_effort,
        reasoning_format=row.reasoning_format,
        created_by_organization_id=row.organization_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        engine=engine,
        engine_note=note,
    )

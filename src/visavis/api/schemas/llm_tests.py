"""One prompt to one LLM, and what came of it: our extension."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from visavis.api.schemas.base import Answer
from visavis.api.schemas.llms import Format, LlmUpdate, also
from visavis.contract.llm_trial import LlmTried
from visavis.services.llm_trials import Asked
from visavis.services.model_lists import ListedModel


class LlmTestWish(LlmUpdate):
    """What is left out is as it is kept. The secret is used for this test only, and kept nowhere."""

    prompt: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = "Say hello."

    def asked(self) -> Asked:
        fields = self.given()
        fields.pop("prompt", None)
        return Asked(self.prompt, fields, self.given_secret)


class NewLlmTestWish(LlmTestWish):
    """Of an LLM that is not kept, so its name may be left out."""

    llm_format: Format = Field(validation_alias=also("llmFormat", "provider", "llm_format"))


class ModelsWish(LlmUpdate):
    """What is left out is as it is kept. The secret is used for this list only, and kept nowhere."""

    def asked(self) -> Asked:
        return Asked("", self.given(), self.given_secret)


class NewModelsWish(ModelsWish):
    """Of an LLM that is not kept, and whose model is yet to be chosen."""

    llm_format: Format = Field(validation_alias=also("llmFormat", "provider", "llm_format"))


class ListedModelAnswer(Answer):
    id: str
    ends_on: str | None
    """The day on which the vendor ends it (ISO 8601); null: it names none."""


class ModelsAnswer(Answer):
    data: list[ListedModelAnswer]
    """In the vendor's order."""


def models_answer(listed: Sequence[ListedModel]) -> ModelsAnswer:
    return ModelsAnswer(data=[ListedModelAnswer(id=one.id, ends_on=one.ends_on) for one in listed])


class LlmTestAnswer(Answer):
    ok: bool
    text: str
    """What it said, up to 600 characters."""
    first_token_ms: int | None
    """From the request to the first words, as the engine measured it; null: there were none."""
    total_ms: int
    """To the end of the answer, or to what went wrong."""
    error: str | None
    """What went wrong, in the provider's own words, without the secret; null: nothing did."""


def llm_test_answer(tried: LlmTried) -> LlmTestAnswer:
    first_s = tried.first_token_s
    return LlmTestAnswer(
        ok=tried.error is None,
        text=tried.text,
        first_token_ms=None if first_s is None else round(first_s * 1000),
        total_ms=round(tried.total_s * 1000),
        error=tried.error,
    )

"""One real question to each provider, and what came of it: our extension."""

from __future__ import annotations

from visavis.api.schemas.base import Answer
from visavis.contract.checkup import Finding, Stage
from visavis.services.checkups import Checked


class ProviderFinding(Answer):
    stage: Stage
    provider: str
    """For people."""
    ok: bool
    first_ms: int | None
    """hear: from the end of the sound to the words; think, speak: to the first word, the first sound.
    null: it never came."""
    said: str
    """What was understood, or answered."""
    error: str | None
    """What went wrong, in the provider's own words, without its key; null: nothing did."""


class CheckupAnswer(Answer):
    findings: list[ProviderFinding]
    voiceless: list[str]
    """Providers of voices for which this server has a key, but of which there is no voice yet."""
    llm_ends_on: str | None
    """The day on which its provider ends the default LLM (ISO 8601); null: none is named."""


def checkup_answer(checked: Checked) -> CheckupAnswer:
    return CheckupAnswer(
        findings=[_shown(one) for one in checked.findings],
        voiceless=list(checked.voiceless),
        llm_ends_on=checked.llm_ends_on,
    )


def _shown(one: Finding) -> ProviderFinding:
    return ProviderFinding(
        stage=one.stage,
        provider=one.provider,
        ok=one.error is None,
        first_ms=None if one.first_s is None else round(one.first_s * 1000),
        said=one.said,
        error=one.error,
    )

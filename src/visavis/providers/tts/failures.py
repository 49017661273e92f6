"""What vendors say when they do not speak, as the one error that everybody here understands.

auth, quota, invalid    another try does not help
busy                    later, if the vendor says when
broken                  at once
"""

from __future__ import annotations

from collections.abc import Mapping

from visavis.providers.base import ProviderError, Stage

MOST_CHARACTERS = 300
BUSY_S = 0.5
"""For a busy vendor that does not say when it will have time."""
OUT_OF_CREDIT = ("quota", "credit", "balance", "billing", "payment")
"""Words of a refusal that no waiting helps."""
BUSY = ("concurren", "rate limit", "rate_limit", "too many", "busy", "max_active", "overloaded")


def failed(
    engine: str,
    what: str,
    *,
    retry_in_s: float | None = 0.0,
    key: str = "",
    stage: Stage = Stage.SPEAK,
) -> ProviderError:
    """`what` may be a vendor's own words; the key is taken out of them."""
    plain = " ".join((what.replace(key, "…") if key else what).split())[:MOST_CHARACTERS]
    return ProviderError(stage, engine, plain, retry_in_s=retry_in_s)


def refused(
    engine: str,
    status: int,
    headers: Mapping[str, str],
    said: str,
    key: str = "",
    stage: Stage = Stage.SPEAK,
) -> ProviderError:
    """An HTTP answer that is not sound."""
    if status in (401, 403):
        said = f"the key was refused; check the settings of this server ({said})"
    retry_in_s: float | None = None
    if status == 429 and not _says(said, OUT_OF_CREDIT):
        retry_in_s = _seconds(headers.get("retry-after"))
    elif status >= 500:
        retry_in_s = 0.0
    return failed(engine, f"the answer was {status}: {said}", retry_in_s=retry_in_s, key=key, stage=stage)


def complained(engine: str, said: str, key: str = "", stage: Stage = Stage.SPEAK) -> ProviderError:
    """An error that came as a message, or as the reason of a close."""
    if _says(said, OUT_OF_CREDIT):
        return failed(engine, said, retry_in_s=None, key=key, stage=stage)
    return failed(engine, said, retry_in_s=BUSY_S if _says(said, BUSY) else 0.0, key=key, stage=stage)


def _says(said: str, words: tuple[str, ...]) -> bool:
    lower = said.lower()
    return any(word in lower for word in words)


def _seconds(retry_after: str | None) -> float:
    """Of a Retry-After header (RFC 9110, 10.2.3); a date counts as not said."""
    try:
        return max(0.0, float(retry_after or ""))
    except ValueError:
        return BUSY_S

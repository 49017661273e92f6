"""Keys of an organization for vendors. Ours, not part of the public API."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from visavis.api.schemas.base import Answer, Timestamp
from visavis.services.key_vendors import Use
from visavis.services.options import Body
from visavis.services.vendor_key_trials import KeyTried
from visavis.services.vendor_keys import KeyState

Key = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=8, max_length=500, pattern=r"^[!-~]+$"),
    Field(json_schema_extra={"format": "password"}),
]
"""What a header may hold."""


class VendorKeyWish(Body):
    key: Key


class VendorKeyTrialWish(Body):
    key: Key | None = None
    """One to be tried before it is kept; left out: the one that is kept."""


class VendorKeyAnswer(Answer):
    vendor: str
    name: str
    """For people."""
    uses: list[Use]
    """What a key lets this server do there."""
    is_set: bool
    """Whether you have a key of your own."""
    ending: str | None
    """Its last four characters; null where it is too short to tell any, or there is none."""
    set_at: Timestamp | None
    server_has_key: bool
    """Whether the server lets you in there without one."""


class VendorKeysAnswer(Answer):
    data: list[VendorKeyAnswer]


class VendorKeyTrialAnswer(Answer):
    works: bool
    answered_ms: float | None
    """How soon the vendor answered; null where the key does not work."""
    error: str | None
    """Why it does not, in the vendor's own words."""


def vendor_key_answer(state: KeyState) -> VendorKeyAnswer:
    own = state.own
    return VendorKeyAnswer(
        vendor=state.vendor.id,
        name=state.vendor.name,
        uses=list(state.vendor.uses),
        is_set=own is not None,
        ending=own.ending or None if own else None,
        set_at=own.updated_at if own else None,
        server_has_key=state.server_has_key,
    )


def vendor_key_trial_answer(tried: KeyTried) -> VendorKeyTrialAnswer:
    answered_ms = None if tried.answered_s is None else round(1000 * tried.answered_s, 1)
    return VendorKeyTrialAnswer(works=tried.error is None, answered_ms=answered_ms, error=tried.error)

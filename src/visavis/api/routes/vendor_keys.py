"""/v1/vendor-keys: an organization's own keys for vendors. Our extension."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import SecretStr

from visavis.api.deps import CallerDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.vendor_keys import (
    VendorKeyAnswer,
    VendorKeysAnswer,
    VendorKeyTrialAnswer,
    VendorKeyTrialWish,
    VendorKeyWish,
    vendor_key_answer,
    vendor_key_trial_answer,
)
from visavis.services import vendor_keys
from visavis.services.errors import TooManyRequests
from visavis.services.vendor_key_trials import try_key

router = APIRouter(prefix="/v1/vendor-keys", tags=["Vendor keys"])

Vendor = Annotated[str, Path(max_length=40)]


@router.get("")
async def list_vendor_keys(wing: WingDep, caller: CallerDep) -> VendorKeysAnswer:
    """Each vendor that a key could be for. No answer ever holds a key."""
    async with wing.database.transaction() as session:
        found = await vendor_keys.list_keys(wing, session, caller.organization_id)
    return VendorKeysAnswer(data=[vendor_key_answer(state) for state in found])


@router.put("/{vendor}")
async def set_vendor_key(
    wing: WingDep, caller: CallerDep, vendor: Vendor, body: VendorKeyWish
) -> VendorKeyAnswer:
    """Kept sealed; it takes the place of the server's for you alone, from the next session on."""
    key = SecretStr(body.key)
    return vendor_key_answer(await vendor_keys.set_key(wing, caller.organization_id, vendor, key))


@router.delete("/{vendor}")
async def remove_vendor_key(wing: WingDep, caller: CallerDep, vendor: Vendor) -> VendorKeyAnswer:
    """The server's key counts again, or an embedded voice stands in."""
    return vendor_key_answer(await vendor_keys.remove_key(wing, caller.organization_id, vendor))


@router.post("/{vendor}/test", responses=may_raise(TooManyRequests))
async def test_vendor_key(
    wing: WingDep, caller: CallerDep, vendor: Vendor, body: VendorKeyTrialWish
) -> VendorKeyTrialAnswer:
    """Asks the vendor one thing that costs nothing, with the key that is kept or one that is not yet."""
    key = SecretStr(body.key) if body.key else None
    tried = await try_key(wing, caller.organization_id, vendor, key, time.monotonic())
    return vendor_key_trial_answer(tried)

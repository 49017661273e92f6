"""Trying a key out: one request to its vendor that costs nothing there."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from visavis.guarded_http import trust
from visavis.reasons import reason_of
from visavis.services.errors import NotFound
from visavis.services.key_vendors import KeyVendor
from visavis.services.vendor_answers import said
from visavis.services.vendor_keys import access_of, vendor_named
from visavis.services.wing import ControlWing

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class KeyTried:
    answered_s: float | None
    """None: it does not work."""
    error: str | None
    """The vendor's own words, without the key; None: it works."""


async def try_key(
    wing: ControlWing, organization_id: str, vendor_id: str, key: SecretStr | None, at_s: float
) -> KeyTried:
    """`key`: None is the one that is kept. Raises NotFound where there is none, TooManyRequests."""
    vendor = vendor_named(vendor_id)
    if key is None:
        async with wing.database.transaction() as session:
            key = (await access_of(wing, session, organization_id)).own_keys.get(vendor_id)
    if key is None:
        raise NotFound(f"There is no key of yours for {vendor.name}, or none that can be read; set it first")
    wing.trials.spend(organization_id, "tests of vendors' keys", at_s)
    return await ask(vendor, vendor.address(wing.settings), key.get_secret_value())


async def ask(vendor: KeyVendor, address: str, key: str, patience_s: float = PATIENCE_S) -> KeyTried:
    """Never raises for what the vendor does."""
    headers = {name: text.format(key=key) for name, text in vendor.headers.items()}
    began_s = time.monotonic()
    try:
        async with asyncio.timeout(patience_s), httpx.AsyncClient(timeout=None, verify=trust()) as client:
            reply = await client.get(address + vendor.key_path, headers=headers)
    except TimeoutError:
        return KeyTried(None, f"{vendor.name} did not answer within {patience_s:g} seconds")
    except httpx.HTTPError as error:
        return KeyTried(None, f"{vendor.name} could not be reached: {reason_of(error)}")
    if not reply.is_success:
        return KeyTried(None, f"{vendor.name} answered: {said(reply, key)}")
    return KeyTried(time.monotonic() - began_s, None)

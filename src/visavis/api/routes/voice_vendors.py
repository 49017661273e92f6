"""/v1/voice-vendors: who could speak or clone voices here. Our extension."""

from __future__ import annotations

from fastapi import APIRouter

from visavis.api.deps import CallerDep, WingDep
from visavis.api.schemas.voices import VendorAnswer, VendorsAnswer
from visavis.services.vendor_keys import access_of
from visavis.voice_vendors import voice_vendors

router = APIRouter(prefix="/v1/voice-vendors", tags=["Voices"])


@router.get("")
async def list_voice_vendors(wing: WingDep, caller: CallerDep) -> VendorsAnswer:
    """In the order in which they are asked to clone a recording that names none of them."""
    async with wing.database.transaction() as session:
        access = await access_of(wing, session, caller.organization_id)
    return VendorsAnswer(
        data=[
            VendorAnswer(
                provider=vendor.provider,
                name=vendor.name,
                clones=vendor.cloning is not None,
                cleans=vendor.cloning is not None and vendor.cloning.cleans,
                has_key=access.at(vendor) is not None,
            )
            for vendor in voice_vendors().values()
        ]
    )

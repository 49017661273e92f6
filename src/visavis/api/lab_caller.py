"""For whom the Lab's own routes act: whoever is signed in, else, where the Lab is open, the first
organization."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from visavis.api.deps import WingDep
from visavis.api.lab_cookies import signed_in, ticket_of
from visavis.api.paths import BaseUrlDep
from visavis.api.same_origin import check_open, check_own_page
from visavis.services import lab
from visavis.services.errors import Unauthorized
from visavis.store.queries import Caller


async def _lab_caller(request: Request, wing: WingDep, base: BaseUrlDep) -> Caller:
    ticket = ticket_of(request)
    if ticket:
        try:
            return await signed_in(request, wing, ticket)
        except Unauthorized:
            pass  # signed out meanwhile: where the Lab is open, that takes nothing away
    check_open(request, base)
    check_own_page(request, base)
    return await lab.open_caller(wing)


LabCallerDep = Annotated[Caller, Depends(_lab_caller)]

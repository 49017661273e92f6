"""/lab: what the Talk page of this server needs. Our extension.

It wants somebody who is signed in, but where the Lab is open; pages of other origins are refused.
"""

from __future__ import annotations

from fastapi import APIRouter

import visavis
from visavis.api.deps import NamedId, WingDep
from visavis.api.errors import may_raise
from visavis.api.lab_caller import LabCallerDep
from visavis.api.paths import BaseUrlDep
from visavis.api.schemas.lab import Gaps, LabStatus, TokenWish, gaps, lab_status
from visavis.api.schemas.sessions import TokenAnswer
from visavis.services import lab, tokens
from visavis.services.errors import Forbidden, NotFound
from visavis.services.session_request import PersonaConfig, SessionRequest
from visavis.services.session_spec import resolve
from visavis.store.base import new_id

router = APIRouter(prefix="/lab", tags=["Lab"])

CLIENT_LABEL = "visavis-lab"


@router.get("/status", responses=may_raise(Forbidden, NotFound))
async def get_lab_status(wing: WingDep, caller: LabCallerDep, base: BaseUrlDep) -> LabStatus:
    """Who can be talked to, what is really behind them, and how many seats are taken."""
    return lab_status(await lab.view(wing, caller), visavis.__version__, base.prefix)


@router.get("/sessions/{id}/gaps", responses=may_raise(Forbidden))
async def get_lab_session_gaps(wing: WingDep, caller: LabCallerDep, session_id: NamedId) -> Gaps:
    """How long the answers of a conversation took, stage by stage, as the engine measured it."""
    return gaps(await lab.answers(wing, caller, session_id))


@router.post("/session-token", responses=may_raise(Forbidden, NotFound))
async def create_lab_session_token(wing: WingDep, caller: LabCallerDep, wish: TokenWish) -> TokenAnswer:
    """A session token for a page that has no API key."""
    persona = PersonaConfig(persona_id=wish.persona_id, draft=wish.draft or None)
    request = SessionRequest(client_label=CLIENT_LABEL, persona_config=persona)
    await resolve(wing, caller, request, new_id())
    return TokenAnswer(session_token=await tokens.mint(wing, caller, request))

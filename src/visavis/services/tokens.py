"""Session tokens: short-lived credentials for browsers, each good for one session.

A token is a signed JWT that says whose it is and of what type, which is all that the SDKs read; what it
stands for stays in the database, sealed, so that a browser never sees a prompt.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt
from sqlalchemy import delete, select

from visavis.services.errors import Unauthorized
from visavis.services.ignored import heeded
from visavis.services.session_request import SessionRequest
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.queries import Caller, caller_with_token
from visavis.store.secrets import NotSealedHere
from visavis.store.sessions import SessionToken

ALGORITHM = "HS256"
LIFE_S = 3600
REFUSED = "Invalid or expired session token"


async def mint(wing: ControlWing, caller: Caller, request: SessionRequest, life_s: float = LIFE_S) -> str:
    issued = now()
    row = SessionToken(
        id=new_id(),
        organization_id=caller.organization_id,
        api_key_id=caller.api_key_id,
        sealed_request=wing.keyring.seal(request.model_dump_json(by_alias=True, exclude_none=True)),
        expires_at=issued + timedelta(seconds=life_s),
    )
    async with wing.database.transaction() as session:
        expired = select(SessionToken.id).where(SessionToken.expires_at < issued)
        unheld = expired.with_for_update(skip_locked=True)  # somebody else deletes the others just now
        await session.execute(delete(SessionToken).where(SessionToken.id.in_(unheld)))
        session.add(row)
    return _sign(wing, row, issued, stateful=request.config.persona_id is not None)


def _sign(wing: ControlWing, row: SessionToken, issued: datetime, *, stateful: bool) -> str:
    claims = {
        "type": "stateful" if stateful else "ephemeral",
        "accountId": row.organization_id,
        "jti": row.id,
        "iat": issued,
        "exp": row.expires_at,
    }
    return jwt.encode(claims, wing.keyring.signing, ALGORITHM)


async def redeem(wing: ControlWing, token: str) -> tuple[str, Caller, SessionRequest]:
    """The token's id, whose it is, and what it stands for. Raises Unauthorized."""
    try:
        claims = jwt.decode(
            token, wing.keyring.signing, [ALGORITHM], options={"require": ["exp", "jti", "accountId"]}
        )
    except jwt.InvalidTokenError:
        raise Unauthorized(REFUSED) from None
    found = await caller_with_token(wing.database, claims["jti"])
    if found is None:
        raise Unauthorized(REFUSED)
    caller, sealed = found
    try:
        with heeded(strict=False):  # what it said in vain was told when the token was made
            request = SessionRequest.model_validate_json(wing.keyring.unseal(sealed))
    except NotSealedHere:
        raise Unauthorized(REFUSED) from None
    return claims["jti"], caller, request

"""Invitations of personas to meetings. They are checked in full; this server cannot yet join a meeting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NoReturn
from urllib.parse import urlsplit

from visavis.services.errors import Forbidden, Invalid, NotConfigured
from visavis.services.session_request import PersonaConfig, SessionRequest
from visavis.services.session_spec import resolve
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.queries import Caller
from visavis.store.tables import Persona

Provider = Literal["google_meet", "zoom", "microsoft_teams"]

HOSTS: dict[str, Provider] = {
    "meet.google.com": "google_meet",
    "zoom.us": "zoom",
    "zoom.com": "zoom",
    "zoomgov.com": "zoom",
    "teams.microsoft.com": "microsoft_teams",
    "teams.live.com": "microsoft_teams",
}
"""A host, or the end of one, of each provider."""

FURTHEST = timedelta(days=7)

UNSUPPORTED = "Only Google Meet, Zoom, and Microsoft Teams URLs are supported"
NOT_CONFIGURED = "Meeting invites are not configured on this server"


def provider_of(meeting_url: str) -> Provider:
    """Whose meeting it is; the address may lack its https://. Raises Invalid."""
    try:
        parts = urlsplit(meeting_url if "://" in meeting_url else f"https://{meeting_url}")
        host = parts.hostname or ""
    except ValueError:
        raise Invalid("meetingUrl", UNSUPPORTED) from None
    for known, provider in HOSTS.items():
        if parts.scheme == "https" and (host == known or host.endswith(f".{known}")):
            return provider
    raise Invalid("meetingUrl", UNSUPPORTED)


def check_join_at(join_at: datetime | None, at: datetime) -> None:
    """Raises Invalid."""
    if join_at is not None and join_at <= at:
        raise Invalid("joinAt", "joinAt must be in the future")
    if join_at is not None and join_at > at + FURTHEST:
        raise Invalid("joinAt", f"joinAt must be within the next {FURTHEST.days} days")


async def invite(wing: ControlWing, caller: Caller, config: PersonaConfig) -> NoReturn:
    """Raises Forbidden for a persona that is not the caller's, Invalid for one that could not be started,
    and else NotConfigured."""
    if config.persona_id is not None:
        async with wing.database.transaction() as session:
            persona = await session.get(Persona, config.persona_id)
        if persona is None or persona.organization_id not in (None, caller.organization_id):
            raise Forbidden("The persona is not available to this organization")
    await resolve(wing, caller, SessionRequest(persona_config=config), new_id())
    raise NotConfigured(NOT_CONFIGURED)

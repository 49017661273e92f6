"""All tables in one place, so that their metadata is complete."""

from visavis.store.base import Table
from visavis.store.blob_entries import BlobEntry
from visavis.store.catalogue import Avatar, Llm, Voice
from visavis.store.organizations import ApiKey, Organization
from visavis.store.personas import Persona
from visavis.store.sessions import Session, SessionToken, SessionWarningRow, Turn
from visavis.store.share_links import ShareLink

__all__ = [
    "ApiKey",
    "Avatar",
    "BlobEntry",
    "Llm",
    "Organization",
    "Persona",
    "Session",
    "SessionToken",
    "SessionWarningRow",
    "ShareLink",
    "Table",
    "Turn",
    "Voice",
]

"""All tables in one place, so that their metadata is complete."""

from visavis.store.base import Table
from visavis.store.blob_entries import BlobEntry
from visavis.store.catalogue import Avatar, Llm, Voice
from visavis.store.jobs import Job
from visavis.store.knowledge import KnowledgeChunk, KnowledgeDocument, KnowledgeGroup
from visavis.store.organizations import ApiKey, Organization
from visavis.store.personas import Persona, PersonaShelf
from visavis.store.sessions import Session, SessionToken, SessionWarningRow, Turn
from visavis.store.share_links import ShareLink
from visavis.store.tools import PersonaTool, Tool

__all__ = [
    "ApiKey",
    "Avatar",
    "BlobEntry",
    "Job",
    "KnowledgeChunk",
    "KnowledgeDocument",
    "KnowledgeGroup",
    "Llm",
    "Organization",
    "Persona",
    "PersonaShelf",
    "PersonaTool",
    "Session",
    "SessionToken",
    "SessionWarningRow",
    "ShareLink",
    "Table",
    "Tool",
    "Turn",
    "Voice",
]

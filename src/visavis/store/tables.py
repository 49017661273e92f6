"""All tables in one place, so that their metadata is complete."""

from visavis.store.base import Table
from visavis.store.blob_entries import BlobEntry
from visavis.store.catalogue import Avatar, Llm, Voice
from visavis.store.idempotency_keys import IdempotencyKey
from visavis.store.jobs import Job
from visavis.store.knowledge import KnowledgeChunk, KnowledgeDocument, KnowledgeGroup
from visavis.store.lab_sessions import LabSession
from visavis.store.organizations import ApiKey, Organization
from visavis.store.persona_drafts import PersonaDraft, PersonaVersion
from visavis.store.personas import Persona, PersonaKnowledge, PersonaShelf
from visavis.store.sessions import Session, SessionToken, SessionWarningRow, TokenOverhead, ToolCall, Turn
from visavis.store.share_links import ShareLink
from visavis.store.tools import PersonaTool, Tool
from visavis.store.vendor_keys import VendorKey
from visavis.store.webhooks import Webhook, WebhookDelivery
from visavis.store.widget_uses import WidgetUses

__all__ = [
    "ApiKey",
    "Avatar",
    "BlobEntry",
    "IdempotencyKey",
    "Job",
    "KnowledgeChunk",
    "KnowledgeDocument",
    "KnowledgeGroup",
    "LabSession",
    "Llm",
    "Organization",
    "Persona",
    "PersonaDraft",
    "PersonaKnowledge",
    "PersonaShelf",
    "PersonaTool",
    "PersonaVersion",
    "Session",
    "SessionToken",
    "SessionWarningRow",
    "ShareLink",
    "Table",
    "TokenOverhead",
    "Tool",
    "ToolCall",
    "Turn",
    "VendorKey",
    "Voice",
    "Webhook",
    "WebhookDelivery",
    "WidgetUses",
]

"""Knowledge: groups of documents, and the chunks that are searched."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from visavis.store.base import Dated, Table, new_id

EXPECTED = "EXPECTED"
"""A client was told where to upload it, and has not confirmed that it did; not shown."""
UPLOADED = "UPLOADED"
PROCESSING = "PROCESSING"
READY = "READY"
FAILED = "FAILED"


class KnowledgeGroup(Dated, Table):
    __tablename__ = "knowledge_groups"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)


class KnowledgeDocument(Dated, Table):
    __tablename__ = "knowledge_documents"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), index=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("knowledge_groups.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10))
    """How it is read: a value of knowledge.file_kinds.FileKind."""
    content_type: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    blob_key: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12))
    """One of the five above."""
    error_message: Mapped[str | None] = mapped_column(Text)
    chunk_size: Mapped[int]
    """Characters."""
    chunk_overlap: Mapped[int]


class KnowledgeChunk(Table):
    """A piece of a document. Its words are indexed by the database: SQLite has a full-text table beside this
    one, filled by triggers, PostgreSQL a generated column (store.word_index)."""

    __tablename__ = "knowledge_chunks"
    __table_args__ = (Index("ix_knowledge_chunks_document", "document_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    document_id: Mapped[str] = mapped_column(ForeignKey("knowledge_documents.id", ondelete="CASCADE"))
    group_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int]
    """From 0, in the order of the document."""
    text: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column("metadata", default=dict)
    """Where in the document it stands: page, section, row or line."""
    embedding: Mapped[bytes | None] = mapped_column(LargeBinary)
    """float32, little-endian, of length 1; None: made without a model."""

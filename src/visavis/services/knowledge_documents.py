"""Documents of a knowledge group: uploaded, read in the background, downloaded, renamed, removed.

a file, a text ──────────────────────────▶ PROCESSING ──▶ READY
an address to upload to ─▶ (not shown) ─▶ UPLOADED ──┘ └─▶ FAILED, and why
                                 confirmed
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.knowledge.file_kinds import CONTENT_TYPES, FIRST_BYTES, TAKEN, FileKind, begins_like, kind_of
from visavis.services import ingestion
from visavis.services.blob_keeping import STAGED_S, drop, expect, keep, store_stream, sweep
from visavis.services.errors import Conflict, Invalid, NotFound
from visavis.services.jobs import add_job, forget_jobs, progress_of
from visavis.services.knowledge_groups import own_group
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.blob_entries import BlobEntry
from visavis.store.holding import hold
from visavis.store.knowledge import EXPECTED, PROCESSING, READY, UPLOADED
from visavis.store.tables import KnowledgeDocument

LARGEST_BYTES = 50 * 1024 * 1024
"""The public API says 50 MB."""

EMPTY = "The file is empty"


@dataclass(frozen=True, slots=True)
class Described:
    """What a client says about a file."""

    filename: str
    content_type: str
    chunk_size: int
    chunk_overlap: int
    """Both in characters."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    document: KnowledgeDocument
    progress: float
    """How far it has been read, 0 to 1."""


async def upload(
    wing: ControlWing,
    organization_id: str,
    group_id: str,
    described: Described,
    content: AsyncIterable[bytes],
    field: str,
) -> DocumentView:
    """`field` of the request held the content. Raises NotFound, Invalid, TooLarge."""
    kind = _kind(described, field)
    async with wing.database.transaction() as session:
        await own_group(session, organization_id, group_id)
    document = _document(organization_id, group_id, described, kind, CONTENT_TYPES[kind])
    document.size = await store_stream(
        wing,
        organization_id,
        document.blob_key,
        _beginning_like(kind, content, field),
        document.content_type,
        largest=LARGEST_BYTES,
        filename=described.filename,
    )
    document.status = PROCESSING
    async with wing.database.transaction() as session:
        await own_group(session, organization_id, group_id)  # it may have gone meanwhile
        await keep(session, document.blob_key)
        session.add(document)
        add_job(session, organization_id, ingestion.KIND, document.id)
    wing.jobs_added.ring()
    return DocumentView(document, 0.0)


async def announce(
    wing: ControlWing, organization_id: str, group_id: str, described: Described, size: int
) -> KnowledgeDocument:
    """A document that a client uploads to its `blob_key` within the hour, and then confirms."""
    kind = _kind(described, "filename")
    document = _document(organization_id, group_id, described, kind, described.content_type)
    document.size = size
    document.status = EXPECTED
    async with wing.database.transaction() as session:
        await own_group(session, organization_id, group_id)
        await session.execute(
            delete(KnowledgeDocument).where(
                KnowledgeDocument.status == EXPECTED,
                KnowledgeDocument.created_at < now() - timedelta(seconds=2 * STAGED_S),
            )
        )
        session.add(document)
    await expect(
        wing,
        organization_id,
        document.blob_key,
        document.content_type,
        largest=size,
        filename=described.filename,
    )
    return document


async def confirm(
    wing: ControlWing, organization_id: str, document_id: str, size: int | None
) -> DocumentView:
    """Raises NotFound, Conflict when nothing was uploaded, Invalid. Confirmed again, it changes nothing."""
    async with wing.database.transaction() as session:
        document = await session.get(KnowledgeDocument, document_id)
    if document is None or document.organization_id != organization_id:
        raise NotFound("Document not found")
    if document.status != EXPECTED:
        return DocumentView(document, 1.0 if document.status == READY else 0.0)
    uploaded = await wing.blobs.size(document.blob_key)
    if uploaded is None:
        raise Conflict("Nothing has been uploaded to this document's address")
    if size is not None and size != uploaded:
        raise Invalid("fileSize", f"{uploaded} bytes were uploaded, not {size}")
    start = b"".join([part async for part in wing.blobs.stream(document.blob_key, 0, FIRST_BYTES)])
    _check_beginning(FileKind(document.kind), start, "file")
    async with wing.database.transaction() as session:
        document = await hold(session, KnowledgeDocument, document_id)
        if document is None:
            raise NotFound("Document not found")
        if document.status != EXPECTED:  # confirmed twice at once
            return DocumentView(document, 0.0)
        await keep(session, document.blob_key)
        document.size, document.status = uploaded, UPLOADED
        add_job(session, organization_id, ingestion.KIND, document.id)
    wing.jobs_added.ring()
    return DocumentView(document, 0.0)


async def list_documents(session: AsyncSession, organization_id: str, group_id: str) -> list[DocumentView]:
    """The newest first."""
    await own_group(session, organization_id, group_id)
    statement = (
        select(KnowledgeDocument)
        .where(KnowledgeDocument.group_id == group_id, KnowledgeDocument.status != EXPECTED)
        .order_by(KnowledgeDocument.created_at.desc(), KnowledgeDocument.id)
    )
    return await _views(session, (await session.scalars(statement)).all())


async def get_document(session: AsyncSession, organization_id: str, document_id: str) -> DocumentView:
    [view] = await _views(session, [await _own(session, organization_id, document_id)])
    return view


async def rename_document(
    session: AsyncSession, organization_id: str, document_id: str, filename: str
) -> DocumentView:
    """How it is read does not change with its name."""
    document = await _own(session, organization_id, document_id)
    document.filename = filename
    await session.execute(
        update(BlobEntry).where(BlobEntry.key == document.blob_key).values(filename=filename)
    )
    await session.flush()
    return await get_document(session, organization_id, document_id)


async def delete_document(wing: ControlWing, organization_id: str, document_id: str) -> None:
    async with wing.database.transaction() as session:
        await hold(session, KnowledgeDocument, document_id)  # before its job, as the worker does
        document = await _own(session, organization_id, document_id)
        await forget_jobs(session, document.id)
        await drop(session, document.blob_key)
        await session.delete(document)
    await sweep(wing)


def _document(
    organization_id: str, group_id: str, described: Described, kind: FileKind, content_type: str
) -> KnowledgeDocument:
    id = new_id()
    return KnowledgeDocument(
        id=id,
        organization_id=organization_id,
        group_id=group_id,
        filename=described.filename,
        kind=kind,
        content_type=content_type,
        blob_key=f"documents/{id}",
        chunk_size=described.chunk_size,
        chunk_overlap=described.chunk_overlap,
    )


def _kind(described: Described, field: str) -> FileKind:
    kind = kind_of(described.filename, described.content_type)
    if kind is None:
        raise Invalid(field, f"Only {TAKEN} are read, and {described.filename!r} is none")
    return kind


async def _beginning_like(kind: FileKind, content: AsyncIterable[bytes], field: str) -> AsyncIterator[bytes]:
    """The content, once its first bytes are seen to be of its kind."""
    start = b""
    async for part in content:
        if len(start) >= FIRST_BYTES:
            yield part
            continue
        start += part
        if len(start) >= FIRST_BYTES:
            _check_beginning(kind, start, field)
            yield start
    if len(start) < FIRST_BYTES:
        _check_beginning(kind, start, field)
        yield start


def _check_beginning(kind: FileKind, start: bytes, field: str) -> None:
    if not start:
        raise Invalid(field, EMPTY)
    if not begins_like(kind, start[:FIRST_BYTES]):
        raise Invalid(field, f"This is not what a {kind.upper()} file begins with")


async def _own(session: AsyncSession, organization_id: str, document_id: str) -> KnowledgeDocument:
    document = await session.get(KnowledgeDocument, document_id)
    if document is None or document.organization_id != organization_id or document.status == EXPECTED:
        raise NotFound("Document not found")
    return document


async def _views(session: AsyncSession, documents: Sequence[KnowledgeDocument]) -> list[DocumentView]:
    progress = await progress_of(session, [document.id for document in documents])
    return [
        DocumentView(document, 1.0 if document.status == READY else progress.get(document.id, 0.0))
        for document in documents
    ]

"""The job that reads a document and stores its chunks, so that they can be found."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.knowledge.chunks import Chunk
from visavis.knowledge.file_kinds import FileKind
from visavis.knowledge.passages import Unreadable
from visavis.knowledge.reader import read_file
from visavis.services.jobs import JobFailed, Task
from visavis.services.webhook_events import document_read, tell
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.blobs import NoBlob
from visavis.store.knowledge import FAILED, PROCESSING, READY
from visavis.store.tables import KnowledgeChunk, KnowledgeDocument

KIND = "knowledge.read"

BATCH = 200
"""Chunks per transaction: others write in between."""


class Ingestion:
    """A document of which half was stored is read anew from the start."""

    async def work(self, wing: ControlWing, task: Task) -> None:
        async with wing.database.transaction() as session:
            document = await session.get(KnowledgeDocument, task.subject_id)
            if document is None or document.status in (READY, FAILED):
                return
            document.status = PROCESSING
            await _remove_chunks(session, document.id)
        try:
            await self._read(wing, task, document)
        except Unreadable as error:
            raise JobFailed(str(error)) from None
        except NoBlob:
            raise JobFailed("The file is not there any more.") from None

    async def give_up(self, session: AsyncSession, subject_id: str, reason: str) -> None:
        document = await session.get(KnowledgeDocument, subject_id)
        if document is not None:
            document.status, document.error_message = FAILED, reason
            await _remove_chunks(session, document.id)
            await tell(session, document.organization_id, document_read(document, now()))

    async def _read(self, wing: ControlWing, task: Task, document: KnowledgeDocument) -> None:
        content = wing.blobs.stream(document.blob_key)
        models_dir = wing.embedder.models_dir if wing.embedder.available else None
        reading = read_file(
            FileKind(document.kind), content, document.chunk_size, document.chunk_overlap, models_dir
        )
        batch, first = list[Chunk](), 0
        async with aclosing(reading) as chunks:
            async for chunk in chunks:
                batch.append(chunk)
                if len(batch) == BATCH:
                    if not await _store(wing, document, batch, first):
                        return
                    await task.report(chunk.done)
                    batch, first = [], first + BATCH
        await _store(wing, document, batch, first, status=READY)
        wing.deliveries_added.ring()


async def _store(
    wing: ControlWing,
    document: KnowledgeDocument,
    chunks: Sequence[Chunk],
    first: int,
    status: str = PROCESSING,
) -> bool:
    """False when the document was removed meanwhile."""
    rows = [
        {
            "document_id": document.id,
            "group_id": document.group_id,
            "number": number,
            "text": chunk.text,
            "details": chunk.place,
            "embedding": chunk.embedding,
        }
        for number, chunk in enumerate(chunks, start=first)
    ]
    async with wing.database.transaction() as session:
        row = await session.get(KnowledgeDocument, document.id, with_for_update=True)
        if row is None:
            return False
        row.status = status
        if rows:
            await session.execute(insert(KnowledgeChunk), rows)
        if status == READY:
            await tell(session, row.organization_id, document_read(row, now()))
    return True


async def _remove_chunks(session: AsyncSession, document_id: str) -> None:
    await session.execute(delete(KnowledgeChunk).where(KnowledgeChunk.document_id == document_id))

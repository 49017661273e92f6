"""Knowledge as the public API takes and shows it; `progress` is ours."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, StringConstraints, model_validator

from visavis.api.addresses import Addresses
from visavis.api.schemas.base import WHOLE, Answer, Timestamp, Url, Uuid
from visavis.knowledge.chunks import DEFAULT_OVERLAP, DEFAULT_SIZE, LARGEST_SIZE, SMALLEST_SIZE
from visavis.knowledge.search import Hit
from visavis.services.knowledge_documents import LARGEST_BYTES, Described, DocumentView
from visavis.services.options import Body
from visavis.store.group_view import GroupView

GroupName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Description = Annotated[str, StringConstraints(max_length=10_000)]
Filename = Annotated[str, StringConstraints(pattern=r"^[^/\\\x00-\x1f\x7f]+$", max_length=255)]
"""Of a file, without a folder."""
ContentType = Annotated[str, StringConstraints(pattern=r"^[\w.+-]+/[\w.+-]+( *;[ -~]*)?$", max_length=200)]
Question = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


DocumentStatus = Literal["UPLOADED", "PROCESSING", "READY", "FAILED"]


class GroupUpdate(Body):
    name: GroupName = ""
    description: Description | None = None


class GroupCreate(GroupUpdate):
    name: GroupName


class GroupSearch(Body):
    query: Question
    limit: Annotated[int, Field(ge=1, le=20), WHOLE] = 5


class Chunking(Body):
    chunk_size: Annotated[int, Field(ge=SMALLEST_SIZE, le=LARGEST_SIZE), WHOLE] = DEFAULT_SIZE
    """Characters."""
    chunk_overlap: Annotated[int, Field(ge=0, le=LARGEST_SIZE // 2), WHOLE] | None = None
    """Characters; at most half of chunkSize. 200, or a fifth of a smaller chunk."""

    @model_validator(mode="after")
    def _overlap_is_less(self) -> Chunking:
        if self.chunk_overlap is not None and self.chunk_overlap > self.chunk_size // 2:
            raise ValueError("chunkOverlap may be half of chunkSize at most")
        return self

    def describe(self, filename: str, content_type: str) -> Described:
        overlap = self.chunk_overlap
        if overlap is None:
            overlap = min(DEFAULT_OVERLAP, self.chunk_size // 5)
        return Described(filename, content_type, self.chunk_size, overlap)


class TextUpload(Chunking):
    """A document as text; what the public MCP server sends."""

    name: Filename = Field(validation_alias=AliasChoices("name", "filename"))
    content: str
    content_type: ContentType = "text/plain"


class DocumentUploadWish(Chunking):
    filename: Filename
    content_type: ContentType
    file_size: Annotated[int, Field(ge=1, le=LARGEST_BYTES), WHOLE]


class UploadConfirmation(Body):
    file_size: Annotated[int, Field(ge=1, le=LARGEST_BYTES), WHOLE] | None = None


class DocumentRename(Body):
    filename: Filename = Field(
        "", validation_alias=AliasChoices("filename", "name")
    )  # the second: the public MCP server


class GroupAnswer(Answer):
    id: Uuid
    name: str
    description: str | None
    document_count: int
    created_at: Timestamp
    updated_at: Timestamp


class DocumentAnswer(Answer):
    id: Uuid
    knowledge_folder_id: Uuid
    filename: str
    file_type: str
    file_size: int
    file_url: Url | None
    """Good for an hour; null until it has been uploaded."""
    status: DocumentStatus
    error_message: str | None
    """Why it FAILED, for people."""
    created_at: Timestamp
    updated_at: Timestamp
    progress: float
    """How far it has been read, 0 to 1."""


class DocumentUploadAnswer(Answer):
    upload_url: Url | None
    document_id: Uuid


class DownloadAnswer(Answer):
    download_url: Url | None
    filename: str


class HitAnswer(Answer):
    document_id: Uuid
    filename: str
    content: str
    score: float
    """The higher, the closer."""
    chunk_index: int
    metadata: dict[str, Any]
    """Where in the document: page, section, row or line."""


def group_answer(view: GroupView) -> GroupAnswer:
    group = view.group
    return GroupAnswer(
        id=group.id,
        name=group.name,
        description=group.description,
        document_count=view.document_count,
        created_at=group.created_at,
        updated_at=group.updated_at,
    )


def document_answer(view: DocumentView, addresses: Addresses) -> DocumentAnswer:
    document = view.document
    return DocumentAnswer(
        id=document.id,
        knowledge_folder_id=document.group_id,
        filename=document.filename,
        file_type=document.content_type,
        file_size=document.size,
        file_url=addresses.blob(document.blob_key),
        status=document.status,
        error_message=document.error_message,
        created_at=document.created_at,
        updated_at=document.updated_at,
        progress=round(view.progress, 2),
    )


def hit_answer(hit: Hit) -> HitAnswer:
    return HitAnswer(
        document_id=hit.document_id,
        filename=hit.filename,
        content=hit.text,
        score=hit.score,
        chunk_index=hit.number,
        metadata=hit.place,
    )

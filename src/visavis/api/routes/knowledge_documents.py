"""/v1/knowledge/documents, and those of a group"""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile

from visavis.api.addresses import AddressesDep
from visavis.api.bodies import either, is_form, open_form, read_json
from visavis.api.deps import CallerDep, Id, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.knowledge import (
    Chunking,
    DocumentAnswer,
    DocumentRename,
    DocumentUploadAnswer,
    DocumentUploadWish,
    DownloadAnswer,
    TextUpload,
    UploadConfirmation,
    document_answer,
)
from visavis.services import knowledge_documents
from visavis.services.errors import Conflict, Invalid
from visavis.store.blobs import whole
from visavis.store.texts import storable

router = APIRouter(prefix="/v1/knowledge", tags=["Knowledge"])

READ_AT_ONCE = 256 * 1024


@router.get("/groups/{id}/documents")
async def list_knowledge_group_documents(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, group_id: Id
) -> list[DocumentAnswer]:
    async with wing.database.transaction() as session:
        found = await knowledge_documents.list_documents(session, caller.organization_id, str(group_id))
    return [document_answer(view, addresses) for view in found]


@router.post(
    "/groups/{id}/documents",
    status_code=201,
    openapi_extra=either([TextUpload], Chunking, "file", file_required=True),
)
async def upload_knowledge_group_document(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, group_id: Id, request: Request
) -> DocumentAnswer:
    """A file in a form, or a text. It is read in the background, and can be searched once it is READY."""
    if is_form(request):
        async with open_form(request, Chunking, "file") as (chunking, file):
            if file is None or not file.filename:
                raise Invalid("file", "Required", "invalid_type")
            described = chunking.describe(_base_name(file.filename), file.content_type or "")
            view = await knowledge_documents.upload(
                wing, caller.organization_id, str(group_id), described, _parts(file), "file"
            )
    else:
        text = await read_json(request, TextUpload)
        view = await knowledge_documents.upload(
            wing,
            caller.organization_id,
            str(group_id),
            text.describe(text.name, text.content_type),
            whole(text.content.encode()),
            "content",
        )
    return document_answer(view, addresses)


@router.post("/groups/{id}/documents/presigned-upload")
async def create_knowledge_document_presigned_upload(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, group_id: Id, body: DocumentUploadWish
) -> DocumentUploadAnswer:
    """Where to PUT a document within the hour and with the same Content-Type; then it is to be confirmed."""
    described = body.describe(body.filename, body.content_type)
    document = await knowledge_documents.announce(
        wing, caller.organization_id, str(group_id), described, body.file_size
    )
    return DocumentUploadAnswer(upload_url=addresses.blob(document.blob_key, "PUT"), document_id=document.id)


@router.post("/documents/{id}/confirm-upload", responses=may_raise(Conflict))
async def confirm_knowledge_document_upload(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    document_id: Id,
    body: UploadConfirmation | None = None,
) -> DocumentAnswer:
    """The bytes are there: reading begins."""
    size = body.file_size if body else None
    view = await knowledge_documents.confirm(wing, caller.organization_id, str(document_id), size)
    return document_answer(view, addresses)


@router.get("/documents/{id}")
async def get_knowledge_document(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, document_id: Id
) -> DocumentAnswer:
    async with wing.database.transaction() as session:
        view = await knowledge_documents.get_document(session, caller.organization_id, str(document_id))
    return document_answer(view, addresses)


@router.put("/documents/{id}")
async def update_knowledge_document(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, document_id: Id, body: DocumentRename
) -> DocumentAnswer:
    async with wing.database.transaction() as session:
        view = await knowledge_documents.get_document(session, caller.organization_id, str(document_id))
        if body.filename:
            view = await knowledge_documents.rename_document(
                session, caller.organization_id, str(document_id), body.filename
            )
    return document_answer(view, addresses)


@router.delete("/documents/{id}", status_code=204)
async def delete_knowledge_document(wing: WingDep, caller: CallerDep, document_id: Id) -> None:
    await knowledge_documents.delete_document(wing, caller.organization_id, str(document_id))


@router.get("/documents/{id}/download")
async def get_knowledge_document_download(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, document_id: Id
) -> DownloadAnswer:
    """An address that is good for an hour."""
    async with wing.database.transaction() as session:
        view = await knowledge_documents.get_document(session, caller.organization_id, str(document_id))
    document = view.document
    return DownloadAnswer(download_url=addresses.blob(document.blob_key), filename=document.filename)


def _base_name(filename: str) -> str:
    """Without the folders that some clients send along, and without what no name holds."""
    name = storable(filename).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(character for character in name if character.isprintable())
    if not name or len(name) > 255:
        raise Invalid("file", "The file needs a name of at most 255 characters")
    return name


async def _parts(file: UploadFile) -> AsyncIterator[bytes]:
    while part := await file.read(READ_AT_ONCE):
        yield part

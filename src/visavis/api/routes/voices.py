"""/v1/voices"""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from visavis.api.addresses import AddressesDep
from visavis.api.bodies import either, is_form, read_form, read_json
from visavis.api.deps import CallerDep, NamedId, PageDep, PlacementDep, WingDep
from visavis.api.errors import may_raise
from visavis.api.schemas.base import Listing, Said, listing
from visavis.api.schemas.first_sounds import FirstSoundsAnswer, first_sounds_answer
from visavis.api.schemas.voices import (
    RecordingUploadAnswer,
    RecordingUploadWish,
    VoiceAnswer,
    VoiceForm,
    VoiceFromUpload,
    VoiceImport,
    VoiceSpeechWish,
    VoiceUpdate,
    voice_answer,
)
from visavis.services import cloned_voices, voices
from visavis.services.audio_files import LARGEST_FORM_BYTES
from visavis.services.errors import (
    Busy,
    Invalid,
    NotConfigured,
    TooManyRequests,
    Unprocessable,
    VendorFailed,
)
from visavis.services.first_sounds import first_sounds
from visavis.services.vendor_keys import access_of
from visavis.services.vendor_voices import as_heard
from visavis.services.voice_trials import spoken_by

router = APIRouter(prefix="/v1/voices", tags=["Voices"])

WAV = {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}


@router.get("")
async def list_voices(
    wing: WingDep,
    caller: CallerDep,
    addresses: AddressesDep,
    page: PageDep,
    search: Annotated[str | None, Query()] = None,
) -> Listing[VoiceAnswer]:
    async with wing.database.transaction() as session:
        found = await voices.list_voices(session, caller.organization_id, page, search=search)
        access = await access_of(wing, session, caller.organization_id)
    return listing(found, lambda row: voice_answer(as_heard(row, access), addresses))


@router.get("/first-sounds")
async def get_first_sounds(wing: WingDep, caller: CallerDep) -> FirstSoundsAnswer:
    """How soon each voice began to sound in your last conversations with it. Ours."""
    async with wing.database.transaction() as session:
        return first_sounds_answer(await first_sounds(session, caller.organization_id))


@router.post(
    "",
    status_code=201,
    openapi_extra=either([VoiceFromUpload, VoiceImport], VoiceForm, "audioFile", file_required=True),
    responses=may_raise(TooManyRequests, VendorFailed, NotConfigured),
)
async def create_voice(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, request: Request
) -> VoiceAnswer:
    """Cloned from a recording, which is in the form or was uploaded before; or a provider's, by its id.

    A vendor clones it where there is a key for one, and its refusal is the answer. Where there is
    none, the recording is kept.
    """
    if is_form(request):
        form, file = await read_form(request, VoiceForm, "audioFile", largest=LARGEST_FORM_BYTES)
        if file is None:
            raise Invalid("audioFile", "Required", "invalid_type")
        row = await cloned_voices.clone_sent(wing, caller, form.recording(), file.content)
        return voice_answer(row, addresses)
    asked: VoiceFromUpload | VoiceImport = await read_json(request, VoiceFromUpload, VoiceImport)
    if isinstance(asked, VoiceFromUpload):
        row = await cloned_voices.clone_uploaded(wing, caller, asked.recording(), asked.audio_key)
    else:
        row = await voices.import_voice(wing, caller.organization_id, asked.model_dump())
    return voice_answer(row, addresses)


@router.post("/presigned-upload")
async def create_voice_presigned_upload(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, body: RecordingUploadWish
) -> RecordingUploadAnswer:
    """Where to PUT a recording, within the hour and with the same Content-Type, and its key."""
    key = await voices.announce_recording(wing, caller.organization_id, body.content_type, body.file_size)
    return RecordingUploadAnswer(upload_url=addresses.blob(key, "PUT"), audio_key=key)


@router.get("/{id}")
async def get_voice(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, voice_id: NamedId
) -> VoiceAnswer:
    async with wing.database.transaction() as session:
        row = await voices.get_voice(session, caller.organization_id, voice_id)
        access = await access_of(wing, session, caller.organization_id)
    return voice_answer(as_heard(row, access), addresses)


@router.put("/{id}")
async def update_voice(
    wing: WingDep, caller: CallerDep, addresses: AddressesDep, voice_id: NamedId, body: VoiceUpdate
) -> VoiceAnswer:
    changes = body.model_dump(exclude_unset=True)
    row = await voices.update_voice(wing, caller.organization_id, voice_id, changes)
    return voice_answer(row, addresses)


@router.delete("/{id}", responses=may_raise(TooManyRequests, VendorFailed, NotConfigured))
async def delete_voice(wing: WingDep, caller: CallerDep, voice_id: NamedId) -> Said:
    """With its recording, and at the vendor that cloned it: while that one refuses, the voice stays."""
    left = await voices.delete_voice(wing, caller.organization_id, voice_id)
    if left is None:
        return Said(message="Voice deleted successfully")
    return Said(
        message=f"Voice deleted here. {left.vendor} still has it as {left.voice_id}: there is no key "
        "to delete it there with"
    )


@router.post(
    "/{id}/speak",
    response_class=Response,
    responses=may_raise(TooManyRequests, Busy, Unprocessable)
    | {200: {"description": "The sound of it", "content": WAV}},
)
async def speak_with_voice(
    wing: WingDep, placement: PlacementDep, caller: CallerDep, voice_id: NamedId, body: VoiceSpeechWish
) -> Response:
    """The text, spoken by this voice as in a conversation, in a WAV file. Ours."""
    sound = await spoken_by(
        wing, placement, caller.organization_id, voice_id, body.text, body.voice_speed, time.monotonic()
    )
    return Response(sound, media_type="audio/wav")

"""Where ElevenLabs, Cartesia and Fish Audio make voices of recordings, as they document it.

Sources, read in November 2026:
ElevenLabs: elevenlabs.io/docs/api-reference/voices/ivc/create (POST /v1/voices/add: `name`, `files`, `description`,
`remove_background_noise` → `voice_id`, `requires_verification`), …/voices/delete (200 {status: ok});
help.elevenlabs.io 19572237925521 "Error Code 400 or 401" ({detail: {status, message}}; invalid_api_key and
quota_exceeded are 401, voice_not_found 400).
Cartesia: docs.cartesia.ai/2026-03-01/api-reference/voices/clone (`clip` as flac, mp3, mpeg, mpga, oga, ogg, wav or
webm; `name`, `language` as ISO 639-1 → `id`), …/voices/delete (204), docs "API errors" (error_code, title, message).
Fish Audio: docs.fish.audio/api-reference/endpoint/model/create-model (`type` tts, `title`, `train_mode` fast, `voices`,
`visibility`, which is public unless it is said, `enhance_audio_quality` → 201 with `_id`, `state`), …/delete-model (200),
docs "Errors" ({message, status}; 402 without credit; 422 is a list of {loc, msg, type}).
Recordings that they show: ElevenLabs …/voices/get (`preview_url`), Fish Audio …/get-model (`samples`, each with `audio`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.providers.tts.vendors.workshop import Mood, Workshop

CARTESIA_READS = ("flac", "mp3", "mpeg", "mpga", "oga", "ogg", "wav", "webm")


@dataclass
class ElevenLabsWorkshop(Workshop):
    provider = "ELEVENLABS"
    settings = ("ELEVENLABS_API_KEY", "ELEVENLABS_BASE_URL")
    making = "/v1/voices/add"
    listing = "/v2/voices"
    one = "/v1/voices/{id}"
    deleting = JSONResponse({"status": "ok"})

    wants_proof: bool = False
    """That the voice is whose it should be."""

    def key_in(self, request: Request) -> str:
        return request.headers.get("xi-api-key", "")

    def complaint(self, mood: Mood) -> Response:
        status, code, message = {
            Mood.WRONG_KEY: (401, "invalid_api_key", "Invalid API key"),
            Mood.NO_CREDIT: (401, "quota_exceeded", "You have 0 credits remaining"),
            Mood.NOT_IN_THE_PLAN: (
                400, "voice_limit_reached", "You have reached your maximum amount of custom voices (10 / 10)",
            ),
            Mood.BUSY: (429, "too_many_concurrent_requests", "Too many concurrent requests"),
            Mood.TOO_SHORT: (400, "voice_sample_too_short", "The sample is too short"),
        }[mood]  # fmt: skip
        return JSONResponse({"detail": {"status": code, "message": message}}, status)

    def make(self, form: dict[str, Any]) -> Response:
        assert set(form) <= {"name", "files", "description", "remove_background_noise"}
        assert form["remove_background_noise"] in ("true", "false")
        id = uuid4().hex[:20]
        self.voices[id] = form | {"recording": form["files"]}
        return JSONResponse({"voice_id": id, "requires_verification": self.wants_proof})

    def gone(self) -> Response:
        told = {"status": "voice_not_found", "message": "A voice with this id was not found."}
        return JSONResponse({"detail": told}, 400)

    def told(self, id: str, preview: str | None) -> dict[str, Any]:
        return {"voice_id": id, "preview_url": preview}


@dataclass
class CartesiaWorkshop(Workshop):
    provider = "CARTESIA"
    settings = ("CARTESIA_API_KEY", "CARTESIA_BASE_URL")
    making = "/voices/clone"
    listing = "/voices"
    one = "/voices/{id}"
    deleting = Response(status_code=204)

    def key_in(self, request: Request) -> str:
        return _bearer(request) if "2026-03-01" in request.headers["cartesia-version"] else ""

    def complaint(self, mood: Mood) -> Response:
        status, code, title, message = {
            Mood.WRONG_KEY: (401, "unauthorized", "Unauthorized", "The API key is not valid"),
            Mood.NO_CREDIT: (402, "quota_exceeded", "No credits", "You have no credits left"),
            Mood.NOT_IN_THE_PLAN: (
                403,
                "plan_upgrade_required",
                "Forbidden",
                "Your plan has no voice cloning",
            ),
            Mood.BUSY: (429, "concurrency_limited", "Too many requests", "Too many concurrent requests"),
            Mood.TOO_SHORT: (400, "invalid_clip", "Bad request", "The clip is too short"),
        }[mood]
        return JSONResponse(
            {"error_code": code, "title": title, "message": message, "request_id": uuid4().hex}, status
        )

    def make(self, form: dict[str, Any]) -> Response:
        assert set(form) <= {"name", "clip", "description", "language"}
        assert len(form["language"]) == 2
        assert form["clip"][0].rpartition(".")[2] in CARTESIA_READS
        id = str(uuid4())
        self.voices[id] = form | {"recording": form["clip"]}
        return JSONResponse(
            {"id": id, "access": "private", "name": form["name"], "language": form["language"]}
        )

    def gone(self) -> Response:
        return JSONResponse({"error_code": None, "title": "Not found", "message": "Voice not found"}, 404)


@dataclass
class FishAudioWorkshop(Workshop):
    provider = "FISH_AUDIO"
    settings = ("FISH_API_KEY", "FISH_BASE_URL")
    making = listing = "/model"
    one = "/model/{id}"
    deleting = Response()

    def key_in(self, request: Request) -> str:
        return _bearer(request)

    def complaint(self, mood: Mood) -> Response:
        if mood is Mood.TOO_SHORT:
            faults = [{"loc": ["body", "voices"], "msg": "Audio is too short", "type": "value_error"}]
            return JSONResponse(faults, 422)
        status, message = {
            Mood.WRONG_KEY: (401, "Invalid Token"),
            Mood.NO_CREDIT: (402, "Insufficient API credit"),
            Mood.NOT_IN_THE_PLAN: (403, "Your plan allows no more private models"),
            Mood.BUSY: (429, "Too many requests"),
        }[mood]
        return JSONResponse({"message": message, "status": status}, status)

    def make(self, form: dict[str, Any]) -> Response:
        assert form["type"] == "tts"
        assert form["train_mode"] == "fast"
        assert form["visibility"] == "private", "left out, it would be public"
        assert form["enhance_audio_quality"] in ("true", "false")
        id = uuid4().hex
        self.voices[id] = form | {"recording": form["voices"], "name": form["title"]}
        return JSONResponse({"_id": id, "type": "tts", "title": form["title"], "state": "trained"}, 201)

    def gone(self) -> Response:
        return JSONResponse({"message": "Model not found", "status": 404}, 404)

    def told(self, id: str, preview: str | None) -> dict[str, Any]:
        sample = {"title": "Default Sample", "text": "Hello.", "task_id": "t", "audio": preview}
        return {"_id": id, "samples": [sample] if preview else []}


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


WORKSHOPS: tuple[type[Workshop], ...] = (ElevenLabsWorkshop, CartesiaWorkshop, FishAudioWorkshop)

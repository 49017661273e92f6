"""OpenAI's Realtime API in a transcription session: we say when a turn is over, it says the words.

Sources: platform.openai.com/docs/guides/realtime-transcription; openai 3.52 `types/realtime` for the
messages; github.com/livekit/agents for `intent=transcription` in place of a model in the query.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import soxr

from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt.dialect import Complaint, Heard, Place
from visavis.providers.stt.far_ears import FarEars
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.usual_models import usual_models
from visavis.speech import Pcm

LINE_HZ = 24_000
NOTHING_TO_COMMIT = "input_audio_buffer_commit_empty"
"""Fewer than 100 ms were sent: no words, and no fault."""


def recogniser(spec: RecogniserSpec) -> FarEars:
    settings, models = spec.settings, usual_models("openai")
    key = settings.openai_api_key
    place = Place(
        "openai", settings.openai_base_url or models["url"], key.get_secret_value() if key else "none"
    )
    model = settings.stt_model or models["model"]
    return FarEars(place.name, OpenAiTranscription(place, model, spec.short_language))


@dataclass(frozen=True, slots=True)
class OpenAiTranscription:
    place: Place
    model: str
    language: str | None = None

    ending = ('{"type":"input_audio_buffer.commit"}',)
    resting = '{"type":"input_audio_buffer.clear"}'

    @property
    def url(self) -> str:
        return self.place.socket_url("/realtime?intent=transcription")

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.place.key}"}

    @property
    def opening(self) -> tuple[str, ...]:
        transcription: dict[str, Any] = {"model": self.model}
        if self.language is not None:
            transcription["language"] = self.language
        sound = {
            "format": {"type": "audio/pcm", "rate": LINE_HZ},
            "transcription": transcription,
            "turn_detection": None,
        }
        session = {"type": "transcription", "audio": {"input": sound}}
        return (json.dumps({"type": "session.update", "session": session}),)

    def sound(self, pcm: Pcm) -> str:
        resampled = soxr.resample(pcm, MICROPHONE_HZ, LINE_HZ, quality="MQ").astype(np.int16)
        return json.dumps({"type": "input_audio_buffer.append", "audio": b64encode(resampled).decode()})

    def reader(self) -> OpenAiReader:
        return OpenAiReader()


class OpenAiReader:
    def __init__(self) -> None:
        self._text = ""

    def read(self, message: Mapping[str, Any]) -> Heard | None:
        match str(message.get("type")).removeprefix("conversation.item.input_audio_transcription."):
            case "delta":
                self._text += str(message.get("delta") or "")
                return Heard(self._text)
            case "completed":
                return Heard(str(message.get("transcript") or "").strip(), settled=True)
            case "failed" | "error":
                error = message.get("error") or {}
                if error.get("code") == NOTHING_TO_COMMIT:
                    return Heard("", settled=True)
                raise Complaint(f"{error.get('code') or error.get('type')}: {error.get('message')}")
        return None

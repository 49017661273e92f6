"""Deepgram's Nova: words in pieces, of which some are final; for languages that Flux does not know.

Sources: developers.deepgram.com/docs: /live-streaming-audio and /interim-results for the messages, /finalize
for `from_finalize` (which may not come where next to nothing was heard), /audio-keep-alive for the ten
seconds after which a silent line is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt.dialect import Complaint, Heard, Place
from visavis.speech import Pcm


@dataclass(frozen=True, slots=True)
class Nova:
    place: Place
    model: str
    language: str
    private: bool = False
    """Nothing may be kept to improve models."""

    opening = ()
    ending = ('{"type":"Finalize"}',)
    resting = '{"type":"KeepAlive"}'

    @property
    def url(self) -> str:
        query = {
            "model": self.model,
            "language": self.language,
            "encoding": "linear16",
            "sample_rate": MICROPHONE_HZ,
            "channels": 1,
            "interim_results": "true",
            "smart_format": "true",
            "endpointing": "false",
        }
        if self.private:
            query["mip_opt_out"] = "true"
        return self.place.socket_url(f"/v1/listen?{urlencode(query)}")

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Token {self.place.key}"}

    def sound(self, pcm: Pcm) -> bytes:
        return pcm.tobytes()

    def reader(self) -> NovaReader:
        return NovaReader()


class NovaReader:
    def __init__(self) -> None:
        self._final: list[str] = []

    def read(self, message: Mapping[str, Any]) -> Heard | None:
        match message.get("type"):
            case "Results":
                return self._results(message)
            case "Error":
                raise Complaint(str(message.get("description") or message.get("message")))
        return None

    def _results(self, message: Mapping[str, Any]) -> Heard:
        alternatives = message["channel"]["alternatives"]
        piece = str(alternatives[0]["transcript"]) if alternatives else ""
        heard = " ".join(filter(None, (*self._final, piece)))
        if message.get("is_final"):
            self._final.append(piece)
        return Heard(heard, settled=bool(message.get("from_finalize")))

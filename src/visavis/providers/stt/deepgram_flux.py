"""Deepgram's Flux, the recogniser that tells how sure it is that the speaker is done.

Sources: developers.deepgram.com/docs/flux: /state for the events of a turn, /own-turn-detection for
eot_threshold=1.0 (it ends no turn by itself), /force-end-turn (ignored where no turn is open),
/language-prompting for the languages. It knows no keep-alive message: silence is sent instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np

from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt.dialect import Complaint, Heard, Place
from visavis.speech import Pcm

LONGEST_TURN_MS = 60_000
"""The most that it takes. A longer turn of ours is several of its turns."""
SILENCE = np.zeros(MICROPHONE_HZ * 80 // 1000, np.int16).tobytes()
"""80 ms, the chunk that it recommends."""


@dataclass(frozen=True, slots=True)
class Flux:
    place: Place
    model: str
    language: str | None = None
    """What it may expect; None: it finds out, or knows one alone."""
    private: bool = False
    """Nothing may be kept to improve models."""

    opening = ()
    ending = ('{"type":"ForceEndTurn"}',)
    resting = SILENCE

    @property
    def url(self) -> str:
        query = {
            "model": self.model,
            "encoding": "linear16",
            "sample_rate": MICROPHONE_HZ,
            "eot_threshold": "1.0",
            "eot_timeout_ms": LONGEST_TURN_MS,
        }
        if self.language is not None:
            query["language_hint"] = self.language
        if self.private:
            query["mip_opt_out"] = "true"
        return self.place.socket_url(f"/v2/listen?{urlencode(query)}")

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Token {self.place.key}"}

    def sound(self, pcm: Pcm) -> bytes:
        return pcm.tobytes()

    def reader(self) -> FluxReader:
        return FluxReader()


class FluxReader:
    def __init__(self) -> None:
        self._before: list[str] = []
        """Of its turns that are over."""

    def read(self, message: Mapping[str, Any]) -> Heard | None:
        match message.get("type"):
            case "TurnInfo":
                return self._turn(message)
            case "Error":
                raise Complaint(f"{message.get('code')}: {message.get('description')}")
        return None

    def _turn(self, message: Mapping[str, Any]) -> Heard:
        transcript = str(message.get("transcript") or "")
        heard = " ".join(filter(None, (*self._before, transcript)))
        over = message.get("event") == "EndOfTurn"
        if over:
            self._before.append(transcript)
        sure = message.get("end_of_turn_confidence")
        return Heard(heard, float(sure) if isinstance(sure, int | float) else None, settled=over)

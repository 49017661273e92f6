"""Fish Audio, over its live WebSocket with timestamps, in MessagePack.

us      start, text, flush, stop
it      audio {sound, words of this piece of the text so far}, audio, … finish

Words are timed in seconds of their piece of the text ("chunk"), and each message tells all of a piece's words
that are known, some of them corrected: a word is passed on once it has begun to sound, and stays so.
A connection speaks one utterance at a time, and only hanging up stops it.

Source: docs.fish.audio (AsyncAPI of tts/live/with-timestamp, errors), fish-audio-sdk 1.3, November 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log10
from typing import Any

from visavis.contract.spec import VoiceSpec
from visavis.providers.tts.failures import complained
from visavis.providers.tts.msgpack import pack, unpack
from visavis.providers.tts.socket_voice import SocketVoice, Wire
from visavis.providers.tts.sockets import Address, shared
from visavis.providers.tts.timing import FoundWords, Samples, Timed
from visavis.speech import Speech, Word
from visavis.voice_vendors import voice_vendors

ENGINE = "fish-audio"
RATE_HZ = 24_000
LATENCY = "low"


def synthesizer(voice: VoiceSpec) -> SocketVoice:
    vendor = voice_vendors()[ENGINE]
    url = (voice.base_url or vendor.url).rstrip("/").replace("http", "ws", 1)
    headers = (
        ("Authorization", f"Bearer {voice.key}"),
        ("model", vendor.model_of(voice.model, voice.options)),
    )
    address = Address(ENGINE, f"{url}/v1/tts/live/with-timestamp", voice.key, headers, voice.allowed_hosts)
    asked: dict[str, Any] = {
        "text": "",
        "format": "pcm",
        "sample_rate": RATE_HZ,
        "reference_id": voice.name,
        "latency": LATENCY,
    }
    if prosody := _prosody(voice.options):
        asked["prosody"] = prosody
    return SocketVoice(shared(address), lambda text: _Utterance(text, asked, voice.key))


def _prosody(options: Mapping[str, Any]) -> dict[str, float]:
    """Volume is told in decibels there."""
    vendor, prosody = voice_vendors()[ENGINE], dict[str, float]()
    if (speed := options.get("speed")) is not None:
        prosody["speed"] = vendor.within("speed", speed)
    if (volume := options.get("volume")) is not None:
        prosody["volume"] = 20 * log10(vendor.within("volume", volume))
    return prosody


class _Utterance:
    """Implements Exchange."""

    holds = False

    def __init__(self, text: str, asked: Mapping[str, Any], key: str) -> None:
        self.over = False
        self._text, self._asked, self._key = text, asked, key
        self._samples = Samples(RATE_HZ)
        self._found = FoundWords(text)
        self._told: dict[int, tuple[float, Sequence[Mapping[str, Any]]]] = {}
        """Of each piece of the text: where it begins (s), and its words as they were told last."""
        self._passed_on = 0
        """Words."""

    def asks(self) -> Sequence[Wire]:
        steps: tuple[dict[str, Any], ...] = (
            {"event": "start", "request": self._asked},
            {"event": "text", "text": self._text},
            {"event": "flush"},
            {"event": "stop"},
        )
        return [pack(step) for step in steps]

    def read(self, message: Wire) -> Iterable[Speech]:
        told = unpack(message.encode() if isinstance(message, str) else message)
        match told["event"]:
            case "audio":
                pcm = self._samples.push(told.get("audio") or b"")
                if alignment := told.get("alignment"):
                    self._told[told["chunk_seq"]] = (told["chunk_audio_offset_sec"], alignment["segments"])
                words = self._words(self._samples.seconds)
                if len(pcm) or words:
                    yield Speech(pcm, RATE_HZ, words=words)
            case "error":
                raise complained(ENGINE, str(told.get("error")), self._key)
            case "finish":
                if told.get("reason") == "error":
                    raise complained(ENGINE, str(told.get("message") or "it gave up"), self._key)
                self.over = True
                if words := self._words(float("inf")):
                    yield Speech(self._samples.push(b""), RATE_HZ, words=words)

    def let_go(self) -> Iterable[Speech]:
        return ()

    def stops(self) -> Sequence[Wire] | None:
        return None

    def _words(self, before_s: float) -> tuple[Word, ...]:
        """Those that begin before then and were not passed on; later ones may still be corrected."""
        timed = [
            Timed(one["text"], offset_s + one["start"], offset_s + one["end"])
            for _, (offset_s, segments) in sorted(self._told.items())
            for one in segments
        ]
        begun = [mark for mark in timed[self._passed_on :] if mark.start_s < before_s]
        self._passed_on += len(begun)
        return self._found.push(begun, self._samples.seconds)

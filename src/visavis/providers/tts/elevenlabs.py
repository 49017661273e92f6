"""ElevenLabs, over its WebSockets: "multi-stream-input" of text-to-speech, and that of text-to-dialogue.

us      {" ", context, settings} {"Hello there. ", flush} {close_context}
it                                     {audio, alignment} {audio, alignment} … {isFinal}

Models of the third and fourth generation are served by text-to-dialogue alone, in other words and with one
setting. Each utterance is a context of its own: settings are taken with the first message only. Both time
every character, from the beginning of the message or of the utterance: which, shows in the times.

Source: elevenlabs 2.78 (realtime_tts, types), elevenlabs.io/docs/api-reference (AsyncAPI), November 2026.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from visavis.contract.spec import VoiceSpec
from visavis.providers.tts.failures import complained
from visavis.providers.tts.socket_voice import SocketVoice, Wire
from visavis.providers.tts.sockets import Address, shared
from visavis.providers.tts.timing import Samples, SpelledOut, Timed
from visavis.speech import Speech
from visavis.voice_vendors import voice_vendors

ENGINE = "elevenlabs"
RATE_HZ = 24_000
DIALOGUE = "dialogue"
INACTIVITY_S = 180
"""The most that it allows; a connection lasts so long between utterances."""
SETTINGS = {
    "stability": "stability",
    "similarityBoost": "similarity_boost",
    "style": "style",
    "useSpeakerBoost": "use_speaker_boost",
    "speed": "speed",
}
"""The public options, and their names there."""
SLACK_S = 0.06
"""Times that begin no earlier than this before a message's sound are counted from the whole's beginning."""


def synthesizer(voice: VoiceSpec) -> SocketVoice:
    vendor = voice_vendors()[ENGINE]
    model = vendor.model_of(voice.model, voice.options, voice.options.get("model"))
    about = vendor.about(model)
    settings = {
        wire: vendor.within(name, value) if name == "speed" else value
        for name, wire in SETTINGS.items()
        if name in about.takes and (value := voice.options.get(name)) is not None
    }
    dialogue = about.dialect == DIALOGUE
    language = voice.language.split("-")[0] if about.names_language else None
    url = (voice.base_url or vendor.url).rstrip("/").replace("http", "ws", 1)
    where = "text-to-dialogue" if dialogue else f"text-to-speech/{quote(voice.name, safe='')}"
    query = _query(model, language, dialogue, voice.keeps_nothing)
    key = voice.key
    address = Address(
        ENGINE,
        f"{url}/v1/{where}/multi-stream-input?{query}",
        key,
        (("xi-api-key", key),),
        voice.allowed_hosts,
    )
    if dialogue:
        return SocketVoice(shared(address), lambda text: _Dialogue(text, voice.name, settings, key))
    return SocketVoice(shared(address), lambda text: _Speech(text, settings, key))


def _query(model: str, language: str | None, dialogue: bool, keeps_nothing: bool) -> str:
    query = {"model_id": model, "output_format": f"pcm_{RATE_HZ}", "sync_alignment": "true"}
    if language:
        query["language_code"] = language
    if keeps_nothing:  # its zero retention mode, which it gives to enterprise accounts alone
        query["enable_logging"] = "false"
    if not dialogue:  # whole clauses are sent: nothing is to be gathered first
        query |= {"auto_mode": "true", "inactivity_timeout": str(INACTIVITY_S)}
    return urlencode(query)


class _Utterance:
    """One context; implements Exchange but for its words."""

    holds = False

    def __init__(self, text: str, key: str) -> None:
        self.over = False
        self._text, self._key = text.strip(), key
        self._context = uuid4().hex
        self._samples = Samples(RATE_HZ)
        self._spelled = SpelledOut(text)

    def read(self, message: Wire) -> Iterable[Speech]:
        told = json.loads(message)
        context = told.get("contextId") or told.get("context_id")
        if error := told.get("error"):
            raise complained(ENGINE, f"{error}: {told.get('message', '')}", self._key)
        if context not in (self._context, None):
            return  # of one that was stopped
        audio, alignment = told.get("audio"), told.get("alignment")
        if audio or alignment:
            yield self._speech(b64decode(audio or "", validate=True), alignment)
        if told.get("isFinal") or told.get("is_final"):
            self.over = True
            if words := self._spelled.finish():
                yield Speech(self._samples.push(b""), RATE_HZ, words=words)

    def let_go(self) -> Iterable[Speech]:
        return ()

    def stops(self) -> Sequence[Wire] | None:
        """It would send what it has in hand even so, which the next utterance would have to wait for."""
        return None

    def _speech(self, sound: bytes, alignment: Mapping[str, Any] | None) -> Speech:
        before_s = self._samples.seconds
        pcm = self._samples.push(sound)
        timed = _timed(alignment, before_s) if alignment else ()
        characters, words = self._spelled.push(timed, self._samples.seconds)
        return Speech(pcm, RATE_HZ, characters=characters, words=words)


class _Speech(_Utterance):
    def __init__(self, text: str, settings: Mapping[str, Any], key: str) -> None:
        super().__init__(text, key)
        self._settings = settings

    def asks(self) -> Sequence[Wire]:
        first = {"text": " ", "voice_settings": self._settings} if self._settings else {"text": " "}
        steps = (first, {"text": f"{self._text} ", "flush": True}, {"close_context": True})
        return [json.dumps(step | {"context_id": self._context}) for step in steps]


class _Dialogue(_Utterance):
    def __init__(self, text: str, voice: str, settings: Mapping[str, Any], key: str) -> None:
        super().__init__(text, key)
        self._voice, self._settings = voice, settings

    def asks(self) -> Sequence[Wire]:
        first: dict[str, Any] = {"voices": [self._voice]}
        if self._settings:
            first["voice_settings"] = self._settings
        line = {"text": f"{self._text} ", "voice_id": self._voice}
        steps: tuple[dict[str, Any], ...] = (
            first,
            {"inputs": [line], "flush": True},
            {"close_context": True},
        )
        return [json.dumps(step | {"context_id": self._context}) for step in steps]


def _timed(alignment: Mapping[str, Any], before_s: float) -> Sequence[Timed]:
    """In seconds from the utterance's beginning. The names of the lists have changed over the years."""
    characters = alignment["chars"]
    starts_ms = _first_of(alignment, "charStartTimesMs", "charsStartTimesMs", "char_start_times_ms")
    durations_ms = _first_of(alignment, "charDurationsMs", "charsDurationsMs", "char_durations_ms")
    if not starts_ms:
        return ()
    from_start = before_s > 0 and starts_ms[0] / 1000 >= before_s - SLACK_S
    offset_s = 0.0 if from_start else before_s
    return [
        Timed(character, offset_s + start_ms / 1000, offset_s + (start_ms + duration_ms) / 1000)
        for character, start_ms, duration_ms in zip(characters, starts_ms, durations_ms, strict=False)
    ]


def _first_of(alignment: Mapping[str, Any], *names: str) -> Sequence[float]:
    return next((alignment[name] for name in names if alignment.get(name)), ())

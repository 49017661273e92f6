"""Cartesia's Sonic, over its WebSocket.

us      {transcript, context, continue: false}
it      chunk, timestamps, phoneme_timestamps, chunk, timestamps, phoneme_timestamps, … done

Words and phones are timed in seconds of the context, and follow the sound that they are about: it waits for
them a moment. A context that is cancelled falls silent, so that the connection can go on to the next.

Source: cartesia 4.2 (types of the tts resource), docs.cartesia.ai (tts/websocket, api-errors), November 2026.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from visavis.contract.spec import VoiceSpec
from visavis.providers.tts.failures import complained, refused
from visavis.providers.tts.socket_voice import SocketVoice, Wire
from visavis.providers.tts.sockets import Address, shared
from visavis.providers.tts.timing import FoundWords, Samples, Timed, plausible
from visavis.speech import Alphabet, Phone, Speech, Word
from visavis.voice_vendors import voice_vendors

ENGINE = "cartesia"
RATE_HZ = 24_000
VERSION = "2026-03-01"
"""Of the protocol: the first that sends structured errors."""


def synthesizer(voice: VoiceSpec) -> SocketVoice:
    vendor = voice_vendors()[ENGINE]
    model = vendor.model_of(voice.model, _set(voice.options))
    taken = {
        name: vendor.within(name, value) if name in vendor.limits else value
        for name, value in _set(voice.options).items()
        if name in vendor.about(model).takes
    }
    url = (voice.base_url or vendor.url).rstrip("/").replace("http", "ws", 1)
    headers = (("Authorization", f"Bearer {voice.key}"), ("Cartesia-Version", VERSION))
    address = Address(ENGINE, f"{url}/tts/websocket", voice.key, headers, voice.allowed_hosts)
    asked = {
        "model_id": model,
        "voice": {"mode": "id", "id": voice.name},
        "language": voice.language.split("-")[0],
        "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": RATE_HZ},
        "add_timestamps": True,
        "add_phoneme_timestamps": True,
        "use_normalized_timestamps": False,  # words as they were sent
        "max_buffer_delay_ms": 0,  # whole clauses are sent
        "continue": False,
    }
    if taken:
        asked["generation_config"] = taken
    return SocketVoice(shared(address), lambda text: _Utterance(text, asked, voice.key))


def _set(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


class _Utterance:
    """One context; implements Exchange."""

    def __init__(self, text: str, asked: Mapping[str, Any], key: str) -> None:
        self.over = self.holds = False
        self._text, self._asked, self._key = text, asked, key
        self._context = uuid4().hex
        self._samples = Samples(RATE_HZ)
        self._found = FoundWords(text)
        self._held = list[bytes]()
        self._words: tuple[Word, ...] = ()
        self._timed_s = 0.0
        """Up to where phones are known."""

    def asks(self) -> Sequence[Wire]:
        return [json.dumps({**self._asked, "transcript": self._text, "context_id": self._context})]

    def read(self, message: Wire) -> Iterable[Speech]:
        told = json.loads(message)
        if told.get("context_id", self._context) != self._context:
            return
        match told["type"]:
            case "chunk":
                yield from self.let_go()
                self._held.append(b64decode(told["data"], validate=True))
                self.holds = True
            case "timestamps":
                self._words += self._found.push(_timed(told["word_timestamps"], "words"), self._sound_s)
            case "phoneme_timestamps":
                yield from self._marked(_timed(told["phoneme_timestamps"], "phonemes"))
            case "done":
                yield from self.let_go()
                self.over = True
            case "error":
                raise self._error(told)

    def let_go(self) -> Iterable[Speech]:
        if self._held or self._words:
            yield self._speech(())

    def stops(self) -> Sequence[Wire] | None:
        return [json.dumps({"context_id": self._context, "cancel": True})]

    @property
    def _sound_s(self) -> float:
        return self._samples.seconds + sum(map(len, self._held)) / 2 / RATE_HZ

    def _marked(self, timed: Iterable[Timed]) -> Iterable[Speech]:
        marks = list(plausible(timed, self._sound_s, self._timed_s))
        if marks:
            self._timed_s = marks[-1].start_s
            yield self._speech(tuple(Phone(*mark) for mark in marks))

    def _speech(self, phones: tuple[Phone, ...]) -> Speech:
        pcm, words = self._samples.push(b"".join(self._held)), self._words
        self._held, self._words, self.holds = [], (), False
        return Speech(pcm, RATE_HZ, phones=phones, words=words, alphabet=Alphabet.IPA)

    def _error(self, told: Mapping[str, Any]) -> Exception:
        said = ": ".join(str(told[name]) for name in ("error_code", "title", "message") if told.get(name))
        if status := told.get("status_code"):
            return refused(ENGINE, int(status), {}, said, self._key)
        return complained(ENGINE, said or "an error without a word", self._key)


def _timed(times: Mapping[str, Any], name: str) -> list[Timed]:
    return [Timed(*mark) for mark in zip(times[name], times["start"], times["end"], strict=False)]

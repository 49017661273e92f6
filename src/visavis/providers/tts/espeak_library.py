"""espeak-ng through ctypes. Loaded in the helper process only: it is native code, and GPL.

Source: speak_lib.h of espeak-ng 1.52.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import espeakng_loader
import numpy as np

from visavis.speech import Pcm

_SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: the callback runs inside espeak_Synth
_PHONEME_EVENTS = 1
_BUFFER_MS = 60
_CHARACTERS_UTF8, _END_PAUSE = 1, 0x1000
_POSITION_IN_CHARACTERS = 1
_GO_ON, _ABORT = 0, 1


class Parameter(IntEnum):
    """espeak_PARAMETER."""

    RATE = 1  # words per minute, 80..450
    PITCH = 3  # 0..100; an octave per 50 around 50
    RANGE = 4  # of the pitch, 0..100; 50 as the voice has it


class EventKind(IntEnum):
    """The espeak_EVENT_TYPEs that matter here."""

    END_OF_LIST = 0
    WORD = 1
    PHONEME = 7


class _Id(c.Union):
    _fields_ = (("number", c.c_int), ("name", c.c_char_p), ("string", c.c_char * 8))


class _Event(c.Structure):
    _fields_ = (
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", _Id),
    )


_Callback = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Event:
    """A word begins (`position` in characters from 0) or a phone begins (`symbol`), at this sample."""

    kind: EventKind
    sample: int
    position: int
    symbol: str


class Espeak:
    """The library. One utterance at a time."""

    def __init__(self) -> None:
        self._espeak = c.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate_hz: int = self._espeak.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data, _PHONEME_EVENTS)
        if self.rate_hz <= 0:
            raise OSError(f"espeak-ng cannot start with its data in {data.decode()}")

    def choose(self, names: tuple[str, ...]) -> None:
        """Take the first voice of these that exists. Raises ValueError."""
        for name in names:
            if self._espeak.espeak_SetVoiceByName(name.encode()) == 0:
                return
        raise ValueError(f"espeak-ng has no voice {', '.join(names)}")

    def set(self, parameter: Parameter, value: int) -> None:
        self._espeak.espeak_SetParameter(int(parameter), value, 0)

    def speak(self, text: str, on_sound: Callable[[Pcm, list[Event]], bool], *, end_pause: bool) -> None:
        """Speak; each buffer comes with what begins in it, or later. Stops when `on_sound` answers False."""
        failure: BaseException | None = None

        def callback(samples: object, size: int, events: object) -> int:
            nonlocal failure
            try:
                pcm = (
                    np.ctypeslib.as_array(samples, shape=(size,)).astype(np.int16)
                    if samples and size > 0
                    else np.zeros(0, np.int16)
                )
                return _GO_ON if on_sound(pcm, _events(events)) else _ABORT
            except BaseException as error:
                failure = error  # C cannot carry it
                return _ABORT

        pointer = _Callback(callback)
        self._espeak.espeak_SetSynthCallback(pointer)
        data = text.encode("utf-8", errors="replace")
        flags = _CHARACTERS_UTF8 | (_END_PAUSE if end_pause else 0)
        self._espeak.espeak_Synth(
            data, c.c_size_t(len(data) + 1), 0, _POSITION_IN_CHARACTERS, 0, flags, None, None
        )
        if failure is not None:
            raise failure


def _events(events: object) -> list[Event]:
    found = []
    index = 0
    while (event := events[index]).type != EventKind.END_OF_LIST:  # type: ignore[index]
        if event.type in (EventKind.WORD, EventKind.PHONEME):
            symbol = event.id.string.decode(errors="replace") if event.type == EventKind.PHONEME else ""
            found.append(Event(EventKind(event.type), event.sample, event.text_position - 1, symbol))
        index += 1
    return found

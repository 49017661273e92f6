"""flite through ctypes. Loaded in the helper process only: it is native code, and may crash.

Source: flite 2.2, as Debian builds it (`libflite1`): flite.h, cst_audio.h, cst_item.h.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from visavis.speech import Pcm, Phone

_CONTINUE, _STOP = 0, -1

F0_STDDEV_HZ = {"slt": 27.0, "awb": 22.0}
"""With which a voice sounds as it does by itself. Its own figure cannot be asked for, so it was measured: the
spread of its pitch is proportional to this. rms takes no notice."""

_SMALLEST_BUFFER = 1024
"""Samples per streaming callback, at the least."""


class _Wave(c.Structure):
    _fields_ = (
        ("type", c.c_char_p),
        ("sample_rate", c.c_int),
        ("num_samples", c.c_int),
        ("num_channels", c.c_int),
        ("samples", c.POINTER(c.c_short)),
    )


class _Streaming(c.Structure):
    """cst_audio_streaming_info as in Debian's 2.2, which has no `text` field (a wrong layout crashes)."""


_Callback = c.CFUNCTYPE(c.c_int, c.POINTER(_Wave), c.c_int, c.c_int, c.c_int, c.POINTER(_Streaming))
_Streaming._fields_ = (
    ("min_buffsize", c.c_int),
    ("asc", _Callback),
    ("utt", c.c_void_p),
    ("item", c.c_void_p),
    ("userdata", c.c_void_p),
)


class _Voice(c.Structure):
    _fields_ = (
        ("name", c.c_char_p),
        ("features", c.c_void_p),
        ("ffunctions", c.c_void_p),
        ("utt_init", c.c_void_p),
    )


_SIGNATURES: tuple[tuple[str, object, tuple[object, ...]], ...] = (
    ("flite_init", c.c_int, ()),
    ("flite_synth_text", c.c_void_p, (c.c_char_p, c.c_void_p)),
    ("delete_utterance", None, (c.c_void_p,)),
    ("utt_relation", c.c_void_p, (c.c_void_p, c.c_char_p)),
    ("relation_head", c.c_void_p, (c.c_void_p,)),
    ("item_next", c.c_void_p, (c.c_void_p,)),
    ("item_daughter", c.c_void_p, (c.c_void_p,)),
    ("item_last_daughter", c.c_void_p, (c.c_void_p,)),
    ("item_as", c.c_void_p, (c.c_void_p, c.c_char_p)),
    ("item_feat_string", c.c_char_p, (c.c_void_p, c.c_char_p)),
    ("item_feat_float", c.c_float, (c.c_void_p, c.c_char_p)),
    ("new_audio_streaming_info", c.POINTER(_Streaming), ()),
    ("audio_streaming_info_val", c.c_void_p, (c.POINTER(_Streaming),)),
    ("feat_set", None, (c.c_void_p, c.c_char_p, c.c_void_p)),
    ("feat_set_float", None, (c.c_void_p, c.c_char_p, c.c_float)),
)


@cache
def _kept(name: str) -> c.c_char_p:
    """A feature's name. flite keeps the pointer and copies nothing, so the bytes must live on."""
    return c.c_char_p(name.encode())


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the text, as flite cut it out (without punctuation around it), and when it sounds (s)."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Marks:
    """All phones and all sounding tokens of an utterance, in order."""

    phones: tuple[Phone, ...]
    tokens: tuple[Token, ...]


class Flite:
    """The library with its English voices, each loaded at first use. Raises OSError when not installed."""

    def __init__(self) -> None:
        self._flite = c.CDLL("libflite.so.1", mode=c.RTLD_GLOBAL)
        for needed in ("libflite_usenglish.so.1", "libflite_cmulex.so.1"):
            c.CDLL(needed, mode=c.RTLD_GLOBAL)
        for name, result, arguments in _SIGNATURES:
            function = getattr(self._flite, name)
            function.restype, function.argtypes = result, arguments
        self._flite.flite_init()
        self._voices: dict[str, int] = {}

    def speak(
        self,
        text: str,
        voice: str,
        *,
        stretch: float,
        f0_shift: float,
        f0_spread: float,
        on_marks: Callable[[Marks], None],
        on_sound: Callable[[Pcm, int], bool],
    ) -> None:
        """Speak ASCII text. `on_marks` is called once, before the first `on_sound(samples, rate_hz)`;
        the voice stops when that answers False. Raises ValueError when flite makes nothing of the text.
        """
        marked = False

        def callback(wave: object, start: int, size: int, last: int, info: object) -> int:
            nonlocal marked
            if not marked:
                marked = True
                on_marks(self._marks(info.contents.utt))  # type: ignore[attr-defined]
            whole = wave.contents  # type: ignore[attr-defined]
            samples = np.ctypeslib.as_array(whole.samples, shape=(start + size,))[start:].astype(np.int16)
            return _CONTINUE if on_sound(samples, whole.sample_rate) else _STOP

        guarded = _Guarded(callback)
        self._set_up(voice, guarded.pointer, stretch, f0_shift, f0_spread)
        utterance = self._flite.flite_synth_text(text.encode("ascii"), self._voices[voice])
        if utterance:
            self._flite.delete_utterance(utterance)
        if guarded.error is not None:
            raise guarded.error
        if not utterance:
            raise ValueError("flite made no sound of it")

    def _set_up(self, name: str, callback: object, stretch: float, f0_shift: float, f0_spread: float) -> None:
        """Set the voice's features; each utterance copies them when it starts."""
        voice = self._voice(name)
        features = c.cast(voice, c.POINTER(_Voice)).contents.features
        info = self._flite.new_audio_streaming_info()  # owned, and freed, by the feature that holds it
        info.contents.min_buffsize = _SMALLEST_BUFFER
        info.contents.asc = callback
        value = self._flite.audio_streaming_info_val(info)
        self._flite.feat_set(features, _kept("streaming_info"), value)
        self._flite.feat_set_float(features, _kept("duration_stretch"), stretch)
        self._flite.feat_set_float(features, _kept("f0_shift"), f0_shift)
        if name in F0_STDDEV_HZ:
            self._flite.feat_set_float(
                features, _kept("int_f0_target_stddev"), F0_STDDEV_HZ[name] * f0_spread
            )

    def _voice(self, name: str) -> int:
        if name not in self._voices:
            library = c.CDLL(f"libflite_cmu_us_{name}.so.1", mode=c.RTLD_GLOBAL)
            register = getattr(library, f"register_cmu_us_{name}")
            register.restype, register.argtypes = c.c_void_p, (c.c_char_p,)
            self._voices[name] = register(None)
        return self._voices[name]

    def _marks(self, utterance: int) -> Marks:
        phones: list[Phone] = []
        span: dict[int, tuple[float, float]] = {}
        at = 0.0
        for segment in self._items(utterance, b"Segment"):
            end = float(self._flite.item_feat_float(segment, b"end"))
            phones.append(Phone(self._text(segment), at, end))
            span[segment] = (at, end)
            at = end
        tokens = []
        for token in self._items(utterance, b"Token"):
            spans = [span[segment] for segment in self._edges(token) if segment in span]
            if spans:
                tokens.append(Token(self._text(token), spans[0][0], spans[-1][1]))
        return Marks(tuple(phones), tuple(tokens))

    def _edges(self, token: int) -> list[int]:
        """The first and the last segment of each of a token's words."""
        edges: list[int] = []
        word = self._flite.item_daughter(token)
        while word:
            structure = self._flite.item_as(word, b"SylStructure")
            if structure and (first := self._flite.item_daughter(structure)):
                last = self._flite.item_last_daughter(structure)
                ends = (self._flite.item_daughter(first), self._flite.item_last_daughter(last))
                edges.extend(self._flite.item_as(segment, b"Segment") for segment in ends if segment)
            word = self._flite.item_next(word)
        return edges

    def _items(self, utterance: int, relation: bytes) -> list[int]:
        items: list[int] = []
        found = self._flite.utt_relation(utterance, relation)
        item = self._flite.relation_head(found) if found else None
        while item:
            items.append(item)
            item = self._flite.item_next(item)
        return items

    def _text(self, item: int) -> str:
        name: bytes = self._flite.item_feat_string(item, b"name")
        return name.decode("ascii", errors="replace")


class _Guarded:
    """A callback that flite can call: an exception stops the voice and is kept, since C cannot carry it."""

    def __init__(self, callback: Callable[..., int]) -> None:
        self.error: BaseException | None = None

        def call(*arguments: object) -> int:
            try:
                return callback(*arguments)
            except BaseException as error:
                self.error = error
                return _STOP

        self.pointer = _Callback(call)

"""Transcripts as people and players read them. Times count from when the stream came up, as in recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from visavis.services.session_history import Transcript

TextFormat = Literal["txt", "vtt", "srt"]

USER = "User"
NAMELESS = "Persona"
LEAST_SHOWN = timedelta(seconds=1.5)
"""How long a caption stays at least: what was typed took no time to say."""


@dataclass(frozen=True, slots=True)
class Caption:
    begin: timedelta
    end: timedelta
    who: str
    text: str
    """One line."""


def captions(transcript: Transcript) -> Iterator[Caption]:
    row = transcript.session
    zero = row.started_at or row.created_at
    persona = _one_line(row.persona_config.get("name") or "") or NAMELESS
    for turn in transcript.turns:
        begin = max(timedelta(0), turn.started_at - zero)
        shown = max(timedelta(seconds=turn.seconds), LEAST_SHOWN)
        yield Caption(begin, begin + shown, persona if turn.role == "persona" else USER, _one_line(turn.text))


def as_text(transcript: Transcript) -> str:
    """[00:00:05] Nora: Hello."""
    return "".join(
        f"[{_clock(one.begin).partition('.')[0]}] {one.who}: {one.text}\n" for one in captions(transcript)
    )


def as_webvtt(transcript: Transcript) -> str:
    """WebVTT, with a voice for each side."""
    cues = (
        f"\n{_clock(one.begin)} --> {_clock(one.end)}\n<v {_escaped(one.who)}>{_escaped(one.text)}\n"
        for one in captions(transcript)
    )
    return "WEBVTT\n" + "".join(cues)


def as_subrip(transcript: Transcript) -> str:
    """SubRip (.srt)."""
    return "\n".join(
        f"{number}\n{_clock(one.begin, ',')} --> {_clock(one.end, ',')}\n{one.who}: {one.text}\n"
        for number, one in enumerate(captions(transcript), start=1)
    )


TEXTS: Mapping[TextFormat, tuple[str, Callable[[Transcript], str]]] = {
    "txt": ("text/plain", as_text),
    "vtt": ("text/vtt", as_webvtt),
    "srt": ("application/x-subrip", as_subrip),
}
"""MIME types, and who writes them."""


def _clock(at: timedelta, point: str = ".") -> str:
    seconds, milliseconds = divmod(at // timedelta(milliseconds=1), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def _one_line(text: str) -> str:
    """An empty line would end a caption."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

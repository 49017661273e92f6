"""Whether an answer can be the raw PCM that was asked for: anything else would be heard as noise.

Not every server knows "pcm", and what stands before one may answer with a page for people. Labels alone say
too little: some servers call everything audio/mpeg. WAV passes: its header is a click of a millisecond.
"""

from __future__ import annotations

from collections.abc import Mapping

UNLABELLED = "application/octet-stream"
CONTAINERS = (b"OggS", b"fLaC", b"ID3")
"""How Ogg, FLAC and MP3 with a title begin."""
FRAMED = ("audio/mpeg", "audio/mp3", "audio/aac")
FRAMES = (b"\xff\xfa", b"\xff\xfb", b"\xff\xf2", b"\xff\xf3", b"\xff\xf1", b"\xff\xf9")
"""How frames of MP3 and AAC begin. PCM may begin so too; it is taken for them where it is called FRAMED."""


def media_type(headers: Mapping[str, str]) -> str:
    """Without its parameters."""
    return headers.get("content-type", UNLABELLED).split(";")[0].strip().lower()


def may_be_pcm(label: str, begins: bytes) -> bool:
    """`label`: its media type."""
    if label.startswith("text/") or label.endswith(("json", "xml")):
        return False
    return not begins.startswith(CONTAINERS) and not (label in FRAMED and begins.startswith(FRAMES))

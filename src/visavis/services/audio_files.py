"""Recordings from users: whether they are sound at all, told by opening them and decoding their beginning."""

from __future__ import annotations

import io
from typing import Any, NoReturn

from visavis.services.errors import Invalid

LARGEST_FORM_BYTES = 4_718_592
"""4.5 MiB, as for images."""
LARGEST_UPLOAD_BYTES = 52_428_800
CONTAINERS = "wav,w64,aiff,mp3,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,caf,amr"
"""FFmpeg's names of what is opened. Playlists are not among them: they would have us open other files."""


TYPES = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "mov": "audio/mp4",
    "webm": "audio/webm",
}
"""FFmpeg's names of what browsers play, and theirs."""


def check_audio(content: bytes, field: str) -> str:
    """The recording's MIME type, by its content. Blocking. Raises Invalid, naming the request's field."""
    import av  # slow to import, and few requests need it

    try:
        with av.open(
            io.BytesIO(content),
            "r",
            container_options={"format_whitelist": CONTAINERS},
            io_open=_nothing_else,
        ) as container:
            sound = next(container.decode(audio=0), None)
            names = container.format.name.split(",")
    except (av.FFmpegError, IndexError, PermissionError):
        raise Invalid(field, "This is not a recording that can be read") from None
    if sound is None or not sound.samples:
        raise Invalid(field, "There is no sound in this recording")
    return next((TYPES[name] for name in names if name in TYPES), "application/octet-stream")


def _nothing_else(url: str, flags: int, options: dict[str, Any]) -> NoReturn:
    raise PermissionError("a recording is one file")

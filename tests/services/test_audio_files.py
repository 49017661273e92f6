"""Recordings are opened before they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.images import photo
from tests.sounds import encoded, wav

from visavis.services.audio_files import check_audio
from visavis.services.errors import Invalid


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (wav(), "audio/wav"),
        (encoded("ogg", "libopus"), "audio/ogg"),
        (encoded("flac", "flac"), "audio/flac"),
        (encoded("mp3", "libmp3lame"), "audio/mpeg"),
        (encoded("ipod", "aac"), "audio/mp4"),
        (encoded("webm", "libopus"), "audio/webm"),
    ],
)
def test_recordings_are_known_by_what_is_in_them(content: bytes, content_type: str) -> None:
    assert check_audio(content, "audioFile") == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a recording",
        bytes(10_000),
        photo("jpeg"),
        photo("png"),
        wav()[:44],
        wav()[:20],
        b"ID3" + bytes(100),
    ],
)
def test_what_holds_no_sound_is_refused_with_the_field(content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        check_audio(content, "audioFile")
    assert caught.value.path == "audioFile"


def test_a_playlist_does_not_make_us_open_other_files(tmp_path: Path) -> None:
    (tmp_path / "inside.wav").write_bytes(wav())
    other = tmp_path / "inside.wav"
    playlists = (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{other}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{other}'\n",
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{other}\n#EXT-X-ENDLIST\n",
    )

    for playlist in playlists:
        with pytest.raises(Invalid):
            check_audio(playlist.encode(), "audioFile")

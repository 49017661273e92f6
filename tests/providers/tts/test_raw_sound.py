"""Raw PCM, told from what would be heard as noise."""

import pytest

from visavis.providers.tts.raw_sound import may_be_pcm, media_type


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("audio/pcm", b"\x00\x00\x01\x00"),
        ("audio/pcm", b"\xff\xf3\x01\x00"),
        ("application/octet-stream", b"\xff\xfb\x01\x00"),
        ("audio/mpeg", b"\x00\x00\x01\x00"),
        ("audio/mpeg", b"\xff\xff\xfe\xff"),
        ("audio/wav", b"RIFF\x24\x00"),
    ],
)
def test_what_may_be_pcm_is_taken_for_it_whatever_it_is_called(label, begins):
    assert may_be_pcm(label, begins)


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("text/html", b"<!doctype html>"),
        ("application/json", b'{"error": {}}'),
        ("application/problem+json", b"{}"),
        ("audio/mpeg", b"\xff\xf3\x84\xc4"),
        ("audio/mpeg", b"ID3\x04"),
        ("audio/aac", b"\xff\xf1\x50\x80"),
        ("application/octet-stream", b"OggS\x00"),
        ("audio/pcm", b"fLaC"),
    ],
)
def test_pages_for_people_and_compressed_sound_are_not(label, begins):
    assert not may_be_pcm(label, begins)


@pytest.mark.parametrize(
    ("headers", "label"),
    [
        ({"content-type": "Audio/PCM; rate=24000"}, "audio/pcm"),
        ({"content-type": "text/html;charset=utf-8"}, "text/html"),
        ({}, "application/octet-stream"),
    ],
)
def test_a_label_is_read_without_its_parameters(headers, label):
    assert media_type(headers) == label

"""Transcripts as text and as captions, in step with the recording."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from visavis.services.session_history import Transcript
from visavis.services.transcript_texts import as_subrip, as_text, as_webvtt
from visavis.store.sessions import Session, Turn

BEGAN = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def turn(role: str, text: str, at_s: float, seconds: float) -> Turn:
    return Turn(role=role, text=text, started_at=BEGAN + timedelta(seconds=at_s), seconds=seconds)


def talk(**session: Any) -> Transcript:
    """A greeting, a typed question with odd characters, and an answer more than an hour later."""
    named: dict[str, Any] = {"started_at": BEGAN, "persona_config": {"name": "Nora & Co"}} | session
    return Transcript(
        Session(created_at=BEGAN - timedelta(seconds=20), **named),
        [
            turn("persona", "Hi there.", 0.25, 2.0),
            turn("user", "Is 1 < 2\n\n--> yes?", 5.0, 0.0),
            turn("persona", "It is.", 3_725.5, 2.25),
        ],
    )


def test_text_has_a_line_for_each_turn() -> None:
    assert as_text(talk()) == (
        "[00:00:00] Nora & Co: Hi there.\n[00:00:05] User: Is 1 < 2 --> yes?\n[01:02:05] Nora & Co: It is.\n"
    )


def test_webvtt_has_a_voice_for_each_side_and_no_markup_of_theirs() -> None:
    assert as_webvtt(talk()) == (
        "WEBVTT\n"
        "\n00:00:00.250 --> 00:00:02.250\n<v Nora &amp; Co>Hi there.\n"
        "\n00:00:05.000 --> 00:00:06.500\n<v User>Is 1 &lt; 2 --&gt; yes?\n"
        "\n01:02:05.500 --> 01:02:07.750\n<v Nora &amp; Co>It is.\n"
    )


def test_subrip_numbers_its_captions() -> None:
    assert as_subrip(talk()) == (
        "1\n00:00:00,250 --> 00:00:02,250\nNora & Co: Hi there.\n"
        "\n2\n00:00:05,000 --> 00:00:06,500\nUser: Is 1 < 2 --> yes?\n"
        "\n3\n01:02:05,500 --> 01:02:07,750\nNora & Co: It is.\n"
    )


def test_a_persona_without_a_name_speaks_too() -> None:
    assert as_text(talk(persona_config={})).startswith("[00:00:00] Persona: Hi there.")


def test_what_was_said_before_the_stream_came_up_is_at_its_beginning() -> None:
    late = talk(started_at=BEGAN + timedelta(seconds=2))
    assert as_text(late).startswith("[00:00:00] Nora & Co: Hi there.")

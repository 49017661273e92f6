"""Settings as they come out of an environment that people and their tools fill in."""

from __future__ import annotations

import pytest

from visavis.settings import Settings


def test_a_variable_that_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ELEVENLABS_API_KEY", "VISAVIS_PUBLIC_URL", "VISAVIS_PORT"):
        monkeypatch.setenv(name, "")

    settings = Settings()

    assert (settings.elevenlabs_api_key, settings.public_url, settings.port) == (None, None, 8000)


def test_a_key_that_was_read_out_of_a_file_loses_the_end_of_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEVENLABS_API_KEY", "sk-1\n")

    key = Settings().elevenlabs_api_key

    assert key is not None
    assert key.get_secret_value() == "sk-1"

"""Which voices and LLMs keep nothing of a conversation."""

from __future__ import annotations

from typing import Any

import pytest

from visavis.contract.spec import LlmSpec
from visavis.services.errors import Invalid
from visavis.services.zero_retention import check_zero_retention, llm_keeps_nothing, voice_keeps_nothing
from visavis.store.tables import Llm, Voice

OFFLINE = LlmSpec(id="d", kind="offline")


def voice(engine: str, **fields: Any) -> Voice:
    return Voice(display_name="Lucy", engine=engine, engine_voice="slt", is_zdr=False, **fields)


def own(*urls: str, is_zdr: bool = False) -> Llm:
    return Llm(kind="own", display_name="Ours", urls=[{"url": url} for url in urls], is_zdr=is_zdr)


@pytest.mark.parametrize("engine", ["flite", "espeak-ng"])
def test_embedded_voices_keep_nothing(engine: str) -> None:
    assert voice_keeps_nothing(voice(engine))


def test_a_voice_of_a_vendor_may_keep_something_unless_its_row_says_not() -> None:
    speaks_elsewhere = voice("elevenlabs")
    assert not voice_keeps_nothing(speaks_elsewhere)

    speaks_elsewhere.is_zdr = True
    assert voice_keeps_nothing(speaks_elsewhere)


@pytest.mark.parametrize(
    ("urls", "near"),
    [
        ([], True),
        (["http://127.0.0.1:8080/v1"], True),
        (["http://[::1]:8080/v1"], True),
        (["http://localhost./v1"], True),
        (["http://10.0.0.7/v1"], True),
        (["http://8.8.8.8/v1"], False),
        (["http://llm.internal/v1"], False),
        (["http://127.0.0.1/v1", "https://api.example.com/v1"], False),
        (["http://localhost.example.com/v1"], False),
    ],
)
def test_an_llm_keeps_nothing_when_all_its_addresses_are_near(urls: list[str], near: bool) -> None:
    assert llm_keeps_nothing(own(*urls), OFFLINE) is near
    assert llm_keeps_nothing(own(*urls, is_zdr=True), OFFLINE)


def test_the_default_llm_is_what_the_server_found_at_start() -> None:
    default = Llm(kind="default", display_name="Default LLM", urls=[], is_zdr=False)

    assert llm_keeps_nothing(default, OFFLINE)
    assert not llm_keeps_nothing(default, LlmSpec(id="d", kind="openai"))


def test_a_refusal_names_the_part_and_says_what_to_do() -> None:
    with pytest.raises(Invalid, match=r"the voice Lucy is spoken .* elsewhere.* take one of this server"):
        check_zero_retention(voice("elevenlabs"), own(), OFFLINE, "zeroDataRetention")
    with pytest.raises(Invalid, match="the LLM Ours answers"):
        check_zero_retention(voice("flite"), own("https://api.example.com"), OFFLINE, "zeroDataRetention")

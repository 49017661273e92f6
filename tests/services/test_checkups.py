"""Whom a server would ask in a conversation."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from visavis.services.checkups import ALOUD, whom_to_ask
from visavis.services.default_llm import OFFLINE
from visavis.services.vendor_access import VendorAccess
from visavis.settings import Settings

KEY = {"OPENAI_API_KEY": "sk-operator"}
ELSEWHERE = {"OPENAI_BASE_URL": "http://llm.example/v1"}
REALTIME = {"OPENAI_REALTIME_BASE_URL": "http://realtime.example/v1"}
UNSET = dict.fromkeys((*KEY, *ELSEWHERE, *REALTIME))
OPERATORS, OWN = "sk-operator", "sk-own"


@pytest.mark.parametrize(
    ("settings", "own", "asked"),
    [
        ({}, None, []),
        (KEY, None, [(None, OPERATORS)]),
        (KEY | ELSEWHERE, None, []),
        (ELSEWHERE, None, []),
        (KEY | ELSEWHERE | REALTIME, None, [("http://realtime.example/v1", OPERATORS)]),
        (REALTIME, None, [("http://realtime.example/v1", "none")]),
        ({}, OWN, [(None, OWN)]),
        (KEY | ELSEWHERE, OWN, [(None, OWN)]),
    ],
)
def test_a_model_that_hears_and_speaks_is_asked_where_there_is_one_and_with_whose_key(
    settings: dict[str, Any], own: str | None, asked: list[tuple[str | None, str]]
) -> None:
    own_keys = {"openai": SecretStr(own)} if own else {}
    access = VendorAccess(Settings(**UNSET | settings), own_keys)

    _, *live = whom_to_ask(access, OFFLINE, []).minds

    assert [(one.llm.base_url, one.llm.key) for one in live] == asked
    assert all(one.provider == ALOUD for one in live)

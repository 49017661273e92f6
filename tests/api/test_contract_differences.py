"""Our served contract against the facts of the public ones: every difference is known, and has its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from scripts.contract_digest import KEPT, digest
from tests.api.contract.comparison import HERE, differences, explanations
from tests.api.servers import Server

CONTRACTS = ("april", "july")
FACTS = {*KEPT, "type", "nullable", "enum", "closed", "required"}


@pytest.mark.parametrize("contract", CONTRACTS)
async def test_every_difference_is_explained_and_every_explanation_needed(
    server: Server, contract: str
) -> None:
    ours = digest((await server.client.get("/openapi.json")).json())
    theirs = json.loads((HERE / f"{contract}.json").read_text("utf-8"))
    known = explanations(f"{contract}.toml")

    found = differences(theirs, ours)

    unexplained = [str(one) for one in found if not any(entry.fits(one) for entry in known)]
    assert not unexplained, "\n".join(unexplained)
    stale = [entry for entry in known if not any(entry.fits(one) for one in found)]
    assert not stale, "\n".join(str(entry) for entry in stale)


def test_the_digest_of_july_has_every_operation() -> None:
    assert len(json.loads((HERE / "july.json").read_text("utf-8"))) == 57


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_digest_holds_facts_and_no_prose(contract: str) -> None:
    found = list(_facts(json.loads((HERE / f"{contract}.json").read_text("utf-8"))))

    assert len(found) > 50
    assert {name for fact in found for name in fact} <= FACTS


def _facts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        yield from node
    elif isinstance(node, dict):
        for part in node.values():
            yield from _facts(part)

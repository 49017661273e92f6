"""The types that the web app was written against are those of the contract that is served."""

from __future__ import annotations

from scripts.lab_contract import GENERATOR, WRITTEN, generated
from tests.api.servers import Server


async def test_the_web_apps_types_are_current(server: Server) -> None:
    assert GENERATOR.is_file(), "scripts/setup.sh dev installs what this test needs"

    assert WRITTEN.read_text() == generated(server.app), "run scripts/lab_contract.py"

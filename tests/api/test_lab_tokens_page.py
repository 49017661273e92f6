"""A session's tokens in the Lab: those of its answers, and those besides."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.api.conversations import start
from tests.api.lab_page import DESK, LabPage
from tests.api.servers import listening_server
from tests.e2e.browser.chromium import chromium
from tests.placements import ScriptedPlacement

from visavis.contract.token_usage import OverheadReason, TokenUsage

pytestmark = [pytest.mark.browser]


async def test_tokens_are_told_by_what_came_of_them_and_fit_on_every_screen(tmp_path: Path) -> None:
    async with listening_server(tmp_path / "data", ScriptedPlacement()) as server:
        talk = await start(server)
        await talk.began()
        await talk.said("user", "When are you open?", 4, 2)
        await talk.said("persona", "From ten to five.", 6.6, 2, usage=TokenUsage(prompt=1412, completion=31))
        guessed = TokenUsage(prompt=1398, completion=12)
        await talk.spent(OverheadReason.DROPPED, guessed, estimated=True)
        await talk.spent(OverheadReason.CUT_OFF, TokenUsage(prompt=1500, completion=40, cached=1024))
        await talk.spent(OverheadReason.SUMMARY, TokenUsage(prompt=6120, completion=140))
        await talk.ended(20)

        async with chromium(tmp_path / "no-microphone.wav") as browser:
            context = await browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
            lab = LabPage(await context.new_page(), str(server.client.base_url).rstrip("/"))
            await lab.opened(f"/sessions/{talk.id}")
            await lab.shows(
                "Tokens of all answers: 1,412 read, 31 written",
                "Besides, 1 answer cut off: 1,500 read (1,024 from its cache), 40 written; "
                "1 answer dropped unheard: about 1,398 read, 12 written; 1 summary: 6,120 read, 140 written",
            )
            assert await lab.findings_in_every_look() == []
            assert not lab.complaints

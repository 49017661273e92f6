"""Options that a client changes while the session runs (data channel `persona_config`)."""

from __future__ import annotations

import pytest
from tests.e2e.developer import Developer
from tests.e2e.raw_client import joined, start

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


async def test_options_change_in_the_middle_of_a_session_and_the_client_is_told(developer: Developer) -> None:
    async with joined(await start(developer.http)) as client:
        client.tell("persona_config", data={"voiceGenerationOptions": {"speed": 1.5}})
        applied = await client.told("personaConfigUpdateApplied")
        assert applied["session_id"] == client.place.session_id
        assert applied["changed_fields"] == {"voiceGenerationOptions.speed": {"before": None, "after": 1.5}}
        client.tell("speech", content="What is the price of a ticket?")
        await client.speaks()


async def test_what_may_not_change_is_warned_about_and_nothing_changes(developer: Developer) -> None:
    async with joined(await start(developer.http)) as client:
        client.tell("persona_config", data={"systemPrompt": "Be rude.", "languageCode": "en"})
        assert "systemPrompt" in await client.signal("warning")


async def test_a_language_that_nobody_here_hears_is_spoken_and_warned_about(developer: Developer) -> None:
    async with joined(await start(developer.http, languageCode="de")) as client:
        assert "understands de" in await client.signal("warning")
        client.tell("persona_config", data={"languageCode": "fr"})
        assert "understands fr" in await client.signal("warning", nth=2)

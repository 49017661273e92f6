"""How a persona is directed to look: its directorNotes"""

from __future__ import annotations

from tests.api.persona_requests import create, started
from tests.api.servers import Server

from visavis.contract.spec import StyleSpec


async def test_directions_in_words_reach_the_engine_with_the_usual_expressivity(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4", directorNotes={"customStylePrompt": "sober"})

    assert (await started(server, persona["id"])).style == StyleSpec(prompt="sober", expressivity=0.5)


async def test_a_model_that_takes_directions_has_a_style_for_its_cues_even_without_notes(
    server: Server,
) -> None:
    persona = await create(server, avatarModel="cara-4")

    assert (await started(server, persona["id"])).style == StyleSpec()


async def test_a_model_that_takes_no_directions_passes_them_over(server: Server) -> None:
    persona = await create(server, avatarModel="cara-3", directorNotes={"presetStyle": "happy"})

    assert persona["directorNotes"] == {"presetStyle": "happy"}
    assert (await started(server, persona["id"])).style is None


async def test_directions_in_words_are_not_kept_under_zero_data_retention(server: Server) -> None:
    persona = await create(
        server,
        avatarModel="cara-4",
        directorNotes={"customStylePrompt": "gentle: her mother died"},
        zeroDataRetention=True,
    )

    spec = await started(server, persona["id"])

    assert (spec.style, spec.record) == (StyleSpec(prompt="gentle: her mother died"), False)
    assert "mother" not in (await server.client.get("/v1/sessions")).text

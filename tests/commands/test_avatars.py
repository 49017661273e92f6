"""visavis avatar"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.api.servers import serving
from typer.testing import CliRunner

from visavis.cli import app
from visavis.services.designed_avatars import Showing, add_designed
from visavis.settings import Settings


@pytest.mark.parametrize(
    ("content", "said"),
    [('{"smile": 7}', "smile is 7; it must lie between"), ('{"smlie": 0.5}', "Did you mean 'smile'?")],
)
def test_an_absurd_design_is_refused_in_words(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "theo.json").write_text(content)
    result = CliRunner().invoke(
        app, ["avatar", "design", str(tmp_path / "theo.json"), "--out", str(tmp_path / "theo")]
    )
    assert result.exit_code == 1
    assert said in result.output
    assert not (tmp_path / "theo").exists()


def test_the_parameters_are_listed_without_a_file() -> None:
    result = CliRunner().invoke(app, ["avatar", "design", "--list-parameters"])
    assert result.exit_code == 0
    assert "hair_colour: colour of the hair (#rrggbb; usually #2e1d13)" in result.output


def test_a_designed_person_is_an_avatar_of_this_server(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    showing = Showing({shape: shape.encode() for shape in ("square", "landscape", "portrait")}, b"clip")
    id = add_designed(settings, "Theo", tmp_path / "theo", showing)

    async def look() -> None:
        async with serving(settings.data_dir) as server:
            avatar = (await server.client.get(f"/v1/avatars/{id}")).json()
            assert (avatar["displayName"], avatar["buildStatus"]) == ("Theo", "ready")
            assert avatar["createdByOrganizationId"] is not None
            for field, content in {
                "imageUrl": b"square",
                "landscapeImageUrl": b"landscape",
                "portraitImageUrl": b"portrait",
                "idleVideoUrl": b"clip",
            }.items():
                assert (await server.client.get(avatar[field])).content == content

    asyncio.run(look())

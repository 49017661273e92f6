"""The examples of the public documents, run as they are printed: by a shell with curl, and by Node.js."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from tests.api import published
from tests.api.contract.comparison import HERE as DIGESTS
from tests.api.contract.rebuilding import rebuilt
from tests.api.servers import KEY, bearer
from tests.api.test_python_sdk import listening
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement

SEND_CONFIG = """
const answer = await fetch(`${process.argv[2]}/v1/auth/session-token`, {
  method: "POST",
  headers: { Authorization: `Bearer ${process.argv[3]}`, "Content-Type": "application/json" },
  body: JSON.stringify({ personaConfig }),
});
console.log(JSON.stringify({ status: answer.status, ...(await answer.json()) }));
"""


@pytest.fixture
async def url(data_dir: Path) -> AsyncIterator[str]:
    async with listening(data_dir, ScriptedPlacement()) as address:
        yield address


with_curl = pytest.mark.skipif(
    shutil.which("curl") is None, reason="curl is not here; test_personas.py sends what the commands say"
)


@with_curl
@pytest.mark.parametrize("command", [published.CREATE_APRIL, published.CREATE_WITH_OPTIONS])
async def test_a_printed_curl_command_creates_its_persona(url: str, command: str) -> None:
    printed = await _output_of("bash", "-c", published.on(url, KEY, f"{command.strip()} --silent --fail"))

    assert json.loads(printed)["name"] == "Cara"


@with_curl
async def test_the_answer_to_the_printed_command_has_the_fields_and_types_of_april(url: str) -> None:
    printed = await _output_of("bash", "-c", published.on(url, KEY, f"{published.CREATE_APRIL.strip()} -s"))

    _fits_april(json.loads(printed), "/v1/personas", "post", "201")


async def test_the_printed_update_is_answered_as_april_says(url: str) -> None:
    async with httpx.AsyncClient(base_url=url, headers=bearer(KEY), timeout=PATIENCE_S) as client:
        made = (await client.post("/v1/personas", json={})).json()
        reply = await client.put(f"/v1/personas/{made['id']}", json=published.UPDATE)

    assert reply.status_code == 200
    _fits_april(reply.json(), "/v1/personas/{id}", "put", "200")


@pytest.mark.parametrize("config", published.PERSONA_CONFIGS_JS)
async def test_a_printed_persona_config_gets_a_token(url: str, config: str, tmp_path: Path) -> None:
    (tmp_path / "page.mjs").write_text(config + SEND_CONFIG)

    printed = json.loads(await _output_of("node", str(tmp_path / "page.mjs"), url, KEY))

    assert printed["status"] == 200
    assert printed["sessionToken"].count(".") == 2


def _fits_april(answer: dict[str, Any], path: str, verb: str, status: str) -> None:
    document = rebuilt(json.loads((DIGESTS / "april.json").read_text("utf-8")))
    schema = document["paths"][path][verb]["responses"][status]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) <= set(answer)
    assert set(schema["properties"]["avatar"]["properties"]) <= set(answer["avatar"])
    assert set(schema["properties"]["voice"]["properties"]) <= set(answer["voice"])
    jsonschema.validate(answer, schema, format_checker=jsonschema.FormatChecker())


async def _output_of(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    return printed.decode()

"""One TypeScript program, checked and run against this server with clients generated from two contracts."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.contract.comparison import HERE as DIGESTS
from tests.api.contract.rebuilding import rebuilt
from tests.api.servers import KEY
from tests.api.test_python_sdk import listening
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement

CLIENTS = Path(__file__).parent / "clients"
GENERATE = "node_modules/openapi-typescript/bin/cli.js"
NO_DEFAULTS = "--default-non-nullable=false"
"""A field with a default may still be left out of a request."""
CHECK = "node_modules/typescript/bin/tsc"
DONE = {
    "name": "Nora",
    "skipGreeting": True,
    "toolType": "SYSTEM",
    "group": "Rules",
    "usageLimit": 3,
    "sessions": 0,
    "canStart": True,
    "said": "Persona deleted",
    "after": 404,
}


@pytest.mark.parametrize("contract", ["ours", "july"])
async def test_a_generated_client_type_checks_and_works(
    contract: str, data_dir: Path, tmp_path: Path
) -> None:
    assert (CLIENTS / "node_modules").is_dir(), "scripts/setup.sh dev installs what this test needs"
    for name in ("program.ts", "tsconfig.json", "package.json"):
        shutil.copy(CLIENTS / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(CLIENTS / "node_modules")
    async with listening(data_dir, ScriptedPlacement()) as url:
        document = await _document(contract, url)
        (tmp_path / "contract.json").write_text(json.dumps(document))
        await _node(tmp_path, GENERATE, "contract.json", "--output", "contract.ts", NO_DEFAULTS)
        await _node(tmp_path, CHECK, "--project", ".")
        said = await _node(tmp_path, "program.js", url, KEY)

    assert json.loads(said) == DONE


async def _document(contract: str, url: str) -> dict[str, Any]:
    if contract == "july":
        return rebuilt(json.loads((DIGESTS / "july.json").read_text("utf-8")))
    async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
        served: dict[str, Any] = (await client.get(f"{url}/openapi.json")).json()
    return served


async def _node(folder: Path, *command: str) -> str:
    """What it printed. Fails with all of it."""
    process = await asyncio.create_subprocess_exec(
        "node",
        *command,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed = (await process.communicate())[0].decode()
    assert process.returncode == 0, printed
    return printed

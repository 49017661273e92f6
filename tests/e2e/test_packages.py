"""A session all of whose parts a package brings: whoever types to the robot is answered by its mind, in its voice."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.raw_client import joined, start
from tests.packages import install_example
from tests.patience import PATIENCE_S
from tests.serving import running_server

from visavis.services.stock import DEFAULT_LLM

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

ROBOT = {"displayName": "Robot", "provider": "CARTESIA", "providerVoiceId": "beep", "engine": "robot"}


async def test_a_package_of_somebody_else_speaks_hears_and_thinks(
    data_dir_template: Path, tmp_path: Path
) -> None:
    packages = install_example(tmp_path)
    path = os.pathsep.join(filter(None, (str(packages), os.environ.get("PYTHONPATH"))))
    (folder := tmp_path / "data").mkdir()
    async with running_server(
        *(shared_data_dir(data_dir_template, folder), "--engines", "1"),
        PYTHONPATH=path,
        VISAVIS_BOOTSTRAP_API_KEY=KEY,
        VISAVIS_STT="robot",
        VISAVIS_MIND="robot",
    ) as server:
        headers = {"authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
            voice = (await http.post("/v1/voices", json=ROBOT)).raise_for_status().json()
            assert (voice["engine"], voice["engineNote"]) == ("robot", None)

            config = {
                "voiceId": voice["id"],
                "llmId": DEFAULT_LLM,
                "languageCode": "de",
                "skipGreeting": True,
            }
            async with joined(await start(http, **config)) as client:
                client.tell("speech", content="Hallo")  # a language that no embedded ears know
                assert await client.said("an answer", bool) == "You said: Hallo."
                assert client.warnings == []

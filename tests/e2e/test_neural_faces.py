"""A server with a lip model, as a client sees it: while she speaks, her mouth is the model's."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import numpy as np
import pytest
from anam import AnamClient
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.developer import Developer
from tests.e2e.lips import Lips
from tests.e2e.python_caller import calling, options
from tests.e2e.speaking import Speakers
from tests.face.neural import tiny_models
from tests.patience import PATIENCE_S
from tests.serving import running_server

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


async def test_she_speaks_with_the_models_mouth_and_the_log_counts_its_pictures(
    tmp_path: Path, data_dir_template: Path, speakers: Speakers
) -> None:
    data_dir = shared_data_dir(data_dir_template, tmp_path)
    variables = {
        "VISAVIS_BOOTSTRAP_API_KEY": KEY,
        "VISAVIS_LIP_MODEL": str(tiny_models.wav2lip(tmp_path / "lips")),
    }
    async with running_server(data_dir, "--engines", "1", **variables) as server:
        assert "  draws    mouths with Tiny Wav2Lip (made by the tests)" in server.printed
        headers = {"authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
            client = AnamClient(session_token=await Developer(http).token(), options=options(server.url))
        async with calling(client, speakers) as caller:
            [before] = await caller.frames(1)
            await caller.session.talk("The garden is open in the summer, and so is the tower of the church.")
            await caller.sounds()
            speaking = await caller.frames(40)
            await caller.falls_silent(after_s=0)
            [after] = (await caller.frames(5))[-1:]
    lips = Lips.of("ana", before.luma.shape[1], before.luma.shape[0])
    drawn = [lips.likeness(picture.luma, before.luma) for picture in speaking[10:]]
    assert np.median(drawn) < 0.4, "random weights draw no lips"
    assert lips.likeness(after.luma, before.luma) > 0.9

    log = "\n".join(server.printed)
    assert "lip model Tiny Wav2Lip (wav2lip; licence: made by the tests) runs on cpu" in log
    counted = re.search(r"the lip model drew (\d+) pictures, was late for (\d+) and failed for 0", log)
    assert counted is not None
    assert int(counted[1]) > 40

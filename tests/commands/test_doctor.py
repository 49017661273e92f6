"""visavis doctor, in a process of its own, against servers on this machine."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from pydantic import SecretStr
from tests.providers.live.vendors import realtime
from tests.providers.live.vendors.realtime import RealtimeVendor
from tests.providers.stt.vendors.desk import KEY
from tests.providers.stt.vendors.flux import FluxDesk
from tests.services.wings import opened_wing, organization_of

from visavis.engine.checkup import SENTENCE
from visavis.services.vendor_keys import set_key

NOBODY = "http://127.0.0.1:9"


async def doctor(data_dir: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "DEEPGRAM_API_KEY"):
        settings.setdefault(name, "")
    environment = os.environ | {"OLLAMA_HOST": NOBODY} | settings
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "visavis", "doctor", *arguments, "--data-dir", str(data_dir)),
        env={name: value for name, value in environment.items() if value},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_what_works_and_what_does_not_is_told_with_the_vendors_own_words(data_dir: Path) -> None:
    desk = FluxDesk([SENTENCE])
    async with desk.open() as url:
        well, said = await doctor(data_dir, "deepgram", DEEPGRAM_API_KEY=KEY, DEEPGRAM_BASE_URL=url)
        ill, complained = await doctor(data_dir, "deepgram", DEEPGRAM_API_KEY="wrong", DEEPGRAM_BASE_URL=url)

    assert (well, ill) == (0, 1)
    assert "✓ hear" in said
    assert SENTENCE in said
    assert "✗ hear" in complained
    assert "Invalid credentials" in complained


async def test_a_model_that_is_not_there_is_a_finding(data_dir: Path) -> None:
    code, said = await doctor(data_dir, "127.0.0.1", OPENAI_BASE_URL=f"{NOBODY}/v1", OPENAI_MODEL="mine")

    assert code == 1
    assert "✗ think  mine at 127.0.0.1:9" in said


async def test_whoever_is_not_set_up_is_not_asked(data_dir: Path) -> None:
    code, said = await doctor(data_dir, "nobody")

    assert code == 1
    assert "Nobody of that name is set up here" in said


async def test_as_an_organization_it_asks_with_the_key_of_its_own(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        own = await organization_of(wing)
        await set_key(wing, own, "deepgram", SecretStr(KEY))
    async with FluxDesk([SENTENCE]).open() as url:
        code, said = await doctor(tmp_path, "deepgram", "--org", own, DEEPGRAM_BASE_URL=url)
        of_the_server, _ = await doctor(tmp_path, "deepgram", DEEPGRAM_BASE_URL=url)
        of_nobody, complained = await doctor(tmp_path, "--org", "nobody")

    assert (code, of_the_server, of_nobody) == (0, 1, 1)
    assert SENTENCE in said
    assert KEY not in said
    assert "There is no organization nobody" in complained


async def test_a_model_that_hears_and_speaks_is_asked_where_the_operator_has_one(data_dir: Path) -> None:
    async with RealtimeVendor(answers=["Seven euros."]).at_work() as vendor:
        reached = {"OPENAI_REALTIME_BASE_URL": vendor.url, "OPENAI_API_KEY": realtime.KEY}
        code, said = await doctor(data_dir, "hears and speaks", **reached)

    assert code == 0, said
    assert '"Seven euros."' in said

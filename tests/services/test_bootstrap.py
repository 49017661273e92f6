"""The first start, and the ones after it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from visavis.services import stock
from visavis.services.bootstrap import open_control_wing
from visavis.services.errors import Invalid, Unauthorized
from visavis.services.keys import list_keys, recognise, revoke_key
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.tables import Avatar, Persona


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)


async def start(data_dir: Path, **settings: Any) -> ControlWing:
    return await open_control_wing(Settings(data_dir=data_dir, OLLAMA_HOST="http://127.0.0.1:9", **settings))


async def test_the_first_start_makes_a_key_and_shows_it_once(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    wing = await start(folder)
    key = wing.first_key
    await wing.close()

    assert key is not None
    assert "." not in key
    assert key.encode() not in (folder / "visavis.db").read_bytes()
    again = await start(folder)
    assert again.first_key is None
    assert (await recognise(again.database, again.keyring, key)).api_key_id
    await again.close()


async def test_a_preset_key_works_and_is_not_shown(data_dir: Path) -> None:
    for _ in range(2):
        wing = await start(data_dir, bootstrap_api_key="my-own-key")
        assert wing.first_key is None
        await recognise(wing.database, wing.keyring, "my-own-key")
        async with wing.database.transaction() as session:
            assert len(await list_keys(session)) == 1
        await wing.close()


async def test_a_revoked_preset_key_stays_revoked(data_dir: Path) -> None:
    wing = await start(data_dir, bootstrap_api_key="my-own-key")
    async with wing.database.transaction() as session:
        await revoke_key(session, (await list_keys(session))[0].id)
    await wing.close()

    wing = await start(data_dir, bootstrap_api_key="my-own-key")
    with pytest.raises(Unauthorized):
        await recognise(wing.database, wing.keyring, "my-own-key")
    await wing.close()


@pytest.mark.parametrize("key", ["has.a.dot", "short", "with space", "ümlautümlaut"])
async def test_a_preset_key_that_clients_could_not_use_is_refused(data_dir: Path, key: str) -> None:
    with pytest.raises(Invalid):
        await start(data_dir, bootstrap_api_key=key)


async def test_seeding_again_keeps_own_rows_and_renews_stock(data_dir: Path) -> None:
    wing = await start(data_dir)
    async with wing.database.transaction() as session:
        avatar = await session.get_one(Avatar, stock.DEFAULT_AVATAR)
        created, avatar.display_name = avatar.created_at, "An older name"
        session.add(Persona(id="mine", organization_id=None, name="Mine"))
    await wing.close()

    wing = await start(data_dir)
    async with wing.database.transaction() as session:
        avatar = await session.get_one(Avatar, stock.DEFAULT_AVATAR)
        assert avatar.display_name == "Cara"
        assert avatar.created_at == created
        assert (await session.get_one(Persona, "mine")).name == "Mine"
    await wing.close()


async def test_the_log_says_what_answers(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "visavis"):
        await (await start(data_dir)).close()

    assert "Default LLM: the embedded offline answerer" in caplog.text

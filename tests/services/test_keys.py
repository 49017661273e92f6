"""API keys at rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select, update
from tests.services.wings import opened_wing, organization_of

from visavis.services.errors import Unauthorized
from visavis.services.keys import create_key, digest, key_plain_digests, recognise
from visavis.services.wing import ControlWing
from visavis.store.secrets import DIGEST_FILE, KEYS_FOLDER, open_keyring
from visavis.store.tables import ApiKey


def plain(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


async def made(wing: ControlWing) -> str:
    async with wing.database.transaction() as session:
        return (await create_key(session, wing.keyring, await organization_of(wing), "ours")).key


async def stored(wing: ControlWing) -> set[str]:
    async with wing.database.transaction() as session:
        return set(await session.scalars(select(ApiKey.digest)))


def test_only_who_has_the_servers_key_can_make_a_digest(tmp_path: Path) -> None:
    ours, theirs = open_keyring(tmp_path / "ours"), open_keyring(tmp_path / "theirs")

    assert digest(ours, "vv_key") == digest(open_keyring(tmp_path / "ours"), "vv_key")
    assert digest(ours, "vv_key") not in (digest(theirs, "vv_key"), digest(ours, "vv_kez"))
    assert plain("vv_key") not in digest(ours, "vv_key")
    assert len(digest(ours, "vv_key")) <= 64


async def test_keys_of_an_earlier_version_go_on_working_and_are_keyed_once(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        key = await made(wing)
        expected = digest(wing.keyring, key)
        async with wing.database.transaction() as session:
            old = update(ApiKey).where(ApiKey.digest == expected).values(digest=plain(key))
            assert (await session.execute(old)).rowcount == 1
        with pytest.raises(Unauthorized):
            await recognise(wing.database, wing.keyring, key)

    for _ in range(2):
        async with opened_wing(tmp_path) as wing:
            assert (await recognise(wing.database, wing.keyring, key)).api_key_id
            assert expected in await stored(wing)
            assert plain(key) not in await stored(wing)
            async with wing.database.transaction() as session:
                assert await key_plain_digests(session, wing.keyring) == 0


async def test_a_digest_in_the_database_is_no_key(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        key = await made(wing)
        for guess in (plain(key), digest(wing.keyring, key)):
            with pytest.raises(Unauthorized):
                await recognise(wing.database, wing.keyring, guess)


async def test_without_the_servers_key_no_api_key_works(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        key = await made(wing)
    (tmp_path / KEYS_FOLDER / DIGEST_FILE).unlink()

    async with opened_wing(tmp_path) as wing:
        with pytest.raises(Unauthorized):
            await recognise(wing.database, wing.keyring, key)

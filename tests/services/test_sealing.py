"""What is sealed follows its key."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.wings import opened_wing, organization_of

from visavis.services.sealing import count_stale, seal_anew, sealed_columns
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.secrets import (
    KEYS_FOLDER,
    SEALING_FILE,
    NotSealedHere,
    add_sealing_key,
    forget_old_sealing_keys,
    open_keyring,
)
from visavis.store.tables import Llm, SessionToken, Tool


async def entrust(wing: ControlWing, name: str) -> None:
    """A secret in every sealed column."""
    ours, sealed = await organization_of(wing), wing.keyring.seal(f"secret of {name}")
    async with wing.database.transaction() as session:
        session.add_all(
            [
                Llm(id=name, organization_id=ours, kind="own", display_name="x", llm_format="openai"),
                Tool(id=name, organization_id=ours, name=name, description="x", type="CLIENT"),
                SessionToken(id=name, organization_id=ours, expires_at=now(), sealed_request=sealed),
            ]
        )
        await session.flush()
        (await session.get_one(Llm, name)).sealed_secret = sealed
        (await session.get_one(Tool, name)).sealed_headers = sealed


async def entrusted(wing: ControlWing, name: str) -> list[str]:
    async with wing.database.transaction() as session:
        return [
            (await session.get_one(Llm, name)).sealed_secret or "",
            (await session.get_one(Tool, name)).sealed_headers or "",
            (await session.get_one(SessionToken, name)).sealed_request,
        ]


def test_every_sealed_column_is_in_a_table_that_can_be_walked() -> None:
    names = {f"{column.table.name}.{column.name}" for column in sealed_columns()}

    assert names >= {"llms.sealed_secret", "tools.sealed_headers", "session_tokens.sealed_request"}
    assert {len(column.table.primary_key.columns) for column in sealed_columns()} == {1}


async def test_a_new_key_takes_over_at_the_next_start_and_the_old_one_can_go(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        await entrust(wing, "old")
        before = await entrusted(wing, "old")

        add_sealing_key(tmp_path)

        await entrust(wing, "meanwhile")  # by the server that still runs, with the old key
        async with wing.database.transaction() as session:
            assert await count_stale(session, open_keyring(tmp_path)) == 6

    async with opened_wing(tmp_path) as wing:
        after = await entrusted(wing, "old")
        assert not set(before) & set(after)
        async with wing.database.transaction() as session:
            assert await count_stale(session, wing.keyring) == 0
            assert await seal_anew(session, wing.keyring) == 0, "done once"

    assert forget_old_sealing_keys(tmp_path) == 1
    async with opened_wing(tmp_path) as wing:
        for name in ("old", "meanwhile"):
            secrets = [wing.keyring.unseal(sealed) for sealed in await entrusted(wing, name)]
            assert secrets == [f"secret of {name}"] * 3
        with pytest.raises(NotSealedHere):
            wing.keyring.unseal(before[0])


async def test_what_no_key_opens_stays_as_it_is_and_stops_nothing(tmp_path: Path) -> None:
    async with opened_wing(tmp_path) as wing:
        await entrust(wing, "lost")
        lost = await entrusted(wing, "lost")
    (tmp_path / KEYS_FOLDER / SEALING_FILE).unlink()
    async with opened_wing(tmp_path) as wing:
        await entrust(wing, "kept")
    add_sealing_key(tmp_path)

    async with opened_wing(tmp_path) as wing:
        assert await entrusted(wing, "lost") == lost
        assert wing.keyring.is_fresh((await entrusted(wing, "kept"))[0])
        async with wing.database.transaction() as session:
            assert await count_stale(session, wing.keyring) == 0

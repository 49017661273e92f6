"""The snapshot of a persona shows what its rows hold, however they are made up."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store.base import Table, new_id, now
from visavis.store.database import Database, open_database
from visavis.store.persona_snapshot import SNAPSHOT, PersonaView
from visavis.store.tables import Avatar, Organization, Persona, PersonaTool, ShareLink, Tool, Voice

OURS, THEIRS = "ours", "theirs"
TEXTS = ("", "plain", 'with "quotes" and \\ and \n', "Zoë, 東京 🙂", "null", "0", "x" * 200)
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"speed": 1.0, "deep": {"list": [1, 2.5, None, True, "Zoë"]}},
    {"big": 12345678901234567890, "small": 1e-7, "empty": [], "text": 'a "b" \\'},
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = open_database(f"sqlite+aiosqlite:///{tmp_path / 'visavis.db'}")
    await opened.migrate()
    async with opened.transaction() as session:
        session.add_all([Organization(id=OURS, name="Ours"), Organization(id=THEIRS, name="Theirs")])
    yield opened
    await opened.close()


async def test_it_shows_what_the_rows_hold(database: Database) -> None:
    chance = random.Random(20)
    async with database.transaction() as session:
        ids = [await a_persona(session, chance) for _ in range(60)]

    for persona_id in ids:
        seen = await look(database, persona_id)
        assert seen is not None
        async with database.transaction() as session:
            assert shown(seen) == await expected(session, persona_id)


async def test_it_shows_no_persona_of_others(database: Database) -> None:
    async with database.transaction() as session:
        persona = Persona(id=new_id(), organization_id=THEIRS, name="Theirs")
        session.add(persona)
    assert await look(database, persona.id) is None
    assert await look(database, "nobody") is None


async def look(database: Database, persona_id: str) -> PersonaView | None:
    return await database.look_up(SNAPSHOT, {"organization_id": OURS, "persona_id": persona_id})


async def a_persona(session: AsyncSession, chance: random.Random) -> str:
    """With any parts, tools and share links, or none of them."""

    def text() -> str:
        return chance.choice(TEXTS)

    avatar = Avatar(
        display_name=text(),
        rig="",
        available_versions=["v1", text()],
        blobs={"square": text()},
        deleted_at=chance.choice([None, None, now()]),
    )
    voice = Voice(
        display_name=text(),
        provider="FISH_AUDIO",
        engine="flite",
        engine_voice="slt",
        enhance=chance.choice([None, True, False]),
    )
    session.add_all([avatar, voice])
    await session.flush()
    persona = Persona(
        organization_id=chance.choice([OURS, OURS, None]),
        name=text(),
        system_prompt=text(),
        avatar_id=chance.choice([avatar.id, avatar.id, "gone", None]),
        voice_id=chance.choice([voice.id, voice.id, "gone", None]),
        voice_speed=chance.choice([None, 1.0, 0.5]),
        skip_greeting=chance.choice([True, False]),
        voice_generation_options=chance.choice([None, *SETTINGS]),
        widget_config=chance.choice(SETTINGS),
    )
    session.add(persona)
    await session.flush()
    tools = [
        Tool(
            organization_id=OURS,
            name=new_id(),
            description=text(),
            type="CLIENT",
            config=chance.choice(SETTINGS),
            disable_interruptions=chance.choice([True, False]),
        )
        for _ in range(chance.randrange(4))
    ]
    session.add_all(tools)
    await session.flush()
    places = chance.sample(range(10), len(tools))
    for tool, position in zip(tools, places, strict=True):
        session.add(PersonaTool(persona_id=persona.id, tool_id=tool.id, position=position))
    at = now()
    session.add_all(
        ShareLink(
            organization_id=chance.choice([OURS, OURS, THEIRS]),
            persona_id=persona.id,
            persona_name=text(),
            token=new_id(),
            expires_at=chance.choice([None, at.replace(microsecond=0), at]),
            usage_limit=chance.choice([None, 3]),
            allowed_origins=[text()],
            enabled=chance.choice([True, False]),
            created_at=at + timedelta(seconds=chance.randrange(3)),
        )
        for _ in range(chance.randrange(4))
    )
    await session.flush()
    return persona.id


async def expected(session: AsyncSession, persona_id: str) -> list[Any]:
    """The same through the ORM, row by row."""
    persona = await session.get_one(Persona, persona_id)
    avatar = await session.get(Avatar, persona.avatar_id or "")
    tools = select(Tool).join(PersonaTool).where(PersonaTool.persona_id == persona_id)
    links = select(ShareLink).where(ShareLink.persona_id == persona_id, ShareLink.organization_id == OURS)
    return [
        values(persona),
        values(None if avatar is None or avatar.deleted_at else avatar),
        values(await session.get(Voice, persona.voice_id or "")),
        [values(tool) for tool in await session.scalars(tools.order_by(PersonaTool.position))],
        [values(link) for link in await session.scalars(links.order_by(ShareLink.created_at, ShareLink.id))],
    ]


def shown(view: PersonaView) -> list[Any]:
    parts = [values(view.persona), values(view.avatar), values(view.voice)]
    return [*parts, [values(tool) for tool in view.tools], [values(link) for link in view.share_links]]


def values(row: Table | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        column.key: (type(value := getattr(row, column.key)), value) for column in row.__mapper__.column_attrs
    }

"""Both databases find the same words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from visavis.services.organizations import create_organization
from visavis.store.database import Database, open_database
from visavis.store.tables import KnowledgeChunk, KnowledgeDocument, KnowledgeGroup

CHUNKS = (
    "The cafés of Zürich open late, and the café of Bern earlier.",
    "Write to help@example.com or see https://example.com/opening-hours/2024.",
    "Model VX-210 costs 3.50; who is who is a question.",
    "Привет, мир: это проверка.",
    "The the the the the the the the the the the the giraffe the the the the.",
    "Giraffes: a giraffe sleeps with other giraffes.",
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """With one group of all chunks and an empty one."""
    opened = open_database(database_url)
    async with opened.transaction() as session:
        organization = await create_organization(session, "Ours")
        for id in ("full", "empty"):
            session.add(KnowledgeGroup(id=id, organization_id=organization.id, name=id))
        await session.flush()
        document = KnowledgeDocument(
            organization_id=organization.id, group_id="full", filename="f", kind="txt", content_type="text/plain",
            size=1, blob_key="documents/x", status="READY", chunk_size=1000, chunk_overlap=0,
        )  # fmt: skip
        session.add(document)
        await session.flush()
        for number, text in enumerate(CHUNKS):
            session.add(
                KnowledgeChunk(
                    id=number, document_id=document.id, group_id="full", number=number, text=text, details={}
                )
            )
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("word", "chunks"),
    [
        ("cafe", {0}), ("cafés", {0}), ("ZURICH".lower(), {0}), ("opening", {0, 1}), ("example", {1}),
        ("2024", {1}), ("vx", {2}), ("210", {2}), ("50", {2}), ("who", {2}), ("привет", {3}),
        ("giraffe", {4, 5}), ("sleeping", {5}), ("absent", set()),
    ],
)  # fmt: skip
async def test_a_word_is_found_with_its_forms_and_without_accents(
    database: Database, word: str, chunks: set[int]
) -> None:
    async with database.transaction() as session:
        assert await database.words.holding(session, ["full"], word) == chunks
        assert await database.words.holding(session, ["empty"], word) == set()


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (["giraffe"], [5, 4]),  # more often, in fewer words
        (["the", "sleeps"], [5, 4, 0]),  # the rarer word counts more
    ],
)
async def test_the_best_come_first(database: Database, words: Sequence[str], order: list[int]) -> None:
    async with database.transaction() as session:
        assert await database.words.best(session, ["full"], words, 10) == order
        assert await database.words.best(session, ["full"], words, 1) == order[:1]
        assert await database.words.best(session, ["empty"], words, 10) == []

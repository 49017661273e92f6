"""Search by words and by meaning, over chunks whose meaning the test decides."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest

from visavis.knowledge.search import MEANING, Hit, search
from visavis.services.organizations import create_organization
from visavis.store.database import Database, open_database
from visavis.store.tables import KnowledgeChunk, KnowledgeDocument, KnowledgeGroup
from visavis.store.word_index import MOST_WORDS, words_of

Direction = tuple[float, float]

EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)


class Library:
    """Groups of one-chunk documents."""

    def __init__(self, database: Database, organization: str) -> None:
        self._database = database
        self._organization = organization

    async def group(self, *chunks: tuple[str, Direction | None], status: str = "READY") -> str:
        async with self._database.transaction() as session:
            group = KnowledgeGroup(organization_id=self._organization, name="G")
            session.add(group)
            await session.flush()
            for text, meaning in chunks:
                document = KnowledgeDocument(
                    organization_id=self._organization,
                    group_id=group.id,
                    filename="f",
                    kind="txt",
                    content_type="text/plain",
                    size=1,
                    blob_key="documents/x",
                    status=status,
                    chunk_size=1000,
                    chunk_overlap=0,
                )
                session.add(document)
                await session.flush()
                embedding = None if meaning is None else np.array(meaning, "<f4").tobytes()
                session.add(
                    KnowledgeChunk(
                        document_id=document.id, group_id=group.id, number=0, text=text, embedding=embedding
                    )
                )
        return group.id

    async def search(
        self, question: str, *groups: str, meaning: Direction | None = None, limit: int = 20
    ) -> list[Hit]:
        direction = None if meaning is None else np.array(meaning, np.float32)
        async with self._database.transaction() as session:
            return await search(session, self._database.words, groups, question, limit, direction)


@pytest.fixture
async def library(database_url: str) -> AsyncIterator[Library]:
    database = open_database(database_url)
    async with database.transaction() as session:
        organization = await create_organization(session, "Ours")
    yield Library(database, organization.id)
    await database.close()


def found(hits: list[Hit]) -> list[tuple[str, float]]:
    return [(hit.text, hit.score) for hit in hits]


async def test_meaning_finds_what_is_said_in_other_words(library: Library) -> None:
    group = await library.group(("The zoo opens at nine.", NORTH), ("Dogs are not allowed.", EAST))

    hits = await library.search("puppy", group, meaning=EAST)

    assert found(hits) == [("Dogs are not allowed.", MEANING), ("The zoo opens at nine.", 0.0)]


async def test_words_decide_between_equal_meanings(library: Library) -> None:
    group = await library.group(("The VX-210 lasts long.", EAST), ("The VX-310 lasts long.", EAST))

    hits = await library.search("VX-310", group, meaning=EAST)

    assert hits[0].text == "The VX-310 lasts long."
    assert hits[0].score == 1.0
    assert MEANING < hits[1].score < 1.0, "it has the VX"


async def test_an_opposite_meaning_is_no_worse_than_none(library: Library) -> None:
    group = await library.group(("Giraffe.", WEST))

    assert found(await library.search("giraffe", group, meaning=EAST)) == [
        ("Giraffe.", round(1 - MEANING, 4))
    ]


async def test_a_chunk_from_before_the_model_has_its_words(library: Library) -> None:
    group = await library.group(("Giraffe.", None), ("Zebra.", EAST))

    hits = await library.search("giraffe", group, meaning=EAST)

    assert found(hits) == [("Giraffe.", 1.0), ("Zebra.", MEANING)]


async def test_a_question_without_words_has_a_meaning_all_the_same(library: Library) -> None:
    group = await library.group(("Giraffe.", EAST))

    assert len(await library.search("?!", group, meaning=EAST)) == 1
    assert await library.search("?!", group) == []


async def test_several_groups_are_searched_together_and_no_others(library: Library) -> None:
    one, two = await library.group(("Giraffe one.", EAST)), await library.group(("Giraffe two.", EAST))
    await library.group(("Giraffe three.", EAST))

    for meaning in (None, EAST):
        hits = await library.search("giraffe", one, two, meaning=meaning)
        assert {hit.text for hit in hits} == {"Giraffe one.", "Giraffe two."}


@pytest.mark.parametrize("status", ["PROCESSING", "FAILED"])
async def test_only_documents_that_are_ready_are_found(library: Library, status: str) -> None:
    group = await library.group(("Giraffe.", EAST), status=status)

    assert await library.search("giraffe", group) == []
    assert await library.search("giraffe", group, meaning=EAST) == []


async def test_no_more_are_found_than_asked_for(library: Library) -> None:
    group = await library.group(*((f"Giraffe {number}.", EAST) for number in range(30)))

    assert len(await library.search("giraffe", group, limit=3)) == 3
    assert len(await library.search("giraffe", group, meaning=EAST, limit=3)) == 3


def test_a_question_has_so_many_words() -> None:
    assert words_of("Where is the giraffe? The GIRAFFE!") == ["where", "is", "the", "giraffe"]
    assert len(words_of(" ".join(f"word{number}" for number in range(100)))) == MOST_WORDS

"""Documents are read as a job: in batches, anew after a crash, and not when they are gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from tests.knowledge.real_model import minilm_files
from tests.services.wings import opened_wing, organization_of

from visavis.knowledge.models import MODELS
from visavis.services import ingestion, knowledge_documents, knowledge_groups
from visavis.services.job_kinds import JOB_KINDS
from visavis.services.jobs import Worker
from visavis.services.knowledge_documents import Described, DocumentView
from visavis.services.knowledge_search import search_groups
from visavis.services.wing import ControlWing
from visavis.store.blobs import whole
from visavis.store.tables import Job, KnowledgeChunk, KnowledgeDocument, KnowledgeGroup

LOG = "\n".join(f"12:{minute:02} giraffe {minute}" for minute in range(10))


@pytest.fixture
async def wing(data_dir: Path) -> AsyncIterator[ControlWing]:
    async with opened_wing(data_dir) as opened:
        yield opened


async def uploaded(wing: ControlWing, filename: str = "a.log", content: str = LOG) -> KnowledgeDocument:
    organization = await organization_of(wing)
    async with wing.database.transaction() as session:
        group = (await knowledge_groups.create_group(session, organization, {"name": "G"})).group
    described = Described(filename, "", 1000, 200)
    view = await knowledge_documents.upload(
        wing, organization, group.id, described, whole(content.encode()), "file"
    )
    return view.document


async def seen(wing: ControlWing, document: KnowledgeDocument) -> DocumentView:
    async with wing.database.transaction() as session:
        return await knowledge_documents.get_document(session, document.organization_id, document.id)


async def chunk_numbers(wing: ControlWing) -> list[int]:
    async with wing.database.transaction() as session:
        return list(await session.scalars(select(KnowledgeChunk.number).order_by(KnowledgeChunk.number)))


GIRAFFES = {  # by dialect
    "sqlite": "SELECT count(*) FROM knowledge_words WHERE knowledge_words MATCH 'giraffe'",
    "postgresql": "SELECT count(*) FROM knowledge_chunks WHERE words @@ knowledge_query('giraffe')",
}


async def words_in_the_index(wing: ControlWing) -> int:
    async with wing.database.transaction() as session:
        return await session.scalar(text(GIRAFFES[session.get_bind().dialect.name])) or 0


async def work(wing: ControlWing) -> None:
    await Worker(wing, JOB_KINDS).work_off()


async def test_chunks_are_stored_in_batches_and_progress_is_shown(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingestion, "BATCH", 4)
    document = await uploaded(wing)
    shown = []
    store = ingestion._store

    async def watched(*arguments: object, **more: object) -> bool:
        shown.append((await seen(wing, document)).progress)
        return await store(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ingestion, "_store", watched)
    await work(wing)

    assert await chunk_numbers(wing) == list(range(10))
    assert shown == [0.0, 0.4, 0.8]
    view = await seen(wing, document)
    assert (view.document.status, view.progress) == ("READY", 1.0)


async def test_what_a_crash_left_half_read_is_read_anew_and_once(data_dir: Path) -> None:
    async with opened_wing(data_dir) as wing:
        document = await uploaded(wing)
        async with wing.database.transaction() as session:
            session.add(
                KnowledgeChunk(document_id=document.id, group_id=document.group_id, number=0, text="x")
            )
        assert await Worker(wing, JOB_KINDS)._claim()  # and here the process dies

    async with opened_wing(data_dir) as wing:
        worker = Worker(wing, JOB_KINDS)
        await worker.resume()
        await worker.work_off()
        assert (await seen(wing, document)).document.status == "READY"
        assert await chunk_numbers(wing) == list(range(10))
        organization = document.organization_id
        found = await search_groups(wing, organization, [document.group_id], "giraffe", 20)
        assert len(found.hits) == 10


async def test_a_document_that_is_ready_is_left_alone(wing: ControlWing) -> None:
    document = await uploaded(wing)
    await work(wing)
    async with wing.database.transaction() as session:
        session.add(
            Job(organization_id=document.organization_id, kind=ingestion.KIND, subject_id=document.id)
        )
        before = await session.scalar(select(func.min(KnowledgeChunk.id)))

    await work(wing)

    async with wing.database.transaction() as session:
        assert await session.scalar(select(func.min(KnowledgeChunk.id))) == before


async def test_a_file_that_got_lost_has_failed(wing: ControlWing) -> None:
    document = await uploaded(wing)
    await wing.blobs.delete(document.blob_key)

    await work(wing)

    read = (await seen(wing, document)).document
    assert (read.status, read.error_message) == ("FAILED", "The file is not there any more.")


async def test_a_document_that_fails_half_way_leaves_no_chunks(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingestion, "BATCH", 1)
    document = await uploaded(wing, "a.csv", 'name\ngiraffe\n"never closed' + "x" * 1_100_000)

    await work(wing)

    read = (await seen(wing, document)).document
    assert read.status == "FAILED"
    assert "The table cannot be read" in (read.error_message or "")
    assert await chunk_numbers(wing) == []
    assert await words_in_the_index(wing) == 0


@pytest.mark.parametrize("removed", ["document", "group"])
async def test_what_is_removed_while_it_is_read_stays_removed(
    wing: ControlWing, monkeypatch: pytest.MonkeyPatch, removed: str
) -> None:
    monkeypatch.setattr(ingestion, "BATCH", 4)
    document = await uploaded(wing)
    store = ingestion._store
    calls = 0

    async def remove_in_between(*arguments: object, **more: object) -> bool:
        nonlocal calls
        calls += 1
        if calls == 2 and removed == "document":
            await knowledge_documents.delete_document(wing, document.organization_id, document.id)
        elif calls == 2:
            await knowledge_groups.delete_group(wing, document.organization_id, document.group_id)
        return await store(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ingestion, "_store", remove_in_between)
    await work(wing)

    assert calls == 2
    assert await chunk_numbers(wing) == []
    async with wing.database.transaction() as session:
        assert (await session.scalars(select(Job))).all() == []
        assert (await session.scalars(select(KnowledgeDocument))).all() == []
        groups = (await session.scalars(select(KnowledgeGroup))).all()
    assert len(groups) == (1 if removed == "document" else 0)
    assert await words_in_the_index(wing) == 0


async def test_a_group_that_goes_during_an_upload_takes_the_upload_along(wing: ControlWing) -> None:
    organization = await organization_of(wing)
    async with wing.database.transaction() as session:
        group = (await knowledge_groups.create_group(session, organization, {"name": "G"})).group

    async def slow() -> AsyncIterator[bytes]:
        yield b"Giraffes, "
        await knowledge_groups.delete_group(wing, organization, group.id)
        yield b"all of them."

    described = Described("a.txt", "", 1000, 200)
    with pytest.raises(knowledge_documents.NotFound):
        await knowledge_documents.upload(wing, organization, group.id, described, slow(), "file")
    async with wing.database.transaction() as session:
        assert (await session.scalars(select(KnowledgeDocument))).all() == []


async def test_with_the_model_documents_are_found_by_meaning(data_dir: Path) -> None:
    fetched = minilm_files()
    async with opened_wing(data_dir) as wing:
        wing.settings.models_dir.mkdir()
        for model in MODELS:
            (wing.settings.models_dir / model.file_name).symlink_to(fetched / model.file_name)
        document = await uploaded(wing, "a.log", "Dogs stay outside.\nThe café serves soup.\nWe open at ten.")
        await work(wing)

        found = await search_groups(
            wing, document.organization_id, [document.group_id], "May I bring my puppy?", 5
        )

    assert found.how == "hybrid"
    assert found.hits[0].text == "Dogs stay outside."
    assert len(found.hits) == 3


async def test_a_damaged_model_leaves_the_words(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with opened_wing(data_dir) as wing:
        wing.settings.models_dir.mkdir()
        for model in MODELS:
            (wing.settings.models_dir / model.file_name).write_bytes(b"no model")
        document = await uploaded(wing)
        await work(wing)

        found = await search_groups(wing, document.organization_id, [document.group_id], "giraffe", 20)

    assert (found.how, len(found.hits)) == ("lexical", 10)
    assert "damaged" in caplog.text

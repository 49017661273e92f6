"""Samples of imported voices: the vendor's own recording, or one sentence that is spoken once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select
from tests.placements import ScriptedPlacement
from tests.providers.tts.vendors.openai_speech import KEY, OpenAi
from tests.providers.tts.vendors.studio import Day
from tests.providers.tts.vendors.workshop import Workshop
from tests.providers.tts.vendors.workshops import ElevenLabsWorkshop, FishAudioWorkshop
from tests.services.wings import opened_wing, organization_of
from tests.sounds import wav

from visavis.providers import registry
from visavis.providers.tts import openai_speech
from visavis.services.blob_keeping import sweep
from visavis.services.jobs import Worker
from visavis.services.voice_samples import KIND
from visavis.services.voice_sampling import SENTENCE, VoiceSampling
from visavis.services.voices import delete_voice, import_voice
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.blobs import NoBlob
from visavis.store.tables import Job, Voice

THERE = "theirs"


@pytest.fixture(autouse=True)
async def _lines_end_with_their_test() -> AsyncIterator[None]:
    yield
    openai_speech._client.cache_clear()
    await registry.close()


@asynccontextmanager
async def beside(folder: Path, workshop: Workshop, *, trusted: bool = True) -> AsyncIterator[ControlWing]:
    """A wing with a key for the vendor. `trusted`: its previews may lie on this machine."""
    hosts = frozenset({urlsplit(workshop.url).netloc} if trusted else ())
    async with opened_wing(folder, **workshop.environment(), allowed_hosts=hosts) as wing:
        yield wing


async def imported(wing: ControlWing, provider: str) -> Voice:
    fields = {"display_name": "Rachel", "provider": provider, "provider_voice_id": THERE}
    return await import_voice(wing, await organization_of(wing), fields)


async def sampled(
    wing: ControlWing, voice: Voice, placement: ScriptedPlacement | None = None
) -> bytes | None:
    """What is kept once all jobs are done that wait now."""
    await Worker(wing, {KIND: VoiceSampling(placement or ScriptedPlacement(refuses=True))}).work_off()
    async with wing.database.transaction() as session:
        key = (await session.get_one(Voice, voice.id)).sample_key
    return await wing.blobs.read(key) if key else None


async def jobs_left(wing: ControlWing) -> int:
    async with wing.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(Job)) or 0


@pytest.mark.parametrize("kind", [ElevenLabsWorkshop, FishAudioWorkshop])
async def test_what_the_vendor_shows_of_a_voice_is_kept(kind: type[Workshop], tmp_path: Path) -> None:
    async with (
        kind(voices={THERE: {}}, previews={THERE: wav()}).at_work() as workshop,
        beside(tmp_path, workshop) as wing,
    ):
        voice = await imported(wing, kind.provider)
        assert await sampled(wing, voice) == wav()
        assert await jobs_left(wing) == 0


@pytest.mark.parametrize("preview", [None, b"<html>", wav()], ids=["none", "no sound", "out of bounds"])
async def test_where_it_shows_none_that_can_be_had_the_voice_is_asked_to_speak(
    preview: bytes | None, tmp_path: Path
) -> None:
    previews = {THERE: preview} if preview else {}
    asked = []

    class Speaking(ScriptedPlacement):
        async def try_voice(self, trial: Any) -> bytes:
            asked.append((trial.text, trial.voice.engine, trial.voice.name))
            return wav(2)

    async with (
        ElevenLabsWorkshop(voices={THERE: {}}, previews=previews).at_work() as workshop,
        beside(tmp_path, workshop, trusted=preview != wav()) as wing,
    ):
        voice = await imported(wing, "ELEVENLABS")
        assert await sampled(wing, voice, Speaking()) == wav(2)

    assert asked == [(SENTENCE, "elevenlabs", THERE)]


async def test_one_sentence_is_spoken_once_by_the_vendor_itself(tmp_path: Path) -> None:
    async with OpenAi().at_work() as vendor:
        keys: dict[str, Any] = {"OPENAI_API_KEY": KEY, "OPENAI_VOICE_BASE_URL": vendor.url}
        async with opened_wing(tmp_path, **keys) as wing:
            voice = await imported(wing, "OPENAI_ADVANCED_VOICE")
            sound = await sampled(wing, voice, ScriptedPlacement())
            assert sound is not None
            assert sound.startswith(b"RIFF")
            async with wing.database.transaction() as session:  # somebody asks once more
                session.add(Job(organization_id=voice.organization_id, kind=KIND, subject_id=voice.id))
            assert await sampled(wing, voice, ScriptedPlacement()) == sound

    assert [one["input"] for one in vendor.received] == [SENTENCE]


async def test_a_voice_that_does_not_speak_has_no_sample(tmp_path: Path) -> None:
    async with OpenAi(Day.WRONG_KEY).at_work() as vendor:
        keys: dict[str, Any] = {"OPENAI_API_KEY": KEY, "OPENAI_VOICE_BASE_URL": vendor.url}
        async with opened_wing(tmp_path, **keys) as wing:
            voice = await imported(wing, "OPENAI_ADVANCED_VOICE")
            assert await sampled(wing, voice, ScriptedPlacement()) is None
            assert await jobs_left(wing) == 0


async def test_while_no_engine_runs_it_is_tried_again_later(tmp_path: Path) -> None:
    async with (
        ElevenLabsWorkshop(voices={THERE: {}}).at_work() as workshop,
        beside(tmp_path, workshop) as wing,
    ):
        voice = await imported(wing, "ELEVENLABS")
        assert await sampled(wing, voice) is None
        async with wing.database.transaction() as session:
            (job,) = await session.scalars(select(Job))
            assert job.not_before > now()


async def test_without_a_key_nobody_is_asked_until_one_comes(tmp_path: Path) -> None:
    async with (
        ElevenLabsWorkshop(voices={THERE: {}}, previews={THERE: wav()}).at_work() as workshop,
        opened_wing(tmp_path) as wing,
    ):
        voice = await imported(wing, "ELEVENLABS")
        assert await jobs_left(wing) == 0
        async with beside(tmp_path, workshop) as wing:
            assert await sampled(wing, voice) == wav()


async def test_the_sample_goes_with_its_voice(tmp_path: Path) -> None:
    async with (
        ElevenLabsWorkshop(voices={THERE: {}}, previews={THERE: wav()}).at_work() as workshop,
        beside(tmp_path, workshop) as wing,
    ):
        voice = await imported(wing, "ELEVENLABS")
        await sampled(wing, voice)
        async with wing.database.transaction() as session:
            key = (await session.get_one(Voice, voice.id)).sample_key
        await delete_voice(wing, voice.organization_id or "", voice.id)
        await sweep(wing)
        with pytest.raises(NoBlob):
            await wing.blobs.read(key or "")

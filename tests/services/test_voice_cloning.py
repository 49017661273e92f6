"""Voices made of recordings: what goes to the vendors, and what comes of all that they may answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import SecretStr
from starlette.responses import PlainTextResponse
from tests.providers.tts.vendors.studio import KEY, RETRY_AFTER_S
from tests.providers.tts.vendors.workshop import Mood, Workshop
from tests.providers.tts.vendors.workshops import WORKSHOPS, ElevenLabsWorkshop
from tests.sounds import wav

from visavis.services.errors import (
    Forbidden,
    Invalid,
    NotConfigured,
    Refused,
    TooManyRequests,
    VendorFailed,
)
from visavis.services.vendor_access import Access
from visavis.services.voice_cloning import Sample, VoiceMaker
from visavis.voice_vendors import cloning_vendors, vendor_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

IMPATIENT_S = 0.2
SAMPLE = Sample(wav(), "audio/wav", "audioFile", "Anna {key}", "How {she} sounds", "de-CH", enhance=True)


@pytest_asyncio.fixture(params=WORKSHOPS, ids=lambda one: one.provider, scope="module", loop_scope="module")
async def open_workshop(request: pytest.FixtureRequest) -> AsyncIterator[Workshop]:
    kind: type[Workshop] = request.param
    async with kind().at_work() as workshop:
        yield workshop


@pytest.fixture
def workshop(open_workshop: Workshop) -> Workshop:
    open_workshop.forget()
    return open_workshop


def maker(workshop: Workshop, key: str = KEY) -> VoiceMaker:
    vendor = vendor_of(workshop.provider)
    assert vendor is not None
    assert vendor.cloning is not None
    return VoiceMaker(vendor, vendor.cloning, Access(SecretStr(key), workshop.url + "/"))


async def test_every_vendor_that_clones_is_tried_here() -> None:
    assert [one.provider for one in cloning_vendors()] == [one.provider for one in WORKSHOPS]


async def test_a_voice_is_made_and_deleted_as_the_vendor_documents_it(workshop: Workshop) -> None:
    voice_id = await maker(workshop).make(SAMPLE)

    made = workshop.voices[voice_id]
    assert made["recording"] == ("recording.wav", SAMPLE.content)
    assert (made["name"], made["description"]) == (SAMPLE.name, SAMPLE.description)
    assert made.get("language", "de") == "de"

    await maker(workshop).delete(voice_id)
    assert workshop.deleted == [voice_id]
    await maker(workshop).delete(voice_id)  # gone already: that is what was wanted


async def test_what_is_not_known_of_a_recording_is_not_sent(workshop: Workshop) -> None:
    sample = Sample(b"x", "audio/mpeg", "audioFile", "Anna", "", "multi", enhance=False)
    voice_id = await maker(workshop).make(sample)

    made = workshop.voices[voice_id]
    assert "description" not in made
    assert made["recording"][0] == "recording.mp3"
    assert made.get("language", "en") == "en"
    cleaned = [value for name, value in made.items() if "noise" in name or "enhance" in name]
    assert set(cleaned) <= {"false"}


FAULTS: dict[Mood, tuple[type[Refused], str]] = {
    Mood.WRONG_KEY: (NotConfigured, "refused the key that this server has"),
    Mood.NO_CREDIT: (Forbidden, "credit"),
    Mood.NOT_IN_THE_PLAN: (Forbidden, "You"),
    Mood.BUSY: (TooManyRequests, "Too many"),
    Mood.TOO_SHORT: (Invalid, "too short"),
    Mood.BROKEN: (VendorFailed, "502 Bad Gateway"),
    Mood.GARBAGE: (VendorFailed, "not how it is called"),
    Mood.HANGS: (VendorFailed, "did not answer within"),
}


@pytest.mark.parametrize("mood", FAULTS)
async def test_a_fault_is_told_in_the_vendors_own_words(workshop: Workshop, mood: Mood) -> None:
    workshop.mood = mood
    kind, words = FAULTS[mood]

    with pytest.raises(kind, match=words) as caught:
        await maker(workshop).make(SAMPLE, patience_s=IMPATIENT_S)

    assert type(caught.value) is kind
    assert KEY not in str(caught.value)
    assert (workshop.voices, workshop.asked) == ({}, 1)
    if isinstance(caught.value, Invalid):
        assert caught.value.path == "audioFile"
    if isinstance(caught.value, TooManyRequests):
        assert caught.value.retry_after_s == RETRY_AFTER_S


@pytest.mark.parametrize("mood", [Mood.WRONG_KEY, Mood.BUSY, Mood.BROKEN, Mood.HANGS])
async def test_a_vendor_that_does_not_delete_says_so(workshop: Workshop, mood: Mood) -> None:
    voice_id = await maker(workshop).make(SAMPLE)
    workshop.mood = mood

    with pytest.raises(FAULTS[mood][0]):
        await maker(workshop).delete(voice_id, patience_s=IMPATIENT_S)
    assert voice_id in workshop.voices


async def test_an_answer_that_repeats_the_key_is_told_without_it() -> None:
    class Talkative(ElevenLabsWorkshop):
        def complaint(self, mood: Mood):  # type: ignore[no-untyped-def]
            answer = super().complaint(mood)
            answer.body = answer.body.replace(b"Invalid API key", f"{KEY} is not a key".encode())
            answer.headers["content-length"] = str(len(answer.body))
            return answer

    async with Talkative(mood=Mood.WRONG_KEY).at_work() as workshop:
        with pytest.raises(NotConfigured, match="… is not a key"):
            await maker(workshop).make(SAMPLE)


async def test_a_vendor_that_is_not_there_is_told() -> None:
    nobody = ElevenLabsWorkshop(url="http://127.0.0.1:9")
    with pytest.raises(VendorFailed, match="could not be reached"):
        await maker(nobody).make(SAMPLE)


async def test_a_voice_that_may_not_speak_yet_is_taken_back() -> None:
    async with ElevenLabsWorkshop(wants_proof=True).at_work() as workshop:
        with pytest.raises(Forbidden, match="import it by its id"):
            await maker(workshop).make(SAMPLE)
        assert workshop.voices == {}
        assert len(workshop.deleted) == 1


async def test_one_that_cannot_be_taken_back_is_refused_all_the_same() -> None:
    class Unforgetting(ElevenLabsWorkshop):
        deleting = PlainTextResponse("Not now", 503)

    async with Unforgetting(wants_proof=True).at_work() as workshop:
        with pytest.raises(Forbidden, match="import it by its id"):
            await maker(workshop).make(SAMPLE)


@pytest.mark.parametrize("key", ["sk-1 2\n", "sk-ключ"])
async def test_a_key_that_no_header_can_hold_is_said_to_be_one_and_not_shown(
    workshop: Workshop, key: str
) -> None:
    with pytest.raises(NotConfigured, match="cannot be sent") as caught:
        await maker(workshop, key).make(SAMPLE)

    assert key.strip() not in str(caught.value)

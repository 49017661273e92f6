"""One real question to each provider, as the doctor asks it."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.providers.live.vendors import realtime
from tests.providers.live.vendors.realtime import RealtimeVendor
from tests.providers.stt.vendors.desk import KEY, Day
from tests.providers.stt.vendors.flux import FluxDesk
from visavis.contract.checkup import Checkup, MindToAsk, VoiceToAsk
from visavis.contract.spec import EarKeys, LlmSpec, VoiceSpec
from visavis.engine.checkup import SENTENCE, check_up, examine_ears, examine_mind, examine_voice
from visavis.engine.llm_trial import STRUCK_OUT, without_keys
from visavis.providers import registry
from visavis.providers.stt.deepgram_flux import Flux
from visavis.providers.stt.dialect import Place
from visavis.providers.stt.far_ears import FarEars
from visavis.settings import Settings


def voice(engine: str) -> VoiceSpec:
    return VoiceSpec(id="", display_name="", engine=engine, name="slt")


async def test_a_voice_that_speaks_is_timed_to_its_first_sound() -> None:
    finding = await examine_voice("flite", voice("flite"))
    await registry.close()

    assert (finding.stage, finding.error) == ("speak", None)
    assert finding.first_s is not None


async def test_a_voice_that_does_not_speak_says_why() -> None:
    finding = await examine_voice("nobody", voice("nobody"))

    assert finding.first_s is None
    assert "it is not installed here" in str(finding.error)


async def test_a_mind_that_cannot_be_reached_says_so() -> None:
    llm = LlmSpec(id="l", kind="openai", model="m", base_url="http://127.0.0.1:9/v1")

    assert (await examine_mind("m", llm)).error


async def test_a_mind_that_speaks_by_itself_is_timed_to_its_first_sound() -> None:
    async with RealtimeVendor(answers=["Seven euros."]).at_work() as vendor:
        finding = await examine_mind("aloud", aloud(vendor, realtime.KEY))

    assert (finding.stage, finding.said, finding.error) == ("think", "Seven euros.", None)
    assert finding.first_s is not None
    assert vendor.texts() == [("user", SENTENCE), ("assistant", "Seven euros.")]
    assert vendor.complaints == []


@pytest.mark.parametrize(
    ("day", "key", "said"),
    [
        (realtime.Day.GOOD, "a-wrong-key", "the key was refused"),
        (realtime.Day.NO_CREDIT, realtime.KEY, "insufficient_quota: You exceeded your current quota"),
        (realtime.Day.REFUSES_VOICE, realtime.KEY, "Invalid value"),
    ],
)
async def test_a_mind_that_does_not_speak_tells_the_vendors_own_error(
    day: realtime.Day, key: str, said: str
) -> None:
    async with RealtimeVendor(day=day).at_work() as vendor:
        finding = await examine_mind("aloud", aloud(vendor, key))

    assert finding.first_s is None
    assert said in str(finding.error)
    assert key not in str(finding.error)


def aloud(vendor: RealtimeVendor, key: str) -> LlmSpec:
    return LlmSpec(id="l", kind="openai_realtime", base_url=vendor.url, api_key=SecretStr(key))


@pytest.mark.parametrize(("day", "key"), [(Day.GOOD, KEY), (Day.GOOD, "wrong"), (Day.COMPLAINS, KEY)])
async def test_ears_repeat_what_was_said_or_say_what_is_wrong(day: Day, key: str) -> None:
    desk = FluxDesk([SENTENCE], day)
    async with desk.open() as url:
        ears = FarEars("deepgram", Flux(Place("deepgram", url, key), "flux-general-en"))
        finding = await examine_ears("deepgram", ears)
    await registry.close()

    if day is Day.GOOD and key == KEY:
        assert (finding.said, finding.error) == (SENTENCE, None)
    else:
        assert ("key was refused" if key != KEY else "NET-0000") in str(finding.error)


async def test_everybody_is_asked_and_nobody_keeps_the_others_from_answering() -> None:
    nobody = LlmSpec(id="l", kind="openai", model="m", base_url="http://127.0.0.1:9/v1")
    wanted = Checkup(
        minds=(MindToAsk(provider="nobody", llm=nobody),),
        voices=(VoiceToAsk(provider="flite", voice=voice("flite")),),
    )

    heard, thought, spoken = (await check_up(wanted, Settings(stt="embedded"))).findings
    await registry.close()

    assert (heard.stage, heard.error) == ("hear", None)
    assert heard.said
    assert (thought.stage, thought.provider) == ("think", "nobody")
    assert thought.error
    assert (spoken.stage, spoken.error) == ("speak", None)


async def test_who_listens_is_asked_with_the_organizations_own_key() -> None:
    own = Checkup(ear_keys=EarKeys(deepgram=SecretStr(KEY)), minds=(), voices=())
    as_sent = Checkup.model_validate_json(own.model_dump_json())
    async with FluxDesk([SENTENCE]).open() as url:
        settings = Settings(DEEPGRAM_API_KEY="of-the-operator", DEEPGRAM_BASE_URL=url)
        vendor, _embedded = (await check_up(as_sent, settings)).findings
    await registry.close()

    assert (vendor.provider, vendor.said, vendor.error) == ("deepgram", SENTENCE, None)
    assert KEY not in repr(own)


def test_the_key_of_a_vendor_is_struck_out_of_its_words() -> None:
    words = "No such key: very-secret (very-secret)"

    assert without_keys(words, None, SecretStr("very-secret")) == f"No such key: {STRUCK_OUT} ({STRUCK_OUT})"

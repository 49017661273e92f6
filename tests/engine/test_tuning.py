"""Mid-session updates, from the client's message to what changes."""

import asyncio
import json
from types import SimpleNamespace

import httpx

from tests import virtual_time
from tests.fakes import LoudnessDetector, ScriptedTranscriber, session_spec
from visavis.contract.spec import ListeningSpec, TuningSpec
from visavis.contract.tuning import Changed, Tuned, TuningRequest
from visavis.engine.cast import Cast
from visavis.engine.ears import Ears
from visavis.engine.tuning import ApiRules, Refused, Tuner
from visavis.providers.stt.recognisers import Recognisers
from visavis.settings import Settings
from visavis.wire.datachannel import PersonaConfigUpdateApplied

SPEC = session_spec(tuning=TuningSpec(voice_family="FISH_AUDIO"))


def tuned(request: TuningRequest, **now) -> Tuned:
    after = request.now.model_copy(update=now)
    return Tuned(
        now=after,
        language=after.language_code,
        voice=request.voice.model_copy(update={"speed": 1.5}),
        listening=ListeningSpec(),
        changed={"languageCode": Changed(before=request.now.language_code, after=after.language_code)},
    )


class Rulebook:
    """Takes languages only, and its time."""

    def __init__(self):
        self.asked = []

    async def retune(self, request):
        self.asked.append(request)
        await asyncio.sleep(1)
        if set(request.changes) != {"languageCode"}:
            raise Refused("The update was refused: name")
        return tuned(request, language_code=request.changes["languageCode"])


def play(*updates):
    applied, told, complaints, rules = [], [], [], Rulebook()

    async def script():
        tuner = Tuner(SPEC, rules, apply=applied.append, tell=told.append, complain=complaints.append)
        await asyncio.gather(*(tuner.update(update) for update in updates))

    virtual_time.run(script())
    return SimpleNamespace(applied=applied, told=told, complaints=complaints, rules=rules)


def test_an_update_is_applied_and_told():
    heard = play({"languageCode": "de"})
    assert [each.language for each in heard.applied] == ["de"]
    change = {"languageCode": {"before": "en", "after": "de"}}
    assert heard.told == [PersonaConfigUpdateApplied(SPEC.session_id, change)]


def test_updates_build_on_each_other():
    heard = play({"languageCode": "de"}, {"languageCode": "fr"})
    assert [request.now.language_code for request in heard.rules.asked] == ["en", "de"]
    assert [request.voice for request in heard.rules.asked] == [SPEC.voice, SPEC.voice]


def test_what_is_refused_changes_nothing_and_is_warned_about():
    heard = play({"name": "Eve"}, {"languageCode": "de"})
    assert heard.complaints == ["The update was refused: name"]
    assert [each.language for each in heard.applied] == ["de"]


def test_an_empty_update_is_passed_over():
    assert play({}).rules.asked == []


def rules_with(answer):
    http = httpx.AsyncClient(base_url="http://api", transport=httpx.MockTransport(answer))
    return ApiRules(http, "engine-1")


async def asked_of(answer):
    try:
        return await rules_with(answer).retune(
            TuningRequest(now=SPEC.tuning, voice=SPEC.voice, changes={"a": 1})
        )
    except Refused as refused:
        return str(refused)


async def test_the_api_is_asked_with_everything_it_needs():
    def answer(request):
        assert request.url.path == "/internal/engines/engine-1/tuning"
        return httpx.Response(
            200, text=tuned(TuningRequest.model_validate_json(request.content)).model_dump_json()
        )

    assert (await asked_of(answer)).voice.speed == 1.5


async def test_its_refusal_is_passed_on_in_its_words():
    problem = {"error": "Validation error", "details": [{"path": "voiceSpeed", "message": "too fast"}]}
    said = await asked_of(lambda request: httpx.Response(400, content=json.dumps(problem)))
    assert said == "The update was refused: voiceSpeed: too fast"


async def test_an_api_that_fails_is_no_reason_to_fail_too():
    for answer in (httpx.Response(500), httpx.Response(200, text="{}"), httpx.Response(400, text="<html>")):
        assert "try again" in await asked_of(lambda request, answer=answer: answer)


async def test_voice_and_ears_follow_and_a_new_language_gets_a_new_listener():
    transcriber = ScriptedTranscriber(["hello"])
    ears = Ears(LoudnessDetector(), transcriber)
    cast = Cast(ears, None, object(), None, None, transcriber, Recognisers(Settings()))
    request = TuningRequest(now=SPEC.tuning, voice=SPEC.voice, changes={})
    same, other = (cast.tuned(SPEC, tuned(request, language_code=code)) for code in ("en", "de"))
    assert same.transcriber is transcriber
    assert same.voices is not cast.voices
    assert other.transcriber is not transcriber
    assert other.retired == (transcriber,)
    assert other.language == "de"

"""What must be true of every vendor, at a local server in its place and, where there is a key, at the vendor itself.

A key in the environment is enough for voices and ears. A mind wants its model named too (OPENAI_MODEL, …): what the
vendor has changes. Whoever runs these pays for some seconds of sound and a few hundred tokens.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.providers.llm.test_anthropic import begun, ended, text
from tests.providers.llm.test_gemini import response
from tests.providers.llm.vendor import streamed
from tests.providers.llm.vendor import vendor as llm_vendor
from tests.providers.stt.vendors import desk
from tests.providers.stt.vendors.flux import FluxDesk
from tests.providers.stt.vendors.nova import NovaDesk
from tests.providers.stt.vendors.openai import OpenAiDesk
from tests.providers.tts.vendors import cartesia, elevenlabs, fish_audio, openai_speech, studio
from tests.providers.tts.voices import hear
from tests.scripted_llm import scripted_llm
from visavis.contract.spec import LlmSpec, PersonaSpec, VoiceSpec
from visavis.contract.token_usage import TokenUsage
from visavis.engine.checkup import SENTENCE, examine_ears
from visavis.providers import registry
from visavis.providers.base import Message, Role
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.recognisers import recogniser
from visavis.providers.tts import openai_speech as openai_adapter
from visavis.settings import Settings

LUCY = "lcMyyd2HUfFzxdCaC4Ta"
"""A voice that ElevenLabs publishes."""
TEXT = "Hello there, it is half past nine."
LATE_S = 0.1
"""After the last sound a mark may end so much later."""


@dataclass(frozen=True)
class Place:
    url: str | None
    """None: the vendor's own."""
    key: str
    model: str = ""


Local = Callable[[], AbstractAsyncContextManager[Place]]


def at_vendor(key: str, model: str | None = None) -> Local:
    """Skips where the environment does not let us in there."""

    @asynccontextmanager
    async def there() -> AsyncIterator[Place]:
        for name in filter(None, (key, model)):
            if not os.environ.get(name):
                pytest.skip(f"the real vendor is not asked: there is no {name} in the environment")
        yield Place(None, os.environ[key], os.environ[model] if model else "")

    return there


def local_voice(made: studio.Studio | openai_speech.OpenAi) -> Local:
    @asynccontextmanager
    async def here() -> AsyncIterator[Place]:
        async with made.at_work() as vendor:
            yield Place(vendor.url, studio.KEY)

    return here


def local_ears(kind: type[desk.Desk]) -> Local:
    @asynccontextmanager
    async def here() -> AsyncIterator[Place]:
        async with kind([SENTENCE]).open() as url:
            yield Place(url, desk.KEY)

    return here


OPENAI = [
    b'data: {"choices": [{"index": 0, "delta": {"content": "At nine."}, "finish_reason": "stop"}]}\n\n',
    b'data: {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}}\n\n',
]


@asynccontextmanager
async def local_openai() -> AsyncIterator[Place]:
    async with scripted_llm() as server:
        server.scripts = [streamed(OPENAI)]
        yield Place(server.url, "sk", "scripted")


@asynccontextmanager
async def local_anthropic() -> AsyncIterator[Place]:
    async with llm_vendor() as server:
        server.answers = [streamed([begun(), text(0, "At ", "nine."), ended()])]
        yield Place(server.url, "sk", "claude")


@asynccontextmanager
async def local_gemini() -> AsyncIterator[Place]:
    async with llm_vendor() as server:
        counted = {"promptTokenCount": 9, "candidatesTokenCount": 3}
        pieces = response({"text": "At "}), response({"text": "nine."}, ends="STOP", usageMetadata=counted)
        server.answers = [streamed(pieces)]
        yield Place(f"{server.url}/v1beta", "sk", "gemini")


VOICES: dict[str, tuple[str, Local, str]] = {
    "elevenlabs": (LUCY, local_voice(elevenlabs.ElevenLabs(voice=LUCY)), "ELEVENLABS_API_KEY"),
    "cartesia": (cartesia.VOICE, local_voice(cartesia.Cartesia()), "CARTESIA_API_KEY"),
    "fish-audio": (fish_audio.VOICE, local_voice(fish_audio.FishAudio()), "FISH_API_KEY"),
    "openai": (openai_speech.VOICE, local_voice(openai_speech.OpenAi()), "OPENAI_API_KEY"),
}
EARS: dict[str, tuple[str, str | None, Local, str]] = {
    "flux": ("deepgram", None, local_ears(FluxDesk), "DEEPGRAM_API_KEY"),
    "nova": ("deepgram", "nova-3", local_ears(NovaDesk), "DEEPGRAM_API_KEY"),
    "openai": ("openai", None, local_ears(OpenAiDesk), "OPENAI_API_KEY"),
}
MINDS: dict[str, tuple[Local, Local]] = {
    "openai": (local_openai, at_vendor("OPENAI_API_KEY", "OPENAI_MODEL")),
    "anthropic": (local_anthropic, at_vendor("ANTHROPIC_API_KEY", "ANTHROPIC_MODEL")),
    "gemini": (local_gemini, at_vendor("GEMINI_API_KEY", "GEMINI_MODEL")),
}
OWN_ADDRESS = {
    "anthropic": "https://api.anthropic.com",
    "gemini": "https://generativelanguage.googleapis.com",
}
"""Where an LLM has no usual one."""
both = pytest.mark.parametrize("real", [False, True], ids=["local", "real"])


@pytest.fixture(autouse=True)
async def _end_of_connections() -> AsyncIterator[None]:
    openai_adapter._client.cache_clear()  # it belongs to the event loop of another test
    yield
    await registry.close()


@both
@pytest.mark.parametrize("vendor", VOICES)
async def test_a_voice_speaks_with_marks_that_fit_its_sound(vendor: str, real: bool) -> None:
    name, local, key = VOICES[vendor]
    async with (at_vendor(key) if real else local)() as place:
        speaker = registry.synthesizer(voice(vendor, name, place))
        heard = await hear(speaker, TEXT)

        assert 1.0 < heard.seconds < 6.0
        for marks in (heard.phones, heard.words):
            assert [mark.start_s for mark in marks] == sorted(mark.start_s for mark in marks)
            assert all(0 <= mark.start_s <= mark.end_s <= heard.seconds + LATE_S for mark in marks)
        if vendor != "openai":
            assert [word.strip(",.") for word in heard.read_back(TEXT)][:3] == ["Hello", "there", "it"]


@both
@pytest.mark.parametrize("vendor", VOICES)
async def test_a_voice_that_was_cut_off_speaks_the_next_words(vendor: str, real: bool) -> None:
    name, local, key = VOICES[vendor]
    async with (at_vendor(key) if real else local)() as place:
        speaker = registry.synthesizer(voice(vendor, name, place))
        async with aclosing(speaker.speak(TEXT)) as pieces:
            async for piece in pieces:
                if len(piece.pcm):
                    break

        assert (await hear(speaker, "Good bye then.")).seconds < 4.0


def voice(vendor: str, name: str, place: Place) -> VoiceSpec:
    spec = {"id": "v", "display_name": "V", "engine": vendor, "name": name, "base_url": place.url}
    return VoiceSpec.model_validate(spec | {"api_key": place.key})


@both
@pytest.mark.parametrize("vendor", EARS)
async def test_ears_understand_a_sentence(vendor: str, real: bool) -> None:
    name, model, local, key = EARS[vendor]
    async with (at_vendor(key) if real else local)() as place:
        of_vendor = name.upper()
        let_in = {f"{of_vendor}_API_KEY": place.key}
        if place.url:
            let_in[f"{of_vendor}_BASE_URL"] = place.url
        spec = RecogniserSpec(Settings(stt_model=model, **let_in), "en")
        finding = await examine_ears(vendor, recogniser(name, spec))

        assert finding.error is None
        assert {"how", "much", "ticket"} <= set(finding.said.lower().strip("?.").split())


@both
@pytest.mark.parametrize("vendor", MINDS)
async def test_a_mind_answers_in_pieces_and_tells_what_that_took(vendor: str, real: bool) -> None:
    async with MINDS[vendor][real]() as place:
        llm = LlmSpec(
            id="l",
            kind=vendor,
            model=place.model,
            base_url=place.url or OWN_ADDRESS.get(vendor),
            api_key=place.key,
        )
        model = registry.chat_model(llm, PersonaSpec())
        assert model is not None
        question = [
            Message(Role.SYSTEM, "Answer in one short sentence."),
            Message(Role.USER, "Say: At nine."),
        ]
        pieces = [piece async for piece in model.reply(question) if piece != ""]
        await model.close()

        words = [piece for piece in pieces if isinstance(piece, str)]
        assert "nine" in "".join(words).lower()
        *_, took = (piece for piece in pieces if isinstance(piece, TokenUsage))
        assert took.prompt
        assert took.completion

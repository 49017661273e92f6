"""Parts that a package brings, from outside of this one; and what is imported for a part."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages import brings, install_example
from visavis.contract.spec import LlmSpec, PersonaSpec, VoiceSpec
from visavis.providers.base import ProviderError, Stage
from visavis.providers.entries import maker
from visavis.providers.registry import OUR_MINDS, OUR_VOICES, chat_model, synthesizer
from visavis.providers.stt.recognisers import OUR_RECOGNISERS
from visavis.settings import OUR_RECOGNISERS as RECOGNISERS_OF_SETTINGS
from visavis.settings import Settings

EXAMINED = """
import asyncio
from visavis.contract.spec import LlmSpec, VoiceSpec
from visavis.engine.checkup import examine_ears, examine_mind, examine_voice
from visavis.providers import registry
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.recognisers import Recognisers, recogniser
from visavis.settings import Settings

async def examine():
    settings = Settings()
    vendor = Recognisers(settings).vendor()
    voice = VoiceSpec(id="v", display_name="V", engine="robot", name="beep")
    for finding in (
        await examine_voice("voice", voice),
        await examine_ears("ears", recogniser(vendor, RecogniserSpec(settings, "en"))),
        await examine_mind("mind", LlmSpec(id="l", kind=settings.mind)),
    ):
        print(finding.provider, finding.first_s is not None, finding.said, finding.error)
    await registry.close()

asyncio.run(examine())
"""
IMPORTED = """
import asyncio, sys
from visavis.contract.spec import LlmSpec, PersonaSpec, VoiceSpec
from visavis.providers.registry import chat_model, synthesizer
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.recognisers import recogniser
from visavis.settings import Settings

PARTS = {
    "tts": {"elevenlabs", "cartesia", "fish_audio", "openai_speech"},
    "stt": {"deepgram", "openai_realtime"},
    "llm": {"openai_compatible", "anthropic"},
}

def imported():
    names = {f"{kind}.{name}" for kind, names in PARTS.items() for name in names}
    return {name for name in names if f"visavis.providers.{name}" in sys.modules}

def show(name, before):
    print(name, *(imported() - before))

async def make():
    for engine in ("flite", "elevenlabs", "cartesia", "fish-audio", "openai"):
        before = imported()
        synthesizer(VoiceSpec(id="v", display_name="V", engine=engine, name="n", base_url="http://127.0.0.1:9"))
        show(engine, before)
    for name in ("embedded", "deepgram", "openai"):
        before = imported()
        recogniser(name, RecogniserSpec(Settings(DEEPGRAM_BASE_URL="http://127.0.0.1:9"), "en"))
        show(name, before)
    for kind in ("anthropic", "openai"):
        before = imported()
        chat_model(LlmSpec(id="l", kind=kind, base_url="http://127.0.0.1:9"), PersonaSpec())
        show(kind, before)

asyncio.run(make())
"""
BROKEN = "[visavis.recognisers]\nbroken = there_is_no_such_module:recogniser\n"


def printed(program, *folders, **variables):
    environment = {"PYTHONPATH": ":".join([str(folder) for folder in folders] + sys.path)} | variables
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout.strip()


def test_the_example_package_speaks_hears_and_thinks(tmp_path: Path):
    packages = install_example(tmp_path)
    said = printed(EXAMINED, packages, VISAVIS_STT="robot", VISAVIS_MIND="robot").splitlines()
    assert said[0] == "voice True  None"
    assert said[1].startswith("ears True beep beep beep")
    assert said[2] == "mind True You said: How much is a ticket?. None"


def test_the_part_that_is_used_is_imported_and_no_other():
    assert printed(IMPORTED).splitlines() == [
        "flite",
        "elevenlabs tts.elevenlabs",
        "cartesia tts.cartesia",
        "fish-audio tts.fish_audio",
        "openai tts.openai_speech",
        "embedded",
        "deepgram stt.deepgram",
        "openai stt.openai_realtime",
        "anthropic llm.anthropic",
        "openai llm.openai_compatible",
    ]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (
            OUR_VOICES,
            {"flite", "espeak-ng", "kokoro", "piper", "elevenlabs", "cartesia", "fish-audio", "openai"},
        ),
        (OUR_RECOGNISERS, set(RECOGNISERS_OF_SETTINGS)),
        (OUR_MINDS, {"openai", "azure_openai", "gemini", "anthropic"}),
    ],
)
def test_each_of_ours_has_one_name_and_can_be_loaded(table, names):
    assert len(table) == len(names)
    assert {one.name for one in table} == names
    assert all(callable(one.load()) for one in table)


def test_what_is_not_installed_is_named_with_what_is():
    with pytest.raises(ProviderError, match=r"hum: it is not installed here; there are flite, espeak-ng"):
        synthesizer(VoiceSpec(id="v", display_name="V", engine="hum", name=""))
    with pytest.raises(ProviderError, match=r"hum: it is not installed here; there are openai"):
        chat_model(LlmSpec(id="l", kind="hum"), PersonaSpec())
    with pytest.raises(ValueError, match=r"there are auto, embedded, deepgram, openai"):
        Settings(stt="hum")


def test_a_package_that_cannot_be_loaded_is_an_error_of_its_part(tmp_path: Path):
    with brings(tmp_path, BROKEN):
        assert Settings(stt="broken").stt == "broken"
        with pytest.raises(ProviderError, match="broken: its package cannot be loaded: No module named"):
            maker(Stage.HEAR, OUR_RECOGNISERS, "broken")

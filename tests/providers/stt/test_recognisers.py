"""Who listens, by what the operator has set, the language, and how private the session is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from tests.packs.shelves import CONTENT, SMALL
from tests.providers.stt.vendors.desk import KEY, Day
from tests.providers.stt.vendors.flux import FluxDesk
from tests.spoken import spoken
from visavis.packs import shelf as shelf_module
from visavis.packs.bringing import Folder
from visavis.packs.catalogue import packs
from visavis.packs.shelf import Shelf
from visavis.providers.stt.far_ears import FarEars
from visavis.providers.stt.helper_ears import HelperEars
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.recognisers import Recognisers, recogniser
from visavis.providers.stt.sphinx import SphinxTranscriber
from visavis.providers.stt.standing_in import StoodInFor
from visavis.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEEPGRAM_API_KEY", "DEEPGRAM_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def with_deepgram(**more: object) -> Recognisers:
    return Recognisers(Settings(DEEPGRAM_API_KEY=KEY, DEEPGRAM_BASE_URL="http://127.0.0.1:9", **more))


async def test_without_a_key_the_embedded_recogniser_hears_english_alone() -> None:
    here = Recognisers(Settings())
    assert here.hears("en-GB")
    assert not here.hears("de")
    assert isinstance(here.transcriber("de"), SphinxTranscriber)


async def test_a_key_of_deepgram_is_enough_to_be_heard_in_other_languages() -> None:
    far = with_deepgram()
    assert far.hears("sv")
    ears = far.transcriber("sv")
    assert isinstance(ears, FarEars)
    await ears.close()


@pytest.mark.parametrize(
    ("language", "path", "told"),
    [
        ("en-US", "/v2/listen", {"model": ["flux-general-en"]}),
        ("de", "/v2/listen", {"model": ["flux-general-multi"], "language_hint": ["de"]}),
        ("multi", "/v2/listen", {"model": ["flux-general-multi"]}),
        ("sv", "/v1/listen", {"model": ["nova-3"], "language": ["sv"]}),
    ],
)
async def test_the_language_decides_which_model_listens(
    language: str, path: str, told: dict[str, list[str]]
) -> None:
    settings = Settings(DEEPGRAM_API_KEY=KEY, DEEPGRAM_BASE_URL="http://127.0.0.1:9")
    ears = recogniser("deepgram", RecogniserSpec(settings, language))
    assert isinstance(ears, FarEars)
    parts = urlsplit(ears._dialect.url)
    assert parts.path == path
    query = parse_qs(parts.query)
    assert {name: query.get(name) for name in ("model", "language", "language_hint") if name in query} == told
    await ears.close()


async def test_what_may_not_be_kept_is_heard_here_unless_the_operator_vouches_for_the_vendor() -> None:
    assert isinstance(with_deepgram().transcriber("en", private=True), SphinxTranscriber)
    vouched = with_deepgram(stt_is_zdr=True).transcriber("sv", private=True)
    assert isinstance(vouched, FarEars)
    assert "mip_opt_out=true" in vouched._dialect.url
    await vouched.close()


async def test_openai_listens_only_where_it_is_asked_to() -> None:
    assert Recognisers(Settings(OPENAI_API_KEY="sk-x")).vendor() is None
    ears = Recognisers(Settings(OPENAI_API_KEY="sk-x", stt="openai")).transcriber("de-CH")
    assert isinstance(ears, FarEars)
    assert '"language": "de"' in ears._dialect.opening[0]
    await ears.close()


async def test_an_organizations_key_brings_its_vendor_and_goes_to_no_address_of_the_llms() -> None:
    nobody = Settings(OPENAI_API_KEY="sk-operator", OPENAI_BASE_URL="http://ollama/v1")
    assert nobody.heard_with({}) is nobody
    assert Recognisers(nobody.heard_with({"deepgram": SecretStr("own")})).vendor() == "deepgram"
    assert Recognisers(nobody.heard_with({"openai": SecretStr("own")})).vendor() is None  # nobody chose it

    operators = nobody.model_copy(update={"stt": "openai"})
    for settings, key, url in (
        (operators, "sk-operator", "http://ollama/v1"),
        (operators.heard_with({"openai": SecretStr("own")}), "own", "https://api.openai.com/v1"),
    ):
        ears = Recognisers(settings).transcriber("de")
        assert isinstance(ears, FarEars)
        assert (ears._dialect.place.key, ears._dialect.place.base_url) == (key, url)
        await ears.close()
    here = Settings(stt="embedded").heard_with({"deepgram": SecretStr("own")})
    assert Recognisers(here).vendor() is None  # the operator wants nobody else to listen


async def test_where_the_vendor_fails_the_embedded_recogniser_hears_the_same_sound_and_it_is_told() -> None:
    desk = FluxDesk(["nothing of this"], Day.HANGS_UP)
    troubles: list[str] = []
    async with desk.open() as url:
        here = Recognisers(Settings(DEEPGRAM_API_KEY=KEY, DEEPGRAM_BASE_URL=url))
        ears = here.transcriber("en", "How much is a ticket?")
        here.on_trouble = lambda error: troubles.append(str(error))
        assert isinstance(ears, StoodInFor)
        turn = ears.open()
        for start in range(0, len(sound := spoken("How much is a ticket?")), 512):
            turn.feed(sound[start : start + 512])

        assert "ticket" in (await turn.finish()).lower()
        await ears.close()
    assert len(troubles) == 1
    assert "NET-0001" in troubles[0]


@pytest.fixture
def with_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A server whose default pack hears English."""
    two = SMALL.read("http://127.0.0.1:9", tmp_path)
    monkeypatch.setattr(shelf_module, "packs", lambda: two)
    for path, content in CONTENT.items():
        (tmp_path / Path(path).name).write_bytes(content)
    settings = Settings(data_dir=tmp_path)
    shelf = Shelf(settings.packs_dir)
    shelf.put(two["fine"], Folder(tmp_path))
    shelf.make_default(two["fine"])
    return settings


async def test_the_default_pack_listens_in_its_languages_and_the_embedded_recogniser_stands_in(
    with_pack: Settings,
) -> None:
    here = Recognisers(with_pack)
    ears = here.transcriber("en-GB", "tickets")
    assert isinstance(ears, StoodInFor)
    assert isinstance(ears._first, HelperEars)
    assert ears._first.name == "sherpa-onnx"
    stand_in = ears.stand_in()
    assert isinstance(stand_in, SphinxTranscriber)
    assert stand_in.about == "tickets"
    await ears.close()

    assert not here.hears("de")
    assert isinstance(here.transcriber("de"), SphinxTranscriber)


async def test_a_pack_that_hears_many_languages_is_told_which_one_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    multilingual = packs()["multilingual"]
    monkeypatch.setattr(Shelf, "default", multilingual)
    here = Recognisers(Settings(data_dir=tmp_path))
    assert here.hears("sv")
    told = {language: here.transcriber(language) for language in ("sv-SE", "multi", "en")}
    swedish, any_language, english = told.values()
    assert isinstance(swedish, HelperEars)
    assert swedish.about == "sv"
    assert isinstance(any_language, StoodInFor)
    assert any_language._first.about == ""
    assert isinstance(english, StoodInFor)
    assert english._first.about == "en"
    for ears in told.values():
        await ears.close()

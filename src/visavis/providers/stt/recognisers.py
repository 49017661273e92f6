"""Who listens: by language and privacy a vendor, where the operator has a key, or the embedded recogniser."""

from __future__ import annotations

import logging
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from visavis.packs.catalogue import Pack
from visavis.packs.shelf import Shelf
from visavis.providers.base import Transcriber
from visavis.settings import Settings

log = logging.getLogger(__name__)

EMBEDDED_HEARS = ("en", "multi", "")
ANY_LANGUAGE = ("multi", "")


class Recognisers:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._shelf = Shelf(settings.packs_dir)
        self._pack = self._shelf.default

    def vendor(self, *, private: bool = False) -> str | None:
        """None: nobody elsewhere. `private`: nothing of what is said may be kept, and the operator has not
        vouched for the vendor."""
        settings = self._settings
        if private and not settings.stt_is_zdr:
            return None
        match settings.stt:
            case "auto":
                return "deepgram" if settings.deepgram_api_key else None
            case "embedded":
                return None
            case vendor:
                return vendor

    def hears(self, language: str, *, private: bool = False) -> bool:
        """Whether somebody understands it. Of a vendor's languages the vendor decides."""
        return self.vendor(private=private) is not None or self._is_heard_here(language)

    def transcriber(self, language: str, topic: str = "", *, private: bool = False) -> Transcriber:
        """For one session; somebody listens in every language, if only for English words.

        `topic`: texts in that language whose words the user is likely to say.
        """
        here, vendor = self._is_heard_here(language), self.vendor(private=private)
        if vendor is None:
            return self._near(language, topic)
        far = self.vendors_own(vendor, language, private=private)
        if not here:
            return far
        from visavis.providers.stt.standing_in import StoodInFor

        return StoodInFor(far, lambda: self._near(language, topic))

    def _is_heard_here(self, language: str) -> bool:
        short = _short(language)
        return short in EMBEDDED_HEARS or (self._pack is not None and _understands(self._pack, short))

    def _near(self, language: str, topic: str) -> Transcriber:
        """On this machine: the default pack, if it knows the language, or the embedded recogniser."""
        short = _short(language)
        if self._pack is None or not _understands(self._pack, short):
            return _sphinx(topic if short in EMBEDDED_HEARS else "")
        from visavis.providers.local_pack import ears
        from visavis.providers.stt.standing_in import StoodInFor

        listening = ears(self._shelf, self._pack, "" if short in ANY_LANGUAGE else short)
        return StoodInFor(listening, lambda: _sphinx(topic)) if short in EMBEDDED_HEARS else listening

    def vendors_own(self, vendor: str, language: str, *, private: bool = False) -> Transcriber:
        """The vendor alone: nobody stands in for it."""
        return self._openai(language) if vendor == "openai" else self._deepgram(language, private)

    def _deepgram(self, language: str, private: bool) -> Transcriber:
        from visavis.providers.stt.deepgram_flux import Flux
        from visavis.providers.stt.deepgram_nova import Nova
        from visavis.providers.stt.dialect import Place
        from visavis.providers.stt.far_ears import FarEars

        settings, models = self._settings, _models()["deepgram"]
        key = settings.deepgram_api_key
        place = Place("deepgram", settings.deepgram_base_url, key.get_secret_value() if key else "")
        short, wanted = _short(language), settings.stt_model
        if wanted and not wanted.startswith("flux"):
            return FarEars(place.name, Nova(place, wanted, language, private))
        if short == "en":
            return FarEars(place.name, Flux(place, wanted or models["english"], private=private))
        if short in models["languages"]:
            return FarEars(place.name, Flux(place, wanted or models["multilingual"], short, private))
        if short in ANY_LANGUAGE:
            return FarEars(place.name, Flux(place, wanted or models["multilingual"], None, private))
        return FarEars(place.name, Nova(place, models["others"], language, private))

    def _openai(self, language: str) -> Transcriber:
        from visavis.providers.stt.dialect import Place
        from visavis.providers.stt.far_ears import FarEars
        from visavis.providers.stt.openai_realtime import OpenAiTranscription

        settings, models = self._settings, _models()["openai"]
        key = settings.openai_api_key
        place = Place(
            "openai", settings.openai_base_url or models["url"], key.get_secret_value() if key else "none"
        )
        short = _short(language)
        spoken = None if short in ANY_LANGUAGE else short
        return FarEars(place.name, OpenAiTranscription(place, settings.stt_model or models["model"], spoken))


def _sphinx(topic: str) -> Transcriber:
    from visavis.providers.stt import sphinx

    return sphinx.transcriber(topic)


def _understands(pack: Pack, short: str) -> bool:
    return short in ANY_LANGUAGE or short in pack.hears.languages


def _short(language: str) -> str:
    return language.split("-")[0].lower()


@cache
def _models() -> dict[str, Any]:
    return tomllib.loads((files("visavis.providers.stt") / "models.toml").read_text("utf-8"))

"""Deepgram listens: Flux where it knows the language, Nova for the others."""

from __future__ import annotations

from visavis.providers.stt.deepgram_flux import Flux
from visavis.providers.stt.deepgram_nova import Nova
from visavis.providers.stt.dialect import Dialect, Place
from visavis.providers.stt.far_ears import FarEars
from visavis.providers.stt.recogniser_spec import RecogniserSpec
from visavis.providers.stt.usual_models import usual_models


def recogniser(spec: RecogniserSpec) -> FarEars:
    return FarEars("deepgram", _dialect(spec))


def _dialect(spec: RecogniserSpec) -> Dialect:
    settings, models = spec.settings, usual_models("deepgram")
    key = settings.deepgram_api_key
    place = Place("deepgram", settings.deepgram_base_url, key.get_secret_value() if key else "")
    short, wanted, private = spec.short_language, settings.stt_model, spec.private
    if wanted and not wanted.startswith("flux"):
        return Nova(place, wanted, spec.language, private)
    if short == "en":
        return Flux(place, wanted or models["english"], private=private)
    if short is None or short in models["languages"]:
        return Flux(place, wanted or models["multilingual"], short, private)
    return Nova(place, models["others"], spec.language, private)

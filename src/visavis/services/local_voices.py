"""Voices of the default pack: it speaks where the embedded engines would, in the languages that it knows.

Which rows it speaks for stands in them (`engine`) and is settled at start, as for vendors; with which of its
voices is found anew for each session, because a persona may speak another language than its voice.
"""

from __future__ import annotations

from visavis.contract.spec import VoiceSpec
from visavis.packs.catalogue import packs
from visavis.packs.shelf import Shelf
from visavis.settings import Settings
from visavis.store.tables import Voice

LOCAL = frozenset(part.engine.name for pack in packs().values() for part in pack.speaks)
"""Engines of voices that packs bring."""


def default_pack_voice(settings: Settings, voice: VoiceSpec, language: str) -> VoiceSpec | None:
    """The voice of the default pack that is likest to this one; None: none of it speaks the language."""
    shelf = Shelf(settings.packs_dir)
    pack = shelf.default
    found = pack and pack.voice(language, voice.gender, voice.country)
    if not found:
        return None
    whose = {
        "id": voice.id,
        "display_name": voice.display_name,
        "language": language,
        "gender": voice.gender,
        "country": voice.country,
    }
    return VoiceSpec(**shelf.spoken_by(*found) | whose)


def one_of_each_part(settings: Settings) -> dict[str, VoiceSpec]:
    """Of the default pack, if there is one, a voice of every model that speaks, by its name for people."""
    shelf = Shelf(settings.packs_dir)
    pack = shelf.default
    if pack is None:
        return {}
    return {
        f"the pack {pack.name}, {part.name}": VoiceSpec(id="", **shelf.spoken_by(part, part.voices[0]))
        for part in pack.speaks
    }


def give_to_pack(voice: Voice, settings: Settings) -> bool:
    """False where there is no default pack, or it does not know the language."""
    named = {"id": voice.id, "display_name": voice.display_name, "engine": voice.engine, "name": ""}
    likeness = VoiceSpec(**named, gender=voice.gender, country=voice.country)
    spec = default_pack_voice(settings, likeness, voice.language)
    if spec is None:
        return False
    voice.engine, voice.engine_voice = spec.engine, spec.name
    voice.engine_note = (
        f"Spoken by {spec.name}, a local neural voice ({spec.engine}) of this server's default pack"
    )
    return True

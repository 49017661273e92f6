"""Mid-session updates: what a client may change of a running session, by the rules that held at its start."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from visavis.contract.spec import ListeningSpec, TuningSpec, VoiceSpec
from visavis.contract.tuning import Changed, Tuned, TuningRequest
from visavis.services.errors import Invalid
from visavis.services.options import Exact, Language, VoiceDetectionOptions
from visavis.services.unused_fields import unused_fields
from visavis.services.vendor_voices import in_language, in_manner
from visavis.services.voice_options import check_voice_options
from visavis.settings import Settings

INHERIT, ANY = "inherit", "multi"


class PersonaUpdate(Exact):
    """Null, of the whole or of a part, goes back to the default."""

    language_code: Language | None = None
    voice_generation_options: dict[str, Any] | None = None
    voice_detection_options: VoiceDetectionOptions | None = None


def retune(request: TuningRequest, settings: Settings) -> Tuned:
    """Raises Invalid, with the path of what is wrong; then nothing changes."""
    said, now = request.changes, request.now
    update = _understood(said)
    if unknown := list(unused_fields(update, said)):
        raise Invalid(unknown[0], "This cannot be changed while a session runs")
    language = now.language_code
    if "languageCode" in said:
        language = update.language_code or INHERIT
    voice = _merged(now.voice_generation_options, said, "voiceGenerationOptions")
    check_voice_options(now.voice_family, voice, "voiceGenerationOptions")
    detection = _merged(now.voice_detection_options, said, "voiceDetectionOptions")
    after = now.model_copy(
        update={
            "language_code": now.inherited_language if language == INHERIT else language,
            "voice_generation_options": voice,
            "voice_detection_options": detection,
        }
    )
    return Tuned(
        now=after,
        language=after.language_code,
        voice=_spoken(settings, request.voice, after),
        listening=listening(detection),
        changed=_changes(now, after),
    )


def listening(options: dict[str, Any]) -> ListeningSpec:
    """Options by their public names."""
    known = VoiceDetectionOptions.model_validate(options)
    return ListeningSpec.model_validate(known.model_dump(exclude_none=True))


def spoken_language(of_voice: str, of_session: str) -> str:
    """A voice speaks the session's language, in its own accent where it has one for it."""
    if of_session == ANY or of_session.split("-")[0] == of_voice.split("-")[0]:
        return of_voice
    return of_session


def _understood(said: dict[str, Any]) -> PersonaUpdate:
    try:
        return PersonaUpdate.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = first["msg"]
        if first["type"] == "extra_forbidden":
            reason = "This cannot be changed while a session runs"
        raise Invalid(where, reason) from None


def _merged(now: dict[str, Any], said: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in said:
        return now
    part = said[name] or {}
    merged = now | part if part else {}
    return {option: value for option, value in merged.items() if value is not None}


def _spoken(settings: Settings, voice: VoiceSpec, now: TuningSpec) -> VoiceSpec:
    language = spoken_language(voice.language, now.language_code)
    if language != voice.language:
        voice = in_language(settings, voice, language)
    return in_manner(voice, now.voice_generation_options, now.voice_speed)


def _changes(before: TuningSpec, after: TuningSpec) -> dict[str, Changed]:
    old, new = _flat(before), _flat(after)
    return {
        path: Changed(before=old.get(path), after=new.get(path))
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    }


def _flat(tuning: TuningSpec) -> dict[str, Any]:
    flat: dict[str, Any] = {"languageCode": tuning.language_code}
    for name, options in (
        ("voiceGenerationOptions", tuning.voice_generation_options),
        ("voiceDetectionOptions", tuning.voice_detection_options),
    ):
        flat |= {f"{name}.{option}": value for option, value in options.items()}
    return flat

"""From a request to a SessionSpec: every id looked up, every option settled, secrets unsealed."""

from __future__ import annotations

from typing import Any, TypeVar

from visavis.contract.spec import (
    AvatarSpec,
    ClientSpec,
    EarKeys,
    GreetingSpec,
    IceServer,
    LlmSpec,
    PersonaSpec,
    SessionSpec,
    StyleSpec,
    TuningSpec,
    VoiceSpec,
)
from visavis.services import stock
from visavis.services.avatar_building import FAILED, READY, rig_name
from visavis.services.avatar_models import DIRECTED, check_allowed, frame_size, model_for, models_of
from visavis.services.errors import Invalid
from visavis.services.ignored import ignore
from visavis.services.knowledge_groups import check_groups
from visavis.services.live_llms import with_voice
from visavis.services.llms import llm_spec
from visavis.services.options import DirectorNotes, VoiceDetectionOptions
from visavis.services.session_request import PersonaConfig, SessionOptions, SessionRequest
from visavis.services.session_tools import check_addresses, tools_of
from visavis.services.stored_persona import with_stored
from visavis.services.tuning import listening, spoken_language
from visavis.services.vendor_access import VendorAccess
from visavis.services.vendor_keys import access_of, ear_keys
from visavis.services.vendor_voices import as_heard, voice_spec, without_effect
from visavis.services.voice_options import check_voice_options, check_voice_speed
from visavis.services.wing import ControlWing
from visavis.services.zero_retention import check_zero_retention
from visavis.settings import Settings
from visavis.store.queries import Caller, persona_parts
from visavis.store.tables import Avatar, Llm, Voice

Part = TypeVar("Part", Avatar, Voice, Llm)

DEFAULT_LANGUAGE = "en"


async def resolve(wing: ControlWing, caller: Caller, request: SessionRequest, session_id: str) -> SessionSpec:
    """Raises Invalid for unknown ids and options that do not go together, Forbidden for what the caller's
    organization does not let its sessions use."""
    request.refuse_what_is_not_built()
    config, options = request.config, request.options
    async with wing.database.transaction() as session:
        if config.persona_id is not None:
            config, options = await with_stored(session, caller, config, options)
        avatar_id = config.avatar_id or stock.DEFAULT_AVATAR
        voice_id = config.voice_id or stock.voice_for(avatar_id)
        llm_id = stock.llm_for(config.llm_id or config.brain_type)
        parts = await persona_parts(
            session, caller.organization_id, avatar_id=avatar_id, voice_id=voice_id, llm_id=llm_id
        )
        knowledge = tuple(str(id) for id in config.knowledge or ())
        await check_groups(session, caller.organization_id, knowledge, "personaConfig.knowledge")
        tools = await tools_of(wing, session, caller.organization_id, config)
        access = await access_of(wing, session, caller.organization_id)
    await check_addresses(wing, config.tools or ())
    avatar = _found(parts.avatar, "avatarId", avatar_id)
    voice = as_heard(_found(parts.voice, "voiceId", voice_id), access)
    llm = _found(parts.llm, "llmId", llm_id)

    passthrough = bool(config.enable_audio_passthrough)
    keeps_nothing = bool(config.zero_data_retention)
    if keeps_nothing and not passthrough:
        check_zero_retention(voice, llm, wing.default_llm, "personaConfig.zeroDataRetention")
    thinking = (
        LlmSpec(id=llm.id, kind="none") if passthrough else with_voice(llm_spec(wing, llm, access), voice)
    )
    language = _language(config.language_code, caller)
    detection = _detection(config.voice_detection_options, options)
    return SessionSpec(
        session_id=session_id,
        organization_id=caller.organization_id,
        client=_client(request.client_metadata or {}),
        persona=PersonaSpec(
            id=config.persona_id,
            name=config.name or "",
            preset=config.persona_preset or "",
            system_prompt=config.system_prompt or "",
            personality=config.personality or "",
            language=language,
        ),
        avatar=_avatar(wing, avatar, config, options, caller),
        voice=_voice(access, voice, config, language),
        llm=thinking,
        ear_keys=EarKeys() if keeps_nothing else ear_keys(access),  # the operator vouches for his own alone
        greeting=_greeting(config, thinks=thinking.kind != "none", passthrough=passthrough),
        listening=listening(detection),
        tuning=TuningSpec(
            language_code=language,
            inherited_language=_language(None, caller),
            voice_family=voice.provider,
            voice_speed=config.voice_speed,
            voice_generation_options=config.voice_generation_options or {},
            voice_detection_options=detection,
        ),
        style=_style(config.director_notes, model_for(config.avatar_model, avatar.active_version)),
        knowledge=knowledge,
        tools=tools,
        audio_passthrough=passthrough,
        zero_data_retention=keeps_nothing,
        record=not keeps_nothing and _is_recorded(options),
        max_session_seconds=_shorter(config.max_session_length_seconds, caller.max_session_seconds),
        video_quality=options.video_quality or "auto",
        ice_servers=ice_servers(wing.settings),
    )


def _client(metadata: dict[str, Any]) -> ClientSpec:
    """Metadata is free, and what is no text names nothing."""
    name, version = metadata.get("client"), metadata.get("version")
    return ClientSpec(
        name=name if isinstance(name, str) else "", version=version if isinstance(version, str) else ""
    )


def ice_servers(settings: Settings) -> tuple[IceServer, ...]:
    servers = []
    if settings.stun_url:
        servers.append(IceServer(urls=(settings.stun_url,)))
    if settings.turn_url:
        credential = settings.turn_credential
        servers.append(
            IceServer(
                urls=(settings.turn_url,),
                username=settings.turn_username,
                credential=credential.get_secret_value() if credential else None,
            )
        )
    return tuple(servers)


def _found(part: Part | None, field: str, id: str) -> Part:
    if part is None:
        raise Invalid(f"personaConfig.{field}", f"There is no {field.removesuffix('Id')} {id}")
    return part


def _avatar(
    wing: ControlWing, avatar: Avatar, config: PersonaConfig, options: SessionOptions, caller: Caller
) -> AvatarSpec:
    if avatar.build_status != READY:
        how = "could not be built" if avatar.build_status == FAILED else "is still being built"
        raise Invalid(
            "personaConfig.avatarId", avatar.build_note or f"The face of {avatar.display_name} {how}"
        )
    model = model_for(config.avatar_model, avatar.active_version)
    if model not in models_of(avatar.available_versions):
        raise Invalid("personaConfig.avatarModel", f"{avatar.display_name} cannot be rendered by {model}")
    check_allowed(model, caller.avatar_models)
    width, height = frame_size(model, options.video_width, options.video_height)
    return AvatarSpec(
        id=avatar.id,
        display_name=avatar.display_name,
        rig=avatar.rig or _built_rig(wing, avatar, width, height),
        model=model,
        width=width,
        height=height,
        disclosed=bool(options.show_ai_avatar_disclosure),
    )


def _built_rig(wing: ControlWing, avatar: Avatar, width: int, height: int) -> str:
    key = avatar.blobs.get(rig_name(width, height))
    if key is None:
        raise Invalid(
            "sessionOptions.videoWidth",
            f"{avatar.display_name} cannot be shown in {width}x{height}: the photo shows too little for it",
        )
    return str(wing.blobs.path(key))


def _voice(access: VendorAccess, voice: Voice, config: PersonaConfig, language: str) -> VoiceSpec:
    options = config.voice_generation_options or {}
    check_voice_options(voice.provider, options, "personaConfig.voiceGenerationOptions")
    check_voice_speed(voice.provider, config.voice_speed, "personaConfig.voiceSpeed")
    if config.persona_id is None:  # else they are not this request's
        ignore(f"personaConfig.voiceGenerationOptions.{name}" for name in without_effect(voice, options))
    spoken = spoken_language(voice.language, language)
    keeps_nothing = bool(config.zero_data_retention)
    return voice_spec(access, voice, spoken, options, config.voice_speed, keeps_nothing=keeps_nothing)


def _greeting(config: PersonaConfig, *, thinks: bool, passthrough: bool) -> GreetingSpec:
    text = config.initial_message or None
    silent = passthrough or (text is None and not thinks)
    return GreetingSpec(
        skip=bool(config.skip_greeting) or silent,
        text=text,
        uninterruptible=bool(config.uninterruptible_greeting),
    )


def _detection(stored: VoiceDetectionOptions | None, options: SessionOptions) -> dict[str, Any]:
    """By their public names; the browser's own wish counts first."""
    chosen: dict[str, Any] = {}
    for given in (stored, options.voice_detection):
        if given is not None:
            chosen |= given.model_dump(by_alias=True, exclude_none=True)
    return chosen


def _style(notes: DirectorNotes | None, model: str) -> StyleSpec | None:
    """Models before cara-4 take no directions; the public API passes them over there. Those that do take
    cues during a session too, so they have a style even where none was asked for."""
    if model not in DIRECTED:
        return None
    notes = notes or DirectorNotes()
    spec = StyleSpec(preset=notes.preset_style, prompt=notes.custom_style_prompt or None)
    return (
        spec if notes.expressivity is None else spec.model_copy(update={"expressivity": notes.expressivity})
    )


def _is_recorded(options: SessionOptions) -> bool:
    return options.session_replay is None or options.session_replay.enable_session_replay


def _language(code: str | None, caller: Caller) -> str:
    if code is None or code == "inherit":
        return caller.default_language or DEFAULT_LANGUAGE
    return code


def _shorter(*limits: float | None) -> float | None:
    return min((limit for limit in limits if limit is not None), default=None)

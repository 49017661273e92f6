"""From a request to a SessionSpec: every id looked up, every option settled, secrets unsealed."""

from __future__ import annotations

from typing import TypeVar

from visavis.contract.spec import (
    AvatarSpec,
    GreetingSpec,
    IceServer,
    ListeningSpec,
    LlmSpec,
    PersonaSpec,
    SessionSpec,
    VoiceSpec,
)
from visavis.services import stock
from visavis.services.avatar_building import FAILED, READY, rig_name
from visavis.services.avatar_models import DEFAULT_MODEL, frame_size, model_of, models_of
from visavis.services.errors import Forbidden, Invalid
from visavis.services.knowledge_groups import check_groups
from visavis.services.llms import llm_spec
from visavis.services.options import VoiceDetectionOptions
from visavis.services.session_request import PersonaConfig, SessionOptions, SessionRequest
from visavis.services.tools import usable_tools
from visavis.services.voice_options import check_voice_options
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.queries import Caller, persona_parts
from visavis.store.tables import Avatar, Llm, Persona, Voice

Part = TypeVar("Part", Avatar, Voice, Llm)

DEFAULT_LANGUAGE = "en"


async def resolve(wing: ControlWing, caller: Caller, request: SessionRequest, session_id: str) -> SessionSpec:
    """Raises Invalid for unknown ids and options that do not go together, Forbidden for what the caller's
    organization does not let its sessions use."""
    request.refuse_what_is_not_built()
    config = request.config
    async with wing.database.transaction() as session:
        if config.persona_id is not None:
            stored = await session.get(Persona, config.persona_id)
            if stored is None or stored.organization_id not in (None, caller.organization_id):
                raise Invalid("personaConfig.personaId", f"There is no persona {config.persona_id}")
            config = _stateful(stored, config)
        avatar_id = config.avatar_id or stock.DEFAULT_AVATAR
        voice_id = config.voice_id or stock.voice_for(avatar_id)
        llm_id = stock.llm_for(config.llm_id or config.brain_type)
        parts = await persona_parts(
            session, caller.organization_id, avatar_id=avatar_id, voice_id=voice_id, llm_id=llm_id
        )
        await usable_tools(session, caller.organization_id, config.tool_ids or (), "personaConfig.toolIds")
        for number, tool in enumerate(config.tools or ()):
            path = f"personaConfig.tools.{number}.documentFolderIds"
            await check_groups(session, caller.organization_id, tool.group_ids, path)
    avatar = _found(parts.avatar, "avatarId", avatar_id)
    voice = _found(parts.voice, "voiceId", voice_id)
    llm = _found(parts.llm, "llmId", llm_id)

    passthrough = bool(config.enable_audio_passthrough)
    thinking = LlmSpec(id=llm.id, kind="none") if passthrough else llm_spec(wing, llm)
    return SessionSpec(
        session_id=session_id,
        organization_id=caller.organization_id,
        persona=PersonaSpec(
            id=config.persona_id,
            name=config.name or "",
            system_prompt=config.system_prompt or "",
            personality=config.personality or "",
            language=_language(config.language_code, caller),
        ),
        avatar=_avatar(wing, avatar, config, request.options, caller),
        voice=_voice(voice, config),
        llm=thinking,
        greeting=_greeting(config, thinks=thinking.kind != "none", passthrough=passthrough),
        listening=_listening(config.voice_detection_options, request.options),
        audio_passthrough=passthrough,
        zero_data_retention=bool(config.zero_data_retention),
        max_session_seconds=_shorter(config.max_session_length_seconds, caller.max_session_seconds),
        video_quality=request.options.video_quality or "auto",
        ice_servers=ice_servers(wing.settings),
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


def _stateful(stored: Persona, asked: PersonaConfig) -> PersonaConfig:
    """The stored persona; of what stands beside its id in a request only two things count."""
    brought = {
        "persona_id": stored.id,
        "max_session_length_seconds": asked.max_session_length_seconds,
        "enable_audio_passthrough": stored.enable_audio_passthrough or asked.enable_audio_passthrough,
    }
    kept = {name: getattr(stored, name) for name in PersonaConfig.model_fields if hasattr(stored, name)}
    return PersonaConfig.model_validate(kept | brought)


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
    model = config.avatar_model or model_of(avatar.active_version) or DEFAULT_MODEL
    if model not in models_of(avatar.available_versions):
        raise Invalid("personaConfig.avatarModel", f"{avatar.display_name} cannot be rendered by {model}")
    if caller.avatar_models is not None and model not in caller.avatar_models:
        raise Forbidden(f"Sessions of this organization may not use {model}")
    width, height = frame_size(model, options.video_width, options.video_height)
    return AvatarSpec(
        id=avatar.id,
        display_name=avatar.display_name,
        rig=avatar.rig or _built_rig(wing, avatar, width, height),
        width=width,
        height=height,
    )


def _built_rig(wing: ControlWing, avatar: Avatar, width: int, height: int) -> str:
    key = avatar.blobs.get(rig_name(width, height))
    if key is None:
        raise Invalid(
            "sessionOptions.videoWidth",
            f"{avatar.display_name} cannot be shown in {width}x{height}: the photo shows too little for it",
        )
    return str(wing.blobs.path(key))


def _voice(voice: Voice, config: PersonaConfig) -> VoiceSpec:
    options = config.voice_generation_options or {}
    check_voice_options(voice.provider, options, "personaConfig.voiceGenerationOptions")
    return VoiceSpec(
        id=voice.id,
        display_name=voice.display_name,
        engine=voice.engine,
        name=voice.engine_voice,
        language=voice.language,
        speed=(config.voice_speed or 1.0) * (options.get("speed") or 1.0),
        volume=options.get("volume") or 1.0,
    )


def _greeting(config: PersonaConfig, *, thinks: bool, passthrough: bool) -> GreetingSpec:
    text = config.initial_message or None
    silent = passthrough or (text is None and not thinks)
    return GreetingSpec(
        skip=bool(config.skip_greeting) or silent,
        text=text,
        uninterruptible=bool(config.uninterruptible_greeting),
    )


def _listening(stored: VoiceDetectionOptions | None, options: SessionOptions) -> ListeningSpec:
    chosen = stored.model_dump(exclude_none=True) if stored else {}
    if options.voice_detection:
        chosen |= options.voice_detection.model_dump(exclude_none=True)
    return ListeningSpec.model_validate(chosen)


def _language(code: str | None, caller: Caller) -> str:
    if code is None or code == "inherit":
        return caller.default_language or DEFAULT_LANGUAGE
    return code


def _shorter(*limits: float | None) -> float | None:
    return min((limit for limit in limits if limit is not None), default=None)

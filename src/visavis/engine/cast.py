"""Who plays the parts of a session: its ears, its mind, its voice and its face."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from visavis.contract.spec import AvatarSpec, SessionSpec, VoiceSpec
from visavis.contract.tuning import Tuned
from visavis.engine.ears import Ears
from visavis.engine.tools.knowledge import Library
from visavis.engine.turn_options import TurnOptions
from visavis.engine.voices import Voices
from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.build.load import load_avatar
from visavis.face.disclosure import Mark, mark_for
from visavis.face.face import Face, PaintJob
from visavis.face.neural.description import LipModelError
from visavis.face.neural.face import NeuralFace, PreparedFace, prepare_face
from visavis.face.neural.model import LipModel, load_lip_model
from visavis.face.neural.reading import read_lip_model
from visavis.face.renderer import warm_up as compile_renderer
from visavis.face.rendition import Rendition, rendered, rendition_of
from visavis.face.stock.people import AT_HAND
from visavis.guarded_http import trust
from visavis.model_files import ModelError
from visavis.packs.shelf import Shelf
from visavis.providers import local_pack, registry
from visavis.providers.base import ChatModel, LiveModel, ProviderError, Stage, Transcriber, TurnModel
from visavis.providers.stt.recognisers import Recognisers
from visavis.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cast:
    ears: Ears
    model: ChatModel | None
    voices: Voices
    animator: Animator
    face: Face | NeuralFace
    transcriber: Transcriber
    recognisers: Recognisers
    live: LiveModel | None = None
    """Who hears, thinks and speaks by itself; the transcriber is the same one then."""
    language: str = "en"
    """What they listen for."""
    library: Library | None = None
    """None: there are no documents to search."""
    lips: NeuralFace | None = None
    """The face once more, where a model draws the mouth from what it hears."""
    mark: Mark | None = None
    """What is stamped into every picture."""
    retired: tuple[Transcriber, ...] = ()
    """Who listened before the language changed."""

    def tuned(self, spec: SessionSpec, tuned: Tuned) -> Cast:
        """With another voice, and ears that listen as a mid-session update wants it."""
        transcriber, retired = self.transcriber, self.retired
        if tuned.language != self.language:
            transcriber = self._listening(spec, tuned.language)
            retired = (*retired, self.transcriber)
        self.ears.tune(
            TurnOptions.from_spec(tuned.listening, tuned.language),
            registry.enhancer(tuned.listening.speech_enhancement_level),
            transcriber,
        )
        return replace(
            self,
            voices=_voices(tuned.voice),
            transcriber=transcriber,
            retired=retired,
            language=tuned.language,
        )

    def listening_in(self, spec: SessionSpec, language: str) -> Cast:
        """With ears that understand the language. Raises ProviderError where nobody does."""
        if not self.hears(spec, language):
            raise ProviderError(Stage.HEAR, "ears", f"no recogniser on this server understands {language}")
        transcriber = self._listening(spec, language)
        self.ears.listen_in(language, transcriber)
        retired = (*self.retired, self.transcriber)
        return replace(self, transcriber=transcriber, retired=retired, language=language)

    def hears(self, spec: SessionSpec, language: str | None = None) -> bool:
        """Whether somebody understands the language; None: that they listen for."""
        if self.live is not None:
            return True
        spoken = self.language if language is None else language
        return self.recognisers.hears(spoken, private=spec.zero_data_retention)

    def _listening(self, spec: SessionSpec, language: str) -> Transcriber:
        if self.live is not None:
            self.live.listen_in(language)
            return self.live
        return self.recognisers.transcriber(language, _topic(spec), private=spec.zero_data_retention)

    async def close(self) -> None:
        if self.lips is not None:
            self.lips.close()
        for transcriber in (self.transcriber, *self.retired):
            await transcriber.close()
        await self.voices.close()
        if self.model is not None:
            await self.model.close()


class Likeness(NamedTuple):
    """An avatar, and what a lip model knows of it where there is one."""

    avatar: Avatar
    prepared: PreparedFace | None

    def face(self, animator: Animator, session: str) -> Face | NeuralFace:
        if self.prepared is None:
            return Face(self.avatar, animator)
        return NeuralFace(self.prepared, animator, session)


class Casting:
    """Makes a cast per session; what can be shared by all sessions of the process is loaded once."""

    def __init__(self, settings: Settings, libraries: Callable[[str], Library] | None = None) -> None:
        """`libraries` opens the documents of an organization."""
        self.settings, self._libraries = settings, libraries
        self._likenesses: dict[tuple[str, int, int, Rendition], asyncio.Task[Likeness]] = {}
        self._lip_model: LipModel | None = None
        self._turn_model: TurnModel | None = None

    @property
    def lip_model(self) -> str | None:
        """The name of the model that draws lower faces, once it is loaded."""
        return None if self._lip_model is None else self._lip_model.description.name

    @property
    def lip_model_runs_on(self) -> str | None:
        return None if self._lip_model is None else self._lip_model.runs_on

    @property
    def turn_model_name(self) -> str | None:
        """Of the model that tells ends of turns by their melody, once it is loaded."""
        return None if self._turn_model is None else self.settings.turn_model

    async def rehearsal(self, pictures: int, per_s: int) -> list[PaintJob]:
        """Pictures of somebody at hand who says nothing, to be drawn in this order."""
        likeness = await self._likeness(AvatarSpec(id="", display_name="", rig=AT_HAND[0]))
        face = Face(likeness.avatar, Animator(0))
        return [face.paint(number / per_s) for number in range(pictures)]

    async def cast(self, spec: SessionSpec) -> Cast:
        likeness = await self._likeness(spec.avatar)
        head_share = rendition_of(spec.avatar.model).head_share
        animator = Animator(Random(spec.session_id).getrandbits(32), spec.style, head_share)
        recognisers = Recognisers(self.settings.heard_with(spec.ear_keys.given()))
        live = registry.live_model(spec.llm, spec.persona.language)
        transcriber = live or recognisers.transcriber(
            spec.persona.language, _topic(spec), private=spec.zero_data_retention
        )
        options = TurnOptions.from_spec(spec.listening, spec.persona.language)
        face = likeness.face(animator, spec.session_id)
        return Cast(
            ears=Ears(
                registry.voice_detector(self.settings.models_dir),
                transcriber,
                options,
                registry.enhancer(spec.listening.speech_enhancement_level),
                self._turn_model,
            ),
            model=registry.chat_model(spec.llm, spec.persona),
            voices=_voices(spec.voice),
            animator=animator,
            face=face,
            transcriber=transcriber,
            recognisers=recognisers,
            live=live,
            language=spec.persona.language,
            library=self._libraries(spec.organization_id) if self._libraries else None,
            lips=face if isinstance(face, NeuralFace) else None,
            mark=mark_for(spec.avatar.width, spec.avatar.height) if spec.avatar.disclosed else None,
        )

    async def warm_up(self) -> None:
        """Load and compile what the first session would otherwise wait for."""
        if self.settings.lip_model is not None:
            await asyncio.to_thread(compile_renderer)  # faces are drawn to prepare them for the model
            self._lip_model = await asyncio.to_thread(_load_lip_model, self.settings.lip_model)
        self._turn_model = await asyncio.to_thread(_load_turn_model, self.settings)
        await asyncio.gather(
            asyncio.to_thread(compile_renderer),
            asyncio.to_thread(trust),
            registry.warm_up(self.settings.models_dir),
            _warm_up_pack(Shelf(self.settings.packs_dir)),
            *(self._likeness(AvatarSpec(id="", display_name="", rig=rig)) for rig in AT_HAND),
        )

    async def close(self) -> None:
        """End what the sessions shared."""
        await registry.close()

    async def _likeness(self, spec: AvatarSpec) -> Likeness:
        key = (spec.rig, spec.width, spec.height, rendition_of(spec.model))
        if key not in self._likenesses or self._likenesses[key].cancelled():
            self._likenesses[key] = asyncio.create_task(asyncio.to_thread(self._load, *key))
        try:
            likeness = await asyncio.shield(self._likenesses[key])
        except Exception:
            self._likenesses.pop(key, None)
            raise
        if Path(spec.rig).is_absolute():  # a face of somebody's own is held no longer than its file
            self._likenesses.pop(key, None)
        return likeness

    def _load(self, rig: str, width: int, height: int, rendition: Rendition) -> Likeness:
        kept = load_avatar(rig, width, height, self.settings.data_dir / "avatars")
        avatar = rendered(kept, rendition)
        if self._lip_model is None:
            return Likeness(avatar, None)
        try:
            return Likeness(avatar, prepare_face(self._lip_model, avatar))
        except LipModelError as error:
            log.error("the rig draws the mouth of %s: %s", rig, error)
            return Likeness(avatar, None)


def _voices(spec: VoiceSpec) -> Voices:
    """Her own, and after it whoever stands in for the one before."""
    specs = [spec]
    while (stand_in := specs[-1].stand_in) is not None:
        specs.append(stand_in)
    own, *stand_ins = map(registry.synthesizer, specs)
    return Voices(own, *stand_ins)


async def _warm_up_pack(shelf: Shelf) -> None:
    """Where it does not work, the embedded engines stand in, a turn or a clause at a time."""
    pack = shelf.default
    if pack is None:
        return
    log.info("the local pack %s speaks and listens by default", pack.name)
    try:
        await local_pack.warm_up(shelf, pack)
    except ProviderError as error:
        log.warning("the local pack %s does not warm up: %s", pack.name, error)


def _load_lip_model(path: Path) -> LipModel | None:
    """None when it cannot be used: faces that the rig draws are better than none."""
    try:
        return load_lip_model(read_lip_model(path))
    except LipModelError as error:
        log.error("the rig draws all mouths: %s", error)
        return None


def _load_turn_model(settings: Settings) -> TurnModel | None:
    """None when there is none, or it cannot be used: the words tell enough to talk."""
    try:
        return registry.turn_model(settings.turn_model, settings.models_dir)
    except ModelError as error:
        log.error("ends of turns are told by the words alone: %s", error)
        return None


def _topic(spec: SessionSpec) -> str:
    """What the conversation will be about, as far as the persona's own texts tell."""
    persona = spec.persona
    texts = (persona.name, spec.greeting.text, persona.system_prompt, persona.personality)
    return "\n".join(text for text in texts if text)

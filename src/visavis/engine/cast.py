"""Who plays the parts of a session: its ears, its mind, its voice and its face."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from random import Random

from visavis.contract.spec import AvatarSpec, SessionSpec
from visavis.engine.ears import Ears
from visavis.engine.turns import TurnOptions
from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.build.load import load_avatar
from visavis.face.face import Face
from visavis.face.raster.warm_up import warm_up as compile_renderer
from visavis.face.stock.people import AT_HAND
from visavis.providers import registry
from visavis.providers.base import ChatModel, Synthesizer, Transcriber
from visavis.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cast:
    ears: Ears
    model: ChatModel | None
    voice: Synthesizer
    animator: Animator
    face: Face
    transcriber: Transcriber

    async def close(self) -> None:
        await self.transcriber.close()
        await self.voice.close()
        if self.model is not None:
            await self.model.close()


class Casting:
    """Makes a cast per session; what can be shared by all sessions of the process is loaded once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._avatars: dict[tuple[str, int, int], asyncio.Task[Avatar]] = {}

    async def cast(self, spec: SessionSpec) -> Cast:
        face_of = await self._avatar(spec.avatar)
        animator = Animator(Random(spec.session_id).getrandbits(32), spec.style)
        transcriber = registry.transcriber(spec.persona.language)
        options = TurnOptions.from_spec(spec.listening, spec.persona.language)
        return Cast(
            ears=Ears(registry.voice_detector(self._settings.models_dir), transcriber, options),
            model=registry.chat_model(spec.llm, spec.persona),
            voice=registry.synthesizer(spec.voice),
            animator=animator,
            face=Face(face_of, animator),
            transcriber=transcriber,
        )

    async def warm_up(self) -> None:
        """Load and compile what the first session would otherwise wait for."""
        await asyncio.gather(
            asyncio.to_thread(compile_renderer),
            registry.warm_up(self._settings.models_dir),
            *(self._avatar(AvatarSpec(id="", display_name="", rig=rig)) for rig in AT_HAND),
        )

    async def close(self) -> None:
        """End what the sessions shared."""
        await registry.close()

    async def _avatar(self, spec: AvatarSpec) -> Avatar:
        key = (spec.rig, spec.width, spec.height)
        if key not in self._avatars or self._avatars[key].cancelled():
            self._avatars[key] = asyncio.create_task(asyncio.to_thread(self._load, *key))
        try:
            avatar = await asyncio.shield(self._avatars[key])
        except Exception:
            self._avatars.pop(key, None)
            raise
        if Path(spec.rig).is_absolute():  # a face of somebody's own is held no longer than its file
            self._avatars.pop(key, None)
        return avatar

    def _load(self, rig: str, width: int, height: int) -> Avatar:
        return load_avatar(rig, width, height, self._settings.data_dir / "avatars")

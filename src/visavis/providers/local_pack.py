"""A pack at work: its ears and its voices, and how fast they are on this machine."""

from __future__ import annotations

import asyncio

import numpy as np
import soxr

from visavis.contract.spec import VoiceSpec
from visavis.packs.catalogue import Pack, Part
from visavis.packs.shelf import Pace, Shelf
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage
from visavis.providers.stt import sherpa
from visavis.providers.stt.helper_ears import HelperEars
from visavis.speech import Speech

MOST = Pace(hears=0.5, speaks=0.7)
"""A default takes no more than this: a voice that is slower runs dry under load, and words that come later
than the user stops make him wait for them."""
SENTENCE = "The museum is open from ten to five, and every child comes in for free."
"""About four seconds; in a language of its own, no voice is slower."""


def ears(shelf: Shelf, pack: Pack, language: str = "") -> HelperEars:
    """For one session. `language`: ISO 639-1; "": whichever is spoken."""
    folder = shelf.folder_of(pack.hears)
    return sherpa.transcriber(folder, language if pack.hears.tells_language else "")


def first_voice(shelf: Shelf, part: Part) -> VoiceSpec:
    return VoiceSpec(id="", **shelf.spoken_by(part, part.voices[0]))


async def warm_up(shelf: Shelf, pack: Pack) -> None:
    """Have the helper processes of its ears and its first voice running. Raises ProviderError."""
    first = first_voice(shelf, pack.speaks[0])
    await asyncio.gather(sherpa.warm_up(shelf.folder_of(pack.hears)), _spoken(first, "one"))


async def measure(shelf: Shelf, pack: Pack) -> Pace:
    """Say and hear one sentence: the slowest of its voices counts. Raises ProviderError."""
    now = asyncio.get_running_loop().time
    speaks, said = 0.0, list[Speech]()
    for part in pack.speaks:
        spec = first_voice(shelf, part)
        await _spoken(spec, "one")  # loads the model
        began_s = now()
        said = await _spoken(spec, SENTENCE)
        speaks = max(speaks, (now() - began_s) / sum(piece.seconds for piece in said))
    pcm = np.concatenate([piece.pcm for piece in said])
    heard = soxr.resample(pcm, said[0].rate_hz, MICROPHONE_HZ).astype(np.int16)
    await sherpa.warm_up(shelf.folder_of(pack.hears))
    turn = ears(shelf, pack).open()
    began_s = now()
    turn.feed(heard)
    await turn.finish()
    return Pace(round((now() - began_s) * MICROPHONE_HZ / len(heard), 3), round(speaks, 3))


async def _spoken(spec: VoiceSpec, text: str) -> list[Speech]:
    speaker = registry.synthesizer(spec)
    pieces = [piece async for piece in speaker.speak(text)]
    if not any(len(piece.pcm) for piece in pieces):
        raise ProviderError(Stage.SPEAK, spec.engine, "there was no sound in what it said")
    return pieces

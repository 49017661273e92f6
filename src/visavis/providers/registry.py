"""Which provider stands behind a name: one table per kind, each vendor imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from visavis.contract.spec import VoiceSpec
from visavis.providers.base import ProviderError, Stage, Synthesizer
from visavis.providers.workers.worker import close_shared

# ---- voices


def _flite(voice: VoiceSpec) -> Synthesizer:
    from visavis.providers.tts import flite

    return flite.synthesizer(voice)


def _espeak_ng(voice: VoiceSpec) -> Synthesizer:
    from visavis.providers.tts import espeak_ng

    return espeak_ng.synthesizer(voice)


SYNTHESIZERS: dict[str, Callable[[VoiceSpec], Synthesizer]] = {"flite": _flite, "espeak-ng": _espeak_ng}


def synthesizer(voice: VoiceSpec) -> Synthesizer:
    """The voice, with its options set. Raises ProviderError for an engine that nobody here knows."""
    try:
        make = SYNTHESIZERS[voice.engine]
    except KeyError:
        raise ProviderError(Stage.SPEAK, voice.engine, "there is no such speech engine here") from None
    return make(voice)


# ---- all of them


async def close() -> None:
    """End the helper processes of this engine process."""
    await close_shared()

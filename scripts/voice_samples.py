"""Record what the embedded voices sound like, for the voice gallery: python scripts/voice_samples.py

Writes one small MP3 a voice into the package. To be run again when a voice is added or speaks differently.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import av
import numpy as np

from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.services.samples import FOLDER, sample_name
from visavis.services.stock import VOICES, StockVoice
from visavis.speech import Pcm

BITS_PER_SECOND = 32_000
RATE_HZ = 24_000

SENTENCES = {
    "en": "Hello, this is how I sound. What would you like to talk about?",
    "de": "Hallo, so klinge ich. Worüber möchtest du sprechen?",
    "fr": "Bonjour, voici ma voix. De quoi voulez-vous parler ?",
    "es": "Hola, así suena mi voz. ¿De qué quieres hablar?",
    "it": "Ciao, questa è la mia voce. Di che cosa vuoi parlare?",
    "pt": "Olá, esta é a minha voz. Sobre o que você quer conversar?",
    "nl": "Hallo, zo klink ik. Waar wil je over praten?",
    "pl": "Dzień dobry, tak brzmi mój głos. O czym chcesz porozmawiać?",
    "sv": "Hej, så här låter jag. Vad vill du prata om?",
    "tr": "Merhaba, sesim böyle. Ne hakkında konuşmak istersin?",
    "hi": "नमस्ते, मेरी आवाज़ ऐसी है। आप किस बारे में बात करना चाहेंगे?",
}
"""By the language of the voice."""


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for voice in VOICES:
        if not voice.published:
            pcm, rate_hz = await speak(voice)
            write(FOLDER / sample_name(voice.engine, voice.engine_voice), pcm, rate_hz)
    await registry.close()


async def speak(voice: StockVoice) -> tuple[Pcm, int]:
    """The voice's sentence, and its rate."""
    spec = VoiceSpec(
        id=voice.id, display_name="", engine=voice.engine, name=voice.engine_voice, language=voice.language
    )
    synthesizer = registry.synthesizer(spec)
    try:
        pieces = [piece async for piece in synthesizer.speak(SENTENCES[voice.language])]
    finally:
        await synthesizer.close()
    return np.concatenate([piece.pcm for piece in pieces]), pieces[0].rate_hz


def write(path: Path, pcm: Pcm, rate_hz: int) -> None:
    with av.open(path, "w", format="mp3") as output:
        stream = output.add_stream("libmp3lame", rate=RATE_HZ)
        stream.bit_rate = BITS_PER_SECOND
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(pcm[None], format="s16", layout="mono")
        frame.rate = rate_hz
        for one in av.AudioResampler(stream.codec_context.format, "mono", RATE_HZ).resample(frame):
            output.mux(stream.encode(one))
        output.mux(stream.encode(None))
    print(f"{path.name}: {path.stat().st_size // 1000} kB, {len(pcm) / rate_hz:.1f} s")


if __name__ == "__main__":
    asyncio.run(main())

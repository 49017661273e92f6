"""A voice that a package brings, outside of this tree; and what is imported for a voice."""

import subprocess
import sys
from pathlib import Path

PACKAGE = '''
"""A voice that hums."""
import numpy as np
from visavis.contract.spec import VoiceSpec
from visavis.speech import Speech


class Hum:
    def __init__(self, seconds):
        self.seconds = seconds

    async def speak(self, text):
        yield Speech(np.full(round(self.seconds * 8000), 9, np.int16), 8000)

    async def close(self): ...


def voice(spec: VoiceSpec) -> Hum:
    return Hum(seconds=0.5 / spec.speed)
'''
METADATA = "Metadata-Version: 2.1\nName: hum\nVersion: 1.0\n"
ENTRY_POINTS = "[visavis.voices]\nhum = hum:voice\n"

HEAR = """
import asyncio
from visavis.contract.spec import VoiceSpec
from visavis.providers.registry import synthesizer

async def hear():
    voice = synthesizer(VoiceSpec(id="v", display_name="V", engine="hum", name="", speed=2.0))
    return [(len(piece.pcm), piece.rate_hz) async for piece in voice.speak("Hello")]

print(asyncio.run(hear()))
"""
IMPORTED = """
import asyncio, sys
from visavis.contract.spec import VoiceSpec
from visavis.providers.registry import synthesizer

VENDORS = {"elevenlabs", "cartesia", "fish_audio", "openai_speech"}

def imported():
    return {name for name in VENDORS if f"visavis.providers.tts.{name}" in sys.modules}

async def make():
    for engine in ("flite", "elevenlabs", "cartesia", "fish-audio", "openai"):
        before = imported()
        synthesizer(VoiceSpec(id="v", display_name="V", engine=engine, name="n", base_url="http://127.0.0.1:9"))
        print(engine, *(imported() - before))

asyncio.run(make())
"""


def printed(program, *folders):
    environment = {"PYTHONPATH": ":".join([str(folder) for folder in folders] + sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout.strip()


def test_a_package_outside_of_this_tree_brings_a_voice(tmp_path: Path):
    (tmp_path / "hum.py").write_text(PACKAGE)
    metadata = tmp_path / "hum-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(METADATA)
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    assert printed(HEAR, tmp_path) == "[(2000, 8000)]"


def test_the_vendor_that_speaks_is_imported_and_no_other():
    assert printed(IMPORTED).splitlines() == [
        "flite",
        "elevenlabs elevenlabs",
        "cartesia cartesia",
        "fish-audio fish_audio",
        "openai openai_speech",
    ]

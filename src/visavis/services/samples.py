"""What the embedded voices sound like: one short recording of each, as the package ships them.

`scripts/voice_samples.py` makes them with the real engines.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("visavis"))) / "lab" / "voices"
PATH = "/v1/assets/voices"
"""Where the api serves them."""


@lru_cache(1000)
def sample_path(engine: str, engine_voice: str) -> str | None:
    """The address of a voice's sample on this server; None when there is none."""
    file = sample_name(engine, engine_voice)
    return f"{PATH}/{file}" if (FOLDER / file).is_file() else None


def sample_name(engine: str, engine_voice: str) -> str:
    return f"{engine}_{engine_voice}.mp3"


def sample_file(name: str) -> Path | None:
    path = FOLDER / name
    return path if path.parent == FOLDER and path.suffix == ".mp3" and path.is_file() else None

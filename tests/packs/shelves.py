"""A catalogue of two small packs that share a part, for the tests."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from visavis.packs.catalogue import Pack, read_catalogue

CONTENT = {
    "/ears/encoder.onnx": random.Random(1).randbytes(300_000),
    "/ears/tokens.txt": b"<blk> 0\n",
    "/big/en_voice.onnx": random.Random(2).randbytes(50_000),
    "/small/tiny.onnx": b"tiny",
}


def sha256(path: str) -> str:
    return hashlib.sha256(CONTENT[path]).hexdigest()


def catalogue(url: str, folder: Path) -> dict[str, Pack]:
    file = folder / "catalogue.toml"
    file.write_text(
        f"""
[packs.fine]
purpose = "the fine one"
hears = "ears"
speaks = ["big"]
smaller = "plain"

[packs.plain]
purpose = "the plain one"
hears = "ears"
speaks = ["small"]

[parts.ears]
engine = "sherpa"
licence = "Apache-2.0"
terms = "https://example.org/apache"
languages = ["en"]
url = "{url}/ears"
files = [
  {{ name = "encoder.onnx", bytes = 300000, sha256 = "{sha256("/ears/encoder.onnx")}" }},
  {{ name = "tokens.txt", bytes = 8, sha256 = "{sha256("/ears/tokens.txt")}" }},
]

[parts.big]
engine = "kokoro"
licence = "Apache-2.0"
terms = "https://example.org/apache"
languages = ["en"]
url = "{url}/big"
files = [{{ name = "model.onnx", from = "en_voice.onnx", bytes = 50000, sha256 = "{sha256("/big/en_voice.onnx")}" }}]
voices = [
  {{ name = "anna", gender = "FEMALE", country = "US" }},
  {{ name = "ben", gender = "MALE", country = "GB" }},
]

[parts.small]
engine = "piper"
licence = "CC0-1.0"
terms = "https://example.org/cc0"
languages = ["en"]
url = "{url}/small"
files = [{{ name = "model.onnx", from = "tiny.onnx", bytes = 4 }}]
voices = [{{ name = "carl", gender = "MALE", country = "US" }}]

[engines.sherpa]
module = "json"
package = "json"
licence = "Apache-2.0"

[engines.kokoro]
module = "json"
package = "json"
licence = "MIT"

[engines.piper]
module = "json"
package = "json"
licence = "GPL-3.0"
"""
    )
    return dict(read_catalogue(file))

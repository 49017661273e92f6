"""A catalogue of two small packs that share a part; nothing in them works."""

from __future__ import annotations

import random

from tests.packs.catalogues import MadeCatalogue, MadeFile, MadePart

TRUSTED = MadeFile("model.onnx", b"tiny", origin="tiny.onnx", is_known=False)

SMALL = MadeCatalogue(
    packs="""
[packs.fine]
purpose = "the fine one"
hears = "ears"
speaks = ["big"]
smaller = "plain"

[packs.plain]
purpose = "the plain one"
hears = "ears"
speaks = ["small"]
""",
    parts={
        "ears": MadePart(
            "sherpa",
            [
                MadeFile("encoder.onnx", random.Random(1).randbytes(300_000)),
                MadeFile("tokens.txt", b"<blk> 0\n"),
            ],
        ),
        "big": MadePart(
            "kokoro",
            [MadeFile("model.onnx", random.Random(2).randbytes(50_000), origin="en_voice.onnx")],
            voices=[("anna", "FEMALE", "US"), ("ben", "MALE", "GB")],
        ),
        "small": MadePart("piper", [TRUSTED], voices=[("carl", "MALE", "US")]),
    },
    engines={"sherpa": "json", "kokoro": "json", "piper": "json"},  # a module that is always here
)
CONTENT = SMALL.at_hub()

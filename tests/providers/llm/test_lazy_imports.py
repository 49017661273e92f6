"""A vendor's SDK is imported where a persona thinks with it, and nowhere else."""

import subprocess
import sys

import pytest

SDKS = {"openai", "anthropic", "google"}
PROGRAM = """
import sys
import visavis.engine.main
from visavis.contract.spec import LlmSpec, PersonaSpec
from visavis.providers.registry import chat_model
chat_model(LlmSpec(id="l", kind={kind!r}, model="m", base_url="https://a.example"), PersonaSpec())
print(*({sdks!r} & {{name.partition(".")[0] for name in sys.modules if name != "google"}}))
"""


@pytest.mark.parametrize(
    ("kind", "sdk"),
    [
        ("none", set()),
        ("offline", set()),
        ("openai", {"openai"}),
        ("azure_openai", {"openai"}),
        ("anthropic", {"anthropic"}),
        ("gemini", {"google"}),
    ],
)
def test_an_engine_imports_the_sdk_of_the_model_that_it_asks_alone(kind, sdk):
    program = PROGRAM.format(kind=kind, sdks=SDKS)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == sdk

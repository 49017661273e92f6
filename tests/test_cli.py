from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from visavis.cli import app


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, env=environment)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["doctor"],
        ["keys"],
        ["keys", "create"],
        ["orgs"],
        ["orgs", "create"],
        ["models"],
        ["models", "fetch"],
    ],
)
def test_every_command_explains_itself(command: list[str]) -> None:
    code, said = run(*command, "--help")
    assert code == 0
    assert "Usage" in said


def test_help_shows_what_people_need_and_not_the_engine() -> None:
    _, said = run("--help")
    for command in ("serve", "doctor", "keys", "orgs", "models"):
        assert f" {command} " in said
    assert " engine " not in said


def test_a_wrong_setting_is_named_in_one_line() -> None:
    code, said = run("serve", VISAVIS_ENGINES="many")
    assert code == 2
    assert "engines" in said
    assert "many" in said
    assert len(said.strip().splitlines()) == 1


def test_missing_models_are_listed_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    code, said = run("models", "list", "--data-dir", str(tmp_path))
    assert code == 0
    assert "silero-vad" in said
    assert "visavis models fetch" in said


def test_an_engine_never_loads_the_control_wing_nor_the_key_commands_the_renderer() -> None:
    script = (
        "import sys; from visavis.cli import app; import visavis.commands.serve; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('sqlalchemy', 'fastapi', 'numba', 'aiortc', 'cv2')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from visavis.face import renderer
from visavis.face.build import load_avatar
from visavis.face.plain import PlainRenderer
from visavis.face.raster import Renderer as CompiledRenderer

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None  # every import of it fails
import logging
from pathlib import Path
logging.basicConfig(format="%(message)s")
import visavis.engine.cast
from visavis.face.build import load_avatar
from visavis.face.expression import Expression
from visavis.face.renderer import renderer_for, warm_up
warm_up()
drawing = renderer_for(load_avatar("ana", 512, 512, Path(sys.argv[1])))
assert drawing.render(Expression()) > 0
assert (drawing.frame != drawing.avatar.background).any()
print(type(drawing).__name__)
"""


@pytest.fixture(autouse=True)
def _decide_anew() -> Iterator[None]:
    renderer.is_compiled.cache_clear()
    yield
    renderer.is_compiled.cache_clear()


def test_without_numba_an_engine_still_draws_and_says_once_how_to_be_fast(tmp_path: Path) -> None:
    load_avatar("ana", 512, 512, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA, str(tmp_path)],
        capture_output=True,
        text=True,
        env=os.environ | {"VISAVIS_RENDERER": "compiled"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "PlainRenderer"
    assert done.stderr.count("pip install numba") == 1


def test_numba_is_used_where_it_is_at_hand(tmp_path: Path) -> None:
    avatar = load_avatar("ana", 512, 512, tmp_path)
    assert isinstance(renderer.renderer_for(avatar), CompiledRenderer)


def test_an_operator_can_do_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("VISAVIS_RENDERER", "plain")
    avatar = load_avatar("ana", 512, 512, tmp_path)
    with caplog.at_level(logging.WARNING):
        assert isinstance(renderer.renderer_for(avatar), PlainRenderer)
        renderer.renderer_for(avatar)
    assert caplog.text.count("VISAVIS_RENDERER") == 1

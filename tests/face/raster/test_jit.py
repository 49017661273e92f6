from __future__ import annotations

import threading
from pathlib import Path

import pytest

from visavis.face.raster import jit


def test_compiled_code_lies_where_the_process_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "compiled"))
    assert jit._cache_folder().parent == tmp_path / "compiled"


def test_a_folder_that_cannot_be_written_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert jit._cache_folder().is_relative_to(tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert jit._cache_folder().is_dir()


def test_of_two_that_compile_one_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    compiled = threading.Event()

    def compile_too() -> None:
        with jit.one_at_a_time():
            compiled.set()

    other = threading.Thread(target=compile_too)
    with jit.one_at_a_time():
        other.start()
        assert not compiled.wait(0.2)
    other.join(5)
    assert compiled.is_set()

"""A pack at work, with tiny models: warmed up, measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packs.tiny_shelf import Tiny, tiny_catalogue
from visavis.packs.bringing import Folder
from visavis.packs.shelf import Shelf
from visavis.providers import local_pack, registry
from visavis.providers.stt import sherpa
from visavis.providers.tts import kokoro
from visavis.providers.workers.worker import shared

for module in ("sherpa_onnx", "kokoro_onnx", "piper"):
    pytest.importorskip(module, reason='needs the packages of local packs: pip install "visavis[packs]"')


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    with tiny_catalogue(tmp_path_factory.mktemp("tiny")) as tiny:
        yield tiny


async def test_a_pack_that_is_warm_has_its_helpers_running_and_is_measured_with_them(
    tiny: Tiny, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "packs", tiny.catalogue)
    english = tiny.catalogue["english"]
    shelf.put(english, Folder(tiny.folder))
    try:
        await local_pack.warm_up(shelf, english)
        helpers = (
            shared(sherpa.MODULE, str(shelf.folder_of(english.hears))),
            shared(kokoro.MODULE, str(shelf.folder_of(english.speaks[0]))),
        )
        pids = [helper.pid for helper in helpers]
        assert all(pids)
        pace = await local_pack.measure(shelf, english)
        assert 0 < pace.hears < 50
        assert 0 < pace.speaks < 50
        assert [helper.pid for helper in helpers] == pids
    finally:
        await registry.close()

"""Packs on the shelf: how they get there, how they leave, and which of them is the default."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packs.hub import Hub
from tests.packs.shelves import CONTENT, SMALL, TRUSTED
from visavis.packs import bringing
from visavis.packs.bringing import Downloads, Folder, PackError
from visavis.packs.shelf import SLACK_BYTES, Pace, Shelf


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub(dict(CONTENT)).open() as hub:
        yield hub


@pytest.fixture
def shelf(hub: Hub, tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs", SMALL.read(hub.url, tmp_path))


def content_of(part: str, name: str, tmp_path: Path) -> bytes:
    return (tmp_path / "packs" / "parts" / part / name).read_bytes()


def test_a_pulled_pack_is_whole_and_bears_the_names_of_here(shelf: Shelf, tmp_path: Path) -> None:
    fine = shelf.catalogue["fine"]
    assert not shelf.holds(fine)
    shelf.put(fine, Downloads())
    assert shelf.holds(fine)
    assert content_of("big", "model.onnx", tmp_path) == CONTENT["/big/en_voice.onnx"]


def test_progress_is_told_up_to_the_last_byte(shelf: Shelf) -> None:
    told: dict[str, list[int]] = {}
    shelf.put(
        shelf.catalogue["fine"], Downloads(lambda file, here: told.setdefault(file.name, []).append(here))
    )
    assert told["encoder.onnx"] == sorted(told["encoder.onnx"])
    assert {name: counts[-1] for name, counts in told.items()} == {
        "encoder.onnx": 300_000,
        "tokens.txt": 8,
        "model.onnx": 50_000,
    }


def test_a_download_that_breaks_off_goes_on_where_it_stopped(shelf: Shelf, hub: Hub, tmp_path: Path) -> None:
    hub.breaks_after = [100_000, 50_000]
    shelf.put(shelf.catalogue["fine"], Downloads())
    asked = [wanted for path, wanted in hub.asked if path == "/ears/encoder.onnx"]
    assert asked[0] == ""
    first, second = (int(wanted.removeprefix("bytes=").removesuffix("-")) for wanted in asked[1:])
    assert 0 < first <= 100_000 < second <= 150_000
    assert content_of("ears", "encoder.onnx", tmp_path) == CONTENT["/ears/encoder.onnx"]


def test_a_pull_that_was_given_up_leaves_what_came_to_the_next_one(shelf: Shelf, hub: Hub) -> None:
    hub.breaks_after = [100_000, 0, 0, 0]
    with pytest.raises(PackError, match=r"of 0\.3 MB are here; the next pull goes on from there"):
        shelf.put(shelf.catalogue["fine"], Downloads())
    assert not shelf.holds(shelf.catalogue["fine"])
    hub.asked.clear()
    shelf.put(shelf.catalogue["fine"], Downloads())
    assert hub.asked[0][1].startswith("bytes=")
    assert shelf.holds(shelf.catalogue["fine"])


def test_where_the_server_knows_no_ranges_the_file_comes_anew(shelf: Shelf, hub: Hub, tmp_path: Path) -> None:
    hub.ranges, hub.breaks_after = False, [100_000]
    shelf.put(shelf.catalogue["fine"], Downloads())
    assert content_of("ears", "encoder.onnx", tmp_path) == CONTENT["/ears/encoder.onnx"]


def test_a_file_that_has_moved_is_followed(shelf: Shelf, hub: Hub) -> None:
    hub.files["/elsewhere"] = hub.files["/ears/encoder.onnx"]
    hub.moved["/ears/encoder.onnx"] = "/elsewhere"
    shelf.put(shelf.catalogue["fine"], Downloads())
    assert shelf.holds(shelf.catalogue["fine"])


def test_a_file_with_another_checksum_is_thrown_away(shelf: Shelf, hub: Hub, tmp_path: Path) -> None:
    hub.files["/ears/encoder.onnx"] = bytes(300_000)
    with pytest.raises(PackError, match="is not the file that it should be"):
        shelf.put(shelf.catalogue["fine"], Downloads())
    assert not list((tmp_path / "packs" / "parts" / "ears").iterdir())


def test_a_file_that_is_longer_than_announced_is_not_swallowed(shelf: Shelf, hub: Hub) -> None:
    hub.files["/ears/encoder.onnx"] += b"more"
    with pytest.raises(PackError, match="longer than the 300000 bytes"):
        shelf.put(shelf.catalogue["fine"], Downloads())


def test_a_file_that_is_shorter_than_announced_is_told_and_thrown_away(
    shelf: Shelf, hub: Hub, tmp_path: Path
) -> None:
    hub.files["/ears/encoder.onnx"] = hub.files["/ears/encoder.onnx"][:200_000]
    with pytest.raises(PackError, match="shorter than the 300000 bytes"):
        shelf.put(shelf.catalogue["fine"], Downloads())
    assert not list((tmp_path / "packs" / "parts" / "ears").iterdir()), "the next pull begins anew"


def test_files_come_as_they_are_also_from_a_server_that_likes_to_pack_them(shelf: Shelf, hub: Hub) -> None:
    hub.zips, hub.breaks_after = True, [100_000]
    shelf.put(shelf.catalogue["fine"], Downloads())
    assert shelf.holds(shelf.catalogue["fine"])


def test_a_server_that_sends_us_round_in_circles_is_told(shelf: Shelf, hub: Hub) -> None:
    hub.moved["/ears/encoder.onnx"] = "/ears/encoder.onnx"
    with pytest.raises(PackError, match="redirects"):
        shelf.put(shelf.catalogue["fine"], Downloads())


@pytest.mark.parametrize("status", [403, 404, 503])
def test_a_refusal_is_told_with_its_address_and_not_tried_again(shelf: Shelf, hub: Hub, status: int) -> None:
    hub.status = status
    with pytest.raises(PackError, match=rf"/ears/encoder\.onnx: the server answers {status}"):
        shelf.put(shelf.catalogue["fine"], Downloads())
    assert len(hub.asked) == 1


def test_a_file_without_a_known_checksum_is_taken_on_trust_once(
    shelf: Shelf, hub: Hub, tmp_path: Path
) -> None:
    said: list[str] = []
    shelf.put(shelf.catalogue["plain"], Downloads(), said.append)
    assert [line for line in said if TRUSTED.sha256 in line and "on trust" in line]

    (tmp_path / "packs/parts/small/model.onnx").unlink()
    hub.files["/small/tiny.onnx"] = b"liar"
    with pytest.raises(PackError, match="is not the file that it should be"):
        shelf.put(shelf.catalogue["plain"], Downloads())


def test_too_little_room_is_told_before_anything_is_downloaded(
    shelf: Shelf, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(bringing.shutil, "disk_usage", lambda path: usage._replace(free=2_000_000))
    with pytest.raises(PackError, match=r"has 2\.0 MB free, and 64\.4 MB are needed"):
        shelf.put(shelf.catalogue["fine"], Downloads())
    assert not hub.asked


def test_what_has_come_already_needs_no_more_room(
    shelf: Shelf, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.breaks_after = [100_000, 0, 0, 0]
    with pytest.raises(PackError, match="the next pull goes on"):
        shelf.put(shelf.catalogue["fine"], Downloads())
    usage = shutil.disk_usage("/")
    room = SLACK_BYTES + shelf.catalogue["fine"].bytes - 50_000
    monkeypatch.setattr(bringing.shutil, "disk_usage", lambda path: usage._replace(free=room))
    shelf.put(shelf.catalogue["fine"], Downloads())
    assert shelf.holds(shelf.catalogue["fine"])


def test_what_came_of_a_pull_that_was_given_up_can_be_removed(shelf: Shelf, hub: Hub, tmp_path: Path) -> None:
    fine = shelf.catalogue["fine"]
    hub.breaks_after = [100_000, 0, 0, 0]
    with pytest.raises(PackError, match="the next pull goes on"):
        shelf.put(fine, Downloads())
    shelf.remove(fine)
    assert not list((tmp_path / "packs" / "parts").iterdir())
    with pytest.raises(PackError, match="fine is not here"):
        shelf.remove(fine)


def test_a_disk_that_fills_up_meanwhile_is_told_in_a_sentence(shelf: Shelf, tmp_path: Path) -> None:
    ears = tmp_path / "packs" / "parts" / "ears"
    ears.mkdir(parents=True)
    (ears / "encoder.onnx.part").symlink_to("/dev/full")
    with pytest.raises(PackError, match="is full: make room"):
        shelf.put(shelf.catalogue["fine"], Downloads())


def test_a_folder_of_another_server_serves_as_well(shelf: Shelf, hub: Hub, tmp_path: Path) -> None:
    shelf.put(shelf.catalogue["fine"], Downloads())
    hub.asked.clear()
    other = Shelf(tmp_path / "other", shelf.catalogue)
    other.put(shelf.catalogue["fine"], Folder(tmp_path / "packs" / "parts"))
    assert other.holds(shelf.catalogue["fine"])
    assert not hub.asked


def test_a_flat_folder_of_downloads_serves_by_their_own_names(shelf: Shelf, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for path, content in CONTENT.items():
        (stick / Path(path).name).write_bytes(content)
    shelf.put(shelf.catalogue["fine"], Folder(stick))
    assert shelf.holds(shelf.catalogue["fine"])

    (stick / "tiny.onnx").unlink()
    with pytest.raises(PackError, match=r"has no tiny\.onnx, nor small/model\.onnx: it is at http"):
        shelf.put(shelf.catalogue["plain"], Folder(stick))


def test_what_two_packs_share_comes_once_and_goes_with_the_last(
    shelf: Shelf, hub: Hub, tmp_path: Path
) -> None:
    fine, plain = shelf.catalogue["fine"], shelf.catalogue["plain"]
    shelf.put(fine, Downloads())
    hub.asked.clear()
    shelf.put(plain, Downloads())
    assert [path for path, _ in hub.asked] == ["/small/tiny.onnx"]

    shelf.remove(fine)
    parts = tmp_path / "packs" / "parts"
    assert sorted(folder.name for folder in parts.iterdir()) == ["ears", "small"]
    shelf.remove(plain)
    assert not list(parts.iterdir())


def test_the_default_outlives_the_process_and_goes_with_its_pack(shelf: Shelf, tmp_path: Path) -> None:
    fine = shelf.catalogue["fine"]
    with pytest.raises(PackError, match="run `visavis models pull fine`"):
        shelf.make_default(fine)
    shelf.put(fine, Downloads())
    shelf.make_default(fine)
    shelf.remember(fine, Pace(hears=0.1, speaks=0.4))

    again = Shelf(tmp_path / "packs", shelf.catalogue)
    assert again.default == fine
    assert again.pace(fine) == Pace(hears=0.1, speaks=0.4)
    again.remove(fine)
    assert again.default is None
    assert shelf.default is None


def test_a_default_whose_files_were_damaged_is_none(shelf: Shelf, tmp_path: Path) -> None:
    fine = shelf.catalogue["fine"]
    shelf.put(fine, Downloads())
    shelf.make_default(fine)
    (tmp_path / "packs/parts/big/model.onnx").write_bytes(b"short")
    assert shelf.default is None


def test_a_record_that_cannot_be_read_counts_as_none(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(shelf.catalogue["fine"], Downloads())
    (tmp_path / "packs" / "packs.json").write_text("{")
    assert shelf.default is None
    shelf.put(shelf.catalogue["fine"], Downloads())
    assert json.loads((tmp_path / "packs" / "packs.json").read_text())["installed"] == {"fine": None}

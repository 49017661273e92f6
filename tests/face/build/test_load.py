from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from visavis.face.avatar import MAGIC, AvatarError, open_avatar, save_avatar
from visavis.face.build import UnknownFrameSize, UnknownPerson, load_avatar
from visavis.face.build.rig import build_avatar
from visavis.face.person import FRAMINGS
from visavis.face.portrait import framed
from visavis.face.stock import PEOPLE


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("avatars")


def test_an_avatar_is_built_once_and_then_shared(cache_dir: Path) -> None:
    first = load_avatar("ana", 720, 480, cache_dir)
    [file] = cache_dir.glob("ana-office-720x480-*.avatar")
    built = file.stat().st_mtime_ns
    assert load_avatar("ana", 720, 480, cache_dir) is first
    assert file.stat().st_mtime_ns == built
    assert not list(cache_dir.glob("*.part"))


def test_a_mapped_avatar_cannot_be_written(cache_dir: Path) -> None:
    avatar = load_avatar("ana", 720, 480, cache_dir)
    with pytest.raises(ValueError, match="read-only"):
        avatar.texture.luma[0] = 1
    assert not avatar.mesh.rest.flags.owndata


def test_the_file_keeps_every_number(cache_dir: Path, tmp_path: Path) -> None:
    avatar = load_avatar("ana", 720, 480, cache_dir)
    save_avatar(avatar, tmp_path / "copy.avatar")
    copy = open_avatar(tmp_path / "copy.avatar")
    assert (copy.width, copy.height, copy.mouth.width) == (720, 480, avatar.mouth.width)
    for group in ("texture", "mesh", "patches", "lips", "eyes", "mouth", "spectacles", "light"):
        for name, value in getattr(avatar, group)._asdict().items():
            np.testing.assert_array_equal(getattr(getattr(copy, group), name), value)
    np.testing.assert_array_equal(copy.background, avatar.background)


def test_a_file_of_a_version_that_knew_no_light_is_still_loaded(cache_dir: Path, tmp_path: Path) -> None:
    avatar = load_avatar("ana", 720, 480, cache_dir)
    assert avatar.light.levels.any()
    save_avatar(avatar, tmp_path / "new.avatar")
    content = (tmp_path / "new.avatar").read_bytes()
    length = int.from_bytes(content[len(MAGIC) : len(MAGIC) + 8], "little")
    first = len(MAGIC) + 8
    head = json.loads(content[first : first + length])
    head["arrays"] = {name: place for name, place in head["arrays"].items() if not name.startswith("light.")}
    older = json.dumps(head).encode().ljust(length)
    (tmp_path / "old.avatar").write_bytes(content[:first] + older + content[first + length :])
    old = open_avatar(tmp_path / "old.avatar")
    assert not old.light.levels.size
    np.testing.assert_array_equal(old.mesh.rest, avatar.mesh.rest)


def test_the_same_portrait_gives_the_same_file(cache_dir: Path, tmp_path: Path) -> None:
    load_avatar("ana", 720, 480, cache_dir)
    [file] = cache_dir.glob("ana-office-720x480-*.avatar")
    portrait = framed(PEOPLE["ana"].portrait(), FRAMINGS[720, 480], 720, 480)
    save_avatar(build_avatar(portrait), tmp_path / "again.avatar")
    assert (tmp_path / "again.avatar").read_bytes() == file.read_bytes()


def test_an_avatar_file_is_loaded_by_its_path(cache_dir: Path) -> None:
    load_avatar("ana", 720, 480, cache_dir)
    [file] = cache_dir.glob("ana-office-720x480-*.avatar")
    assert load_avatar(str(file), 720, 480, cache_dir).width == 720
    with pytest.raises(UnknownFrameSize, match="720x480"):
        load_avatar(str(file), 512, 512, cache_dir)


def test_a_person_can_be_loaded_in_another_room(cache_dir: Path) -> None:
    own, home = load_avatar("ana", 720, 480, cache_dir), load_avatar("ana-home", 720, 480, cache_dir)
    assert load_avatar("ana-office", 720, 480, cache_dir) is own
    assert (home.background != own.background).any()
    np.testing.assert_array_equal(home.mesh.rest, own.mesh.rest)


def test_a_persons_folder_is_loaded_by_its_path(cache_dir: Path, tmp_path: Path) -> None:
    folder = copytree(PEOPLE["ana"].folder, tmp_path / "theo")
    assert load_avatar(f"{folder}-home", 720, 480, cache_dir).width == 720
    assert [*cache_dir.glob("theo-home-720x480-*.avatar")]
    (folder / "matte.png").unlink()
    with pytest.raises(AvatarError, match=r"theo is incomplete.*matte\.png"):
        load_avatar(str(folder), 512, 512, cache_dir)


def test_a_size_without_framing_is_refused_with_the_sizes_there_are(cache_dir: Path) -> None:
    with pytest.raises(UnknownFrameSize, match=r"640x480.*512x512"):
        load_avatar("ana", 640, 480, cache_dir)


def test_an_unknown_person_is_refused_with_the_people_there_are(cache_dir: Path) -> None:
    with pytest.raises(UnknownPerson, match=r"nobody.*ana.*kenji"):
        load_avatar("nobody", 512, 512, cache_dir)


@pytest.mark.parametrize("damage", [b"", b"something else entirely", b"visavis avatar 2\xff\xff"])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, damage: bytes) -> None:
    broken = tmp_path / "broken.avatar"
    broken.write_bytes(damage)
    with pytest.raises(AvatarError, match="broken"):
        open_avatar(broken)


def test_a_file_that_was_cut_short_is_an_error(cache_dir: Path, tmp_path: Path) -> None:
    load_avatar("ana", 720, 480, cache_dir)
    [file] = cache_dir.glob("ana-office-720x480-*.avatar")
    (tmp_path / "short.avatar").write_bytes(file.read_bytes()[:-4096])
    with pytest.raises(AvatarError, match="damaged"):
        open_avatar(tmp_path / "short.avatar")

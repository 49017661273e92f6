"""Avatars by name and frame size: built on first use, kept in a folder, mapped afterwards."""

from __future__ import annotations

import hashlib
import os
import threading
from functools import cache
from pathlib import Path

from visavis.face.avatar import Avatar, AvatarError, open_avatar, save_avatar
from visavis.face.build.rig import build_avatar
from visavis.face.portrait import framed
from visavis.face.stock import FRAMINGS, PEOPLE, StockPerson, load_portrait


class UnknownPerson(AvatarError, LookupError):
    """No stock person and no avatar file has this name."""


class UnknownFrameSize(AvatarError, ValueError):
    """The person is not framed for this size."""


def load_avatar(rig: str, width: int, height: int, cache_dir: Path) -> Avatar:
    """The avatar of a stock person ("ana") or of an avatar file, for frames of width x height px.

    A stock person is built when the cache folder does not hold them yet (about a second). The file's name
    carries a digest of the pictures and of the code that builds, so both can change. Calls for the same
    avatar share one mapping.

    Raises UnknownPerson, UnknownFrameSize, or AvatarError when the file cannot be used.
    """
    person = PEOPLE.get(rig)
    if person is None:
        path = Path(rig)
        if not path.is_file():
            known = ", ".join(PEOPLE)
            raise UnknownPerson(
                f"There is no person and no avatar file called {rig!r}; stock people: {known}."
            )
        avatar = _mapped(path)
        if (avatar.width, avatar.height) != (width, height):
            size = f"{avatar.width}x{avatar.height}"
            raise UnknownFrameSize(f"{rig} is made for {size} px, not for {width}x{height}.")
        return avatar
    framing = FRAMINGS.get((width, height))
    if framing is None:
        known = ", ".join(f"{w}x{h}" for w, h in FRAMINGS)
        raise UnknownFrameSize(f"There is no framing for {width}x{height} px; there are {known}.")
    path = cache_dir / f"{person.name}-{width}x{height}-{_digest(person)}.avatar"
    if not path.is_file():
        save_avatar(build_avatar(framed(load_portrait(person), framing, width, height)), path)
    return _mapped(path)


_MAPPED: dict[Path, Avatar] = {}
_MAPPING = threading.Lock()


def _mapped(path: Path) -> Avatar:
    """Files that were removed are let go: somebody's photo is in them."""
    with _MAPPING:
        for gone in [known for known in _MAPPED if not known.exists()]:
            del _MAPPED[gone]
        if path not in _MAPPED:
            _MAPPED[path] = open_avatar(path)
        return _MAPPED[path]


@cache
def _digest(person: StockPerson) -> str:
    """Of everything that the avatar's file depends on."""
    digest = hashlib.sha256()
    face = Path(__file__).parent.parent
    sources = [face / name for name in ("avatar.py", "expression.py", "portrait.py")]
    sources += [*sorted((face / "build").iterdir()), *sorted((face / "stock").glob("*.py"))]
    for source in (*sources, *person.files()):
        if os.path.isfile(source):
            digest.update(source.name.encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:12]

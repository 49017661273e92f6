"""Whom the report is about: the stock people, and a photograph that is used for tests alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
from tests.face.photo.photos import ASTRONAUT

from visavis import model_files
from visavis.face.avatar import Avatar, open_avatar, save_avatar
from visavis.face.build.rig import build_avatar
from visavis.face.photo.building import FaceModels, build_from_photo
from visavis.face.portrait import Portrait, framed
from visavis.face.stock import PEOPLE

SIZE = (512, 512)
PHOTO = "photo"
MEN = frozenset({"arthur", "kenji", "leo", "marcus"})


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    portrait: Portrait
    """As framed for SIZE."""
    avatar: Avatar
    voice: str
    """Of flite."""


def subjects(models: FaceModels, models_dir: Path, folder: Path) -> dict[str, Callable[[], Subject]]:
    """By name, each made when it is called; rigs are kept in the folder meanwhile."""
    known = {name: lambda name=name: _made(name, _stock_portrait(name), folder) for name in PEOPLE}
    return {**known, PHOTO: lambda: _made(PHOTO, _photo_portrait(models, models_dir), folder)}


def _made(name: str, portrait: Portrait, folder: Path) -> Subject:
    save_avatar(build_avatar(portrait), folder / f"{name}.avatar")
    avatar = open_avatar(folder / f"{name}.avatar")
    return Subject(name, portrait, avatar, "rms" if name in MEN else "slt")


def _stock_portrait(name: str) -> Portrait:
    person = PEOPLE[name]
    framing = person.framing(*SIZE)
    assert framing is not None, "people are framed for it"
    return framed(person.portrait(), framing, *SIZE)


def _photo_portrait(models: FaceModels, models_dir: Path) -> Portrait:
    """Raises ModelError where the photograph cannot be had."""
    model_files.fetch(models_dir, [ASTRONAUT], progress=lambda _: None)
    picture = cv2.imread(str(models_dir / ASTRONAUT.file_name))
    assert picture is not None  # fetched and checked
    made = build_from_photo(bytes(cv2.imencode(".png", picture)[1]), models)
    return framed(made.portrait, made.framings[SIZE], *SIZE)

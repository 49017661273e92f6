"""Photos for the tests: of the stock people, whose every curve is known, and what goes wrong with photos."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pytest

from tests.images import png_of
from visavis import model_files
from visavis.face.avatar import Avatar, open_avatar, save_avatar
from visavis.face.portrait import Framing, Picture, Portrait, framed
from visavis.face.stock import PEOPLE
from visavis.model_files import ModelFile

ASTRONAUT = ModelFile(
    name="astronaut",
    purpose="a photograph of a smiling face (NASA), for tests alone",
    file_name="astronaut.png",
    sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    package="scikit-image",
    version="0.26.0",
    package_sha256="74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af",
    member="skimage/data/astronaut.png",
    licence="public domain",
    licence_member="scikit_image-0.26.0.dist-info/LICENSE.txt",
    wheel_tag="cp311-cp311-manylinux_2_24_x86_64",
)


def mapped(avatar: Avatar) -> Avatar:
    """As sessions have it; for arrays that can be written the renderer would be compiled once more."""
    with TemporaryDirectory() as folder:
        save_avatar(avatar, Path(folder) / "an.avatar")
        return open_avatar(Path(folder) / "an.avatar")


SHEET = Framing(16, 16, 1456, 1182)
"""The part of a stock portrait that a photo of the person shows."""


def stock(name: str = "ana") -> Portrait:
    return framed(PEOPLE[name].portrait(), SHEET, SHEET.width, SHEET.height)


@cache
def _composed(name: str) -> Picture:
    portrait = stock(name)
    share = portrait.matte[..., None]
    return np.asarray(portrait.picture * share + portrait.backdrop * (1 - share) + 0.5, np.uint8)


def photo_of(name: str = "ana") -> Picture:
    """1456x1182 px, the person before their room."""
    return _composed(name).copy()


def cut_out(name: str = "ana") -> Picture:
    """BGRA, without the room."""
    portrait = stock(name)
    alpha = np.round(portrait.matte * 255).astype(np.uint8)
    hidden = np.where(alpha[..., None] == 0, 0, portrait.picture)  # as programs write it
    return np.dstack([hidden, alpha]).astype(np.uint8)


def png(picture: Picture) -> bytes:
    return bytes(cv2.imencode(".png", picture)[1])


def jpeg(picture: Picture, quality: int = 92) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def scaled(picture: Picture, factor: float) -> Picture:
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def turned(picture: Picture, degrees: float) -> Picture:
    """In the picture's plane, about the face; grey where there was nothing."""
    matrix = cv2.getRotationMatrix2D((728, 450), degrees, 1)
    size = picture.shape[1::-1]
    return np.asarray(cv2.warpAffine(picture, matrix, size, borderValue=(128, 128, 128)), np.uint8)


def blurred(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def noisy(picture: Picture, deviation: float) -> Picture:
    noise = np.random.default_rng(7).normal(0, deviation, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def placed(picture: Picture, width: int, height: int, x: int, y: int) -> Picture:
    """On a large, plain wall."""
    wall = np.full((height, width, 3), (150, 160, 140), np.uint8)
    wall[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return wall


def landscape_without_people() -> Picture:
    sky = np.linspace((230, 180, 120), (240, 220, 200), 300)[:, None].repeat(700, 1)
    ground = noisy(np.full((200, 700, 3), (60, 120, 70), np.uint8), 20)
    return np.vstack([sky.astype(np.uint8), ground])


def drawn_smile() -> Picture:
    paper = np.full((512, 512, 3), 240, np.uint8)
    cv2.circle(paper, (256, 256), 150, (60, 200, 250), -1)
    for x in (200, 312):
        cv2.circle(paper, (x, 220), 18, (0, 0, 0), -1)
    cv2.ellipse(paper, (256, 290), (70, 50), 0, 10, 170, (0, 0, 0), 8)
    return paper


def palette_png(width: int, height: int) -> bytes:
    """Red on the left, blue and half transparent on the right."""
    rows = (b"\0" + bytes([0] * (width // 2) + [1] * (width - width // 2))) * height
    return png_of(
        width, height, 3, [(b"PLTE", bytes([255, 0, 0, 0, 0, 255])), (b"tRNS", bytes([255, 128]))], rows
    )


def grey_alpha_png(width: int, height: int) -> bytes:
    """Light grey on the left, nothing on the right."""
    row = b"\0" + bytes([200, 255] * (width // 2) + [0, 0] * (width - width // 2))
    return png_of(width, height, 4, [], row * height)


@cache
def _models_failure(folder: Path) -> str | None:
    try:
        model_files.fetch(folder, [ASTRONAUT], progress=lambda _: None)
    except model_files.ModelError as error:
        return str(error)
    return None


def astronaut(folder: Path) -> Picture:
    """The one real photograph; the test is skipped where it cannot be had."""
    failure = _models_failure(folder)
    if failure:
        pytest.skip(f"needs a photograph: {failure}")
    return np.asarray(cv2.imread(str(folder / ASTRONAUT.file_name)), np.uint8)

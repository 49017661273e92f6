"""The stock people: who they are, and their portraits.

They are nobody's likeness: sculpted, groomed and rendered by our own code. Each has a folder with

    person.webp       colours, continued beyond the silhouette
    matte.png         coverage
    backdrop.webp     the room without the person
    relief.png        depth, a quarter of the size; 0..255 is -1.3..1.3 head units, towards the camera
    closed_lids.webp  part of the picture with closed eyes
    eyeballs.webp     part of the picture with the eyeballs laid bare
    upper_teeth.png   cut out of the picture with an open mouth
    tongue.png        the same
    curves.json       the exact curves in px, where the parts lie, px per head unit
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from visavis.face.avatar import AvatarError
from visavis.face.portrait import Curves, Cutout, Framing, Picture, Portrait

REFERENCE_PX_PER_UNIT = 140.0
"""Scale of the 512x512 framing."""
RELIEF_UNITS = 2.6
RELIEF_ZERO = 127.5

FRAMINGS = {
    (512, 512): Framing(216, 8, 1024, 1024),
    (720, 480): Framing(8, 16, 1440, 960),
    (1152, 768): Framing(8, 16, 1440, 960),
    (768, 1152): Framing(344, 12, 768, 1152),
}
"""Frame size -> the part of a stock portrait (1456x1182 px) that it shows."""


@dataclass(frozen=True, slots=True)
class StockPerson:
    name: str
    """What `load_avatar` calls them."""
    display_name: str
    gender: str
    setting: str

    @property
    def folder(self) -> Path:
        return Path(__file__).parent / self.name

    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir())


PEOPLE = {
    person.name: person
    for person in (
        StockPerson("ana", "Ana", "female", "an office by the window"),
        StockPerson("kenji", "Kenji", "male", "a living room with books"),
    )
}


def load_portrait(person: StockPerson) -> Portrait:
    """The whole portrait; frames show a part of it.

    Raises AvatarError when a file of the package is missing.
    """
    data = json.loads(_read(person, "curves.json"))
    units = data["pixels_per_unit"]
    picture = _picture(person, "person.webp")
    height, width = picture.shape[:2]
    relief = cv2.resize(_plane(person, "relief.png"), (width, height), interpolation=cv2.INTER_CUBIC)
    parts = data["parts"]
    return Portrait(
        picture=picture,
        matte=_plane(person, "matte.png") / np.float32(255),
        backdrop=_picture(person, "backdrop.webp"),
        relief=(relief - np.float32(RELIEF_ZERO)) * np.float32(RELIEF_UNITS / 255 * units),
        curves=_curves(data["curves"]),
        px_per_512=units / REFERENCE_PX_PER_UNIT,
        eyeballs=_patched(picture, _picture(person, "eyeballs.webp"), parts["eyeballs"]),
        closed_lids=_patched(picture, _picture(person, "closed_lids.webp"), parts["closed_lids"]),
        closed_lid_curves=_curves(data["closed_lid_curves"]),
        upper_teeth=_cutout(person, "upper_teeth.png", parts["upper_teeth"]),
        tongue=_cutout(person, "tongue.png", parts["tongue"]),
    )


def _curves(data: dict[str, Any]) -> Curves:
    return {name: np.array(points, np.float64) for name, points in data.items()}


def _read(person: StockPerson, name: str) -> bytes:
    try:
        return (person.folder / name).read_bytes()
    except OSError as error:
        raise AvatarError(f"The stock person {person.name} is incomplete: {error}") from error


def _decode(person: StockPerson, name: str, flags: int) -> Picture:
    image: Any = cv2.imdecode(np.frombuffer(_read(person, name), np.uint8), flags)
    if image is None:
        raise AvatarError(f"{person.folder / name} is not a picture.")
    decoded: Picture = image
    return decoded


def _picture(person: StockPerson, name: str) -> Picture:
    return _decode(person, name, cv2.IMREAD_COLOR)


def _plane(person: StockPerson, name: str) -> Any:
    return _decode(person, name, cv2.IMREAD_GRAYSCALE).astype(np.float32)


def _cutout(person: StockPerson, name: str, corner: list[int]) -> Cutout:
    image = _decode(person, name, cv2.IMREAD_UNCHANGED)
    height, width = image.shape[:2]
    return Cutout(
        picture=np.ascontiguousarray(image[..., :3]),
        matte=np.ascontiguousarray(image[..., 3]),
        x=corner[0],
        y=corner[1],
        width=width,
        height=height,
    )


def _patched(picture: Picture, part: Picture, corner: list[int]) -> Picture:
    """The picture with a part of it replaced."""
    patched = picture.copy()
    x, y = corner
    patched[y : y + part.shape[0], x : x + part.shape[1]] = part
    return patched

"""A person's folder: the files that a sculpted person is kept in, and the portrait that they make.

    design.json       what the sculptor made them from
    person.webp       colours, continued beyond the silhouette
    matte.png         coverage
    relief.png        depth, a quarter of the size; 0..255 is -1.3..1.3 head units, towards the camera
    closed_lids.webp  part of the picture with closed eyes
    eyeballs.webp     part of the picture with the eyeballs laid bare
    upper_teeth.png   as if there were no lips
    tongue.png        where it lies with the jaw open
    spectacles.png    of people who wear some: a layer over the face
    turned_light.webp an eighth of the size; how the light on the head changes when it turns to the picture's
                      left, and below that to its right; people of older versions have none
    studio.webp, office.webp, home.webp  the rooms without the person
    curves.json       the exact curves in px, where the parts lie, px per head unit

The stock people and those whom an operator designs are kept alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import AvatarError
from visavis.face.portrait import (
    REFERENCE_PX_PER_UNIT,
    Curves,
    Cutout,
    Framing,
    Picture,
    Portrait,
    Spectacles,
    TurnedLight,
)

RELIEF_SHRINK = 4
RELIEF_UNITS = 2.6
RELIEF_ZERO = 127.5
LIGHT_SHRINK = 8
LIGHT_STEPS = 2
LIGHT_ZERO = 128
"""0..255 is -64 to 63.5 levels of luma."""
BACKDROP = {setting: f"{setting}.webp" for setting in ("studio", "office", "home")}
FULL_PX_PER_UNIT = 280.0

FRAMINGS = {
    (512, 512): Framing(232, 24, 1024, 1024),
    (720, 480): Framing(24, 32, 1440, 960),
    (1152, 768): Framing(24, 32, 1440, 960),
    (768, 1152): Framing(360, 32, 768, 1152),
}
"""Frame size -> the part of a full portrait (1488x1216 px) that it shows."""

WRAP, WRAP_REACH_512 = 0.16, 4.2
"""Light of the room on the edges of the person: share of it, and how far it reaches."""
GAMMA = 2.2


@dataclass(frozen=True, slots=True)
class _Files:
    design: str = "design.json"
    person: str = "person.webp"
    matte: str = "matte.png"
    relief: str = "relief.png"
    closed_lids: str = "closed_lids.webp"
    eyeballs: str = "eyeballs.webp"
    spectacles: str = "spectacles.png"
    turned_light: str = "turned_light.webp"
    curves: str = "curves.json"


FILES = _Files()


@dataclass(frozen=True, slots=True)
class Person:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir() if path.is_file())

    def own_setting(self) -> str:
        setting: str = self._data()["setting"]
        return setting

    def framing(self, width: int, height: int) -> Framing | None:
        """Of a frame on this person's sheet; drafts have smaller sheets. None: there is no such frame."""
        full = FRAMINGS.get((width, height))
        if full is None:
            return None
        scale = self._data()["pixels_per_unit"] / FULL_PX_PER_UNIT
        return Framing(*(round(side * scale) for side in (full.x, full.y, full.width, full.height)))

    def portrait(self, setting: str | None = None) -> Portrait:
        """The whole portrait in a room, without one in the person's own; frames show a part of it.

        Raises AvatarError when a file is missing or no picture.
        """
        data = self._data()
        units, places = data["pixels_per_unit"], data["parts"]
        picture = self._picture(FILES.person)
        height, width = picture.shape[:2]
        matte = self._plane(FILES.matte) / np.float32(255)
        room = self._picture(BACKDROP[setting or data["setting"]])
        relief = cv2.resize(self._plane(FILES.relief), (width, height), interpolation=cv2.INTER_CUBIC)
        px_per_512 = units / REFERENCE_PX_PER_UNIT
        lit = _lit_by_room(picture, matte, room, WRAP_REACH_512 * px_per_512)
        return Portrait(
            picture=lit,
            matte=matte,
            backdrop=room,
            relief=(relief - np.float32(RELIEF_ZERO)) * np.float32(RELIEF_UNITS / 255 * units),
            curves=_curves(data["curves"]),
            px_per_512=px_per_512,
            eyeballs=_patched(picture, self._picture(FILES.eyeballs), places["eyeballs"]),
            closed_lids=_patched(lit, self._picture(FILES.closed_lids), places["closed_lids"]),
            closed_lid_curves=_curves(data["closed_lid_curves"]),
            upper_teeth=self._cutout("upper_teeth.png", places["upper_teeth"]),
            tongue=self._cutout("tongue.png", places["tongue"]),
            spectacles=self._spectacles(data, units),
            turned_light=self._turned_light(width, height),
        )

    def _spectacles(self, data: dict[str, Any], units: float) -> Spectacles | None:
        if "spectacles" not in data["parts"]:
            return None
        depths = np.array(data["spectacle_depths"], np.float64) * [1, units]
        return Spectacles(self._cutout(FILES.spectacles, data["parts"]["spectacles"]), depths)

    def _turned_light(self, width: int, height: int) -> TurnedLight | None:
        if not (self.folder / FILES.turned_light).is_file():
            return None
        levels = (self._plane(FILES.turned_light) - np.float32(LIGHT_ZERO)) / np.float32(LIGHT_STEPS)
        left, right = (
            np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
            for plane in np.split(levels, 2)
        )
        return TurnedLight(left, right)

    def _data(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = json.loads(self._read(FILES.curves))
        except ValueError as error:
            raise AvatarError(f"{self.folder / FILES.curves} is damaged: {error}") from error
        return data

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise AvatarError(f"The person {self.name} is incomplete: {error}") from error

    def _decode(self, name: str, flags: int) -> Picture:
        image: Any = cv2.imdecode(np.frombuffer(self._read(name), np.uint8), flags)
        if image is None:
            raise AvatarError(f"{self.folder / name} is not a picture.")
        decoded: Picture = image
        return decoded

    def _picture(self, name: str) -> Picture:
        return self._decode(name, cv2.IMREAD_COLOR)

    def _plane(self, name: str) -> Any:
        return self._decode(name, cv2.IMREAD_GRAYSCALE).astype(np.float32)

    def _cutout(self, name: str, corner: list[int]) -> Cutout:
        image = self._decode(name, cv2.IMREAD_UNCHANGED)
        height, width = image.shape[:2]
        return Cutout(
            picture=np.ascontiguousarray(image[..., :3]),
            matte=np.ascontiguousarray(image[..., 3]),
            x=corner[0],
            y=corner[1],
            width=width,
            height=height,
        )


def relief_levels(depth: NDArray[Any]) -> NDArray[Any]:
    """Depth in head units as `relief.png` holds it."""
    return np.clip(np.round(depth / RELIEF_UNITS * 255 + RELIEF_ZERO), 0, 255)


def light_levels(light: NDArray[Any]) -> NDArray[Any]:
    """(2, h, w) levels of luma as `turned_light.webp` holds them."""
    return np.clip(np.round(np.concatenate([*light]) * LIGHT_STEPS + LIGHT_ZERO), 0, 255)


def _curves(data: dict[str, Any]) -> Curves:
    return {name: np.array(points, np.float64) for name, points in data.items()}


def _patched(picture: Picture, part: Picture, corner: list[int]) -> Picture:
    """The picture with a part of it replaced."""
    patched = picture.copy()
    x, y = corner
    patched[y : y + part.shape[0], x : x + part.shape[1]] = part
    return patched


def _lit_by_room(picture: Picture, matte: Any, room: Picture, reach_px: float) -> Picture:
    """People are photographed without a room, and what is behind them shines round their edges."""
    behind = (room.astype(np.float32) / 255) ** GAMMA * (1 - matte)[..., None]
    spill: Any = cv2.GaussianBlur(behind, (0, 0), reach_px) * np.float32(WRAP)
    lit = ((picture.astype(np.float32) / 255) ** GAMMA + spill) ** (1 / GAMMA)
    wrapped: Picture = np.clip(lit * 255 + 0.5, 0, 255).astype(np.uint8)
    return wrapped

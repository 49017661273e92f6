"""Bake: a design becomes the folder of files that a portrait is read from (see `face.person`)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.person import BACKDROP, FILES, LIGHT_SHRINK, RELIEF_SHRINK, light_levels, relief_levels
from visavis.face.sculpt import parts
from visavis.face.sculpt.backdrops import backdrop
from visavis.face.sculpt.camera import Camera
from visavis.face.sculpt.design import SETTINGS, Design, Moment
from visavis.face.sculpt.design_file import write_design
from visavis.face.sculpt.outlines import outlines
from visavis.face.sculpt.photograph import Sitter, photograph
from visavis.face.sculpt.shading.film import develop
from visavis.face.sculpt.sheet import SAMPLES, eight_bit, print_of, sheet_camera
from visavis.face.sculpt.turned_light import turned_light

PERSON_QUALITY, PART_QUALITY, BACKDROP_QUALITY = 88, 90, 82
"""WebP, 0 to 100; below these, skin gets blotches and the studio's wall gets steps."""
LOSSLESS = 101
EIGHTHS = 8
"""Curves are kept to an eighth of a px."""

Progress = Callable[[str], None]


def bake(design: Design, folder: Path, progress: Progress, scale: float = 1.0) -> None:
    """Render everything and write the folder; `scale` below 1 makes a draft.

    A full bake takes about a minute of CPU. The same design gives the same bytes on the same machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    camera = sheet_camera(scale)
    progress("growing the hair")
    sitter = Sitter.of(design)
    progress("taking the picture")
    neutral = photograph(sitter, camera.scaled(SAMPLES), Moment(), spectacles=False)
    sheet = print_of(neutral)
    _webp(folder / FILES.person, eight_bit(sheet.colour), PERSON_QUALITY)
    _png(folder / FILES.matte, np.round(sheet.matte * 255))
    small = (camera.width // RELIEF_SHRINK, camera.height // RELIEF_SHRINK)
    _png(folder / FILES.relief, cv2.resize(relief_levels(sheet.depth), small, interpolation=cv2.INTER_AREA))

    progress("closing the eyes")
    places: dict[str, list[int]] = {}
    lids = parts.closed_lids(sitter, camera)
    _webp(folder / FILES.closed_lids, lids.picture, PART_QUALITY)
    places["closed_lids"] = [lids.x, lids.y]
    eyes = parts.bare_eyeballs(sitter, camera, neutral)
    _webp(folder / FILES.eyeballs, eyes.picture, PART_QUALITY)
    places["eyeballs"] = [eyes.x, eyes.y]

    progress("opening the mouth")
    for name, part in (
        ("upper_teeth", parts.upper_teeth(sitter, camera)),
        ("tongue", parts.tongue(sitter, camera)),
    ):
        _png(folder / f"{name}.png", part.picture)
        places[name] = [part.x, part.y]
    data: dict[str, Any] = {}
    if design.glasses != "none":
        progress("putting on the spectacles")
        worn = parts.spectacles(sitter, camera)
        _png(folder / FILES.spectacles, worn.picture)
        places["spectacles"] = [worn.x, worn.y]
        data["spectacle_depths"] = [
            [_eighth(x), round(z, 3)] for x, z in parts.spectacle_depths(sitter, camera)
        ]

    progress("turning the head")
    bake_light(sitter, camera, folder)

    for setting in SETTINGS:
        progress(f"furnishing the {setting}")
        room = develop(backdrop(setting, design, camera.width, camera.height))[..., ::-1] * 255
        _webp(folder / BACKDROP[setting], eight_bit(room), BACKDROP_QUALITY)

    closed = outlines(replace(design, glasses="none"), parts.CLOSED)
    data |= {
        "setting": design.setting,
        "pixels_per_unit": 1 / camera.units_per_px,
        "parts": places,
        "curves": _on_sheet(outlines(design, Moment()), camera),
        "closed_lid_curves": _on_sheet({k: v for k, v in closed.items() if k.startswith("lid_")}, camera),
    }
    (folder / FILES.curves).write_text(json.dumps(data), "utf-8")
    write_design(design, folder / FILES.design)


def bake_light(sitter: Sitter, camera: Camera, folder: Path) -> None:
    """Three photographs at half the size; a third of what the rest of a person takes."""
    small = (camera.width // LIGHT_SHRINK, camera.height // LIGHT_SHRINK)
    light = [cv2.resize(side, small, interpolation=cv2.INTER_AREA) for side in turned_light(sitter, camera)]
    _webp(folder / FILES.turned_light, light_levels(np.stack(light)).astype(np.uint8), LOSSLESS)


def _on_sheet(curves: dict[str, NDArray[np.float64]], camera: Camera) -> dict[str, list[list[float]]]:
    return {
        name: [[_eighth(x), _eighth(y)] for x, y in camera.project(points)[:, :2]]
        for name, points in curves.items()
    }


def _eighth(value: float) -> float:
    """Small differences between CPUs do not get through."""
    return round(float(value) * EIGHTHS) / EIGHTHS


def _webp(path: Path, picture: NDArray[Any], quality: int) -> None:
    _encode(path, picture, [cv2.IMWRITE_WEBP_QUALITY, quality])


def _png(path: Path, picture: NDArray[Any]) -> None:
    _encode(path, picture.astype(np.uint8), [cv2.IMWRITE_PNG_COMPRESSION, 9])


def _encode(path: Path, picture: NDArray[Any], options: list[int]) -> None:
    done, encoded = cv2.imencode(path.suffix, picture, options)
    if not done:
        raise RuntimeError(f"{path.name} cannot be encoded.")
    path.write_bytes(encoded.tobytes())

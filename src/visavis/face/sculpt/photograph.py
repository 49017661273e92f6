"""Photograph: a person at one moment, in linear light, without a backdrop."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy, anatomy
from visavis.face.sculpt.camera import DISTANCE, Camera
from visavis.face.sculpt.design import Design, Moment
from visavis.face.sculpt.field import materials as of
from visavis.face.sculpt.field.march import march
from visavis.face.sculpt.grooming.beard import beard
from visavis.face.sculpt.grooming.brows import brows
from visavis.face.sculpt.grooming.drawing import draw_strands
from visavis.face.sculpt.grooming.hair import scalp_hair
from visavis.face.sculpt.grooming.lashes import lashes
from visavis.face.sculpt.grooming.strands import Kind, Strands, together
from visavis.face.sculpt.shading import lamps
from visavis.face.sculpt.shading.hair import Luck, shade_hair
from visavis.face.sculpt.shading.light_map import LightMap
from visavis.face.sculpt.shading.surfaces import Seen, shade_surfaces
from visavis.face.sculpt.turning import turned

Array = NDArray[np.floating]

BEHIND = -1.3
"""Depth of what is not there, units."""
NO_HAIR = 0
NEAR_PX = 40
IN_FRONT = 0.004
"""Hair is drawn this much in front of the skin it lies on, units."""


@dataclass(frozen=True, slots=True)
class Photograph:
    colour: Array  # (h, w, 3) linear
    cover: Array  # (h, w) 0 or 1
    depth: Array  # (h, w) z, units
    hair: NDArray[np.uint8]  # (h, w) 1 + kind of the strand that is seen, 0 where none is
    surface: Seen  # behind the hair


@dataclass(frozen=True, slots=True)
class Sitter:
    """A design and its hair, grown once."""

    design: Design
    hair: list[Strands]

    @staticmethod
    def of(design: Design) -> Sitter:
        return Sitter(design, scalp_hair(anatomy(design, Moment()), design, _chance(design, 1)))


def photograph(sitter: Sitter, camera: Camera, moment: Moment, *, spectacles: bool = True) -> Photograph:
    design = sitter.design if spectacles else replace(sitter.design, glasses="none")
    body = anatomy(design, moment)
    bare = _march(body, camera)
    strands = _strands(sitter, design, moment)
    mass = _points_of(strands, Kind.SCALP, Kind.BEARD)
    surface = _shaded_by_hair(bare, mass) if len(mass) else bare
    picture = shade_surfaces(surface, camera, body, design)
    nearest = np.where(surface.material > of.NOTHING, DISTANCE - surface.position[..., 2] + IN_FRONT, 1e9)
    nearest = nearest.astype(np.float32)
    hair = _draw_hair(picture, nearest, strands, mass, surface, camera, design)
    cover = (surface.material > of.NOTHING) | (hair > NO_HAIR)
    depth = np.where(cover, DISTANCE - nearest, BEHIND)
    return Photograph(picture, cover.astype(np.float32), depth.astype(np.float32), hair, surface)


def _draw_hair(
    picture: Array,
    nearest: Array,
    strands: Strands,
    mass: Array,
    surface: Seen,
    camera: Camera,
    design: Design,
) -> NDArray[np.uint8]:
    """Draw the strands into picture and distance; returns whose pixel it is, see Photograph.hair."""
    placed = camera.project(strands.points)
    shown = _in_window(placed, camera)
    luck = Luck.of(len(shown), _chance(design, 5)).only(shown)
    strands, placed = strands.only(shown), placed[shown].astype(np.float32)
    shading = np.concatenate([mass, surface.position[surface.material > of.NOTHING][::7]])
    key, sky = LightMap(shading, lamps.KEY, 0.02, 1.6), LightMap(shading, lamps.OVERHEAD, 0.03, 1.8)
    hair = np.zeros(nearest.shape, np.uint8)
    draw_strands(
        np.ascontiguousarray(placed[..., :2]),
        np.ascontiguousarray(placed[..., 2]),
        shade_hair(strands, luck, design, key, sky, camera.axis_y).astype(np.float32),
        np.maximum(strands.width / camera.units_per_px, 1.0).astype(np.float32),
        (strands.kind + 1).astype(np.uint8),
        picture,
        nearest,
        hair,
    )
    return hair


def _march(body: Anatomy, camera: Camera) -> Seen:
    shape = (camera.height, camera.width)
    position, normal = np.zeros((*shape, 3), np.float32), np.zeros((*shape, 3), np.float32)
    material = np.zeros(shape, np.uint8)
    shadow, ambience = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    march(camera.numbers(), body, lamps.KEY, position, normal, material, shadow, ambience)
    return Seen(position, normal, material, shadow, ambience)


def _strands(sitter: Sitter, design: Design, moment: Moment) -> Strands:
    """All hair, turned with the head; brows, beard and lashes are on a face that moves."""
    shut = anatomy(design, replace(moment, mouth_open=0.0, yaw=0.0))
    ahead = anatomy(design, replace(moment, yaw=0.0))
    parts = [
        *sitter.hair,
        *beard(ahead, design, _chance(design, 2)),
        *brows(shut, design, _chance(design, 3)),
        *lashes(ahead, design, _chance(design, 4)),
    ]
    strands = together(parts)
    points = turned(strands.points.reshape(-1, 3), moment.yaw)
    return replace(strands, points=np.asarray(points, np.float64).reshape(strands.points.shape))


def _in_window(placed: Array, camera: Camera) -> NDArray[np.bool_]:
    """Which strands (n, k, 3) have a point in the window, or so near that it is as good as in it."""
    x, y = placed[..., 0], placed[..., 1]
    near = (x > -NEAR_PX) & (x < camera.width + NEAR_PX) & (y > -NEAR_PX) & (y < camera.height + NEAR_PX)
    return np.asarray(near.any(1))


def _shaded_by_hair(seen: Seen, mass: Array) -> Seen:
    hit = seen.material > of.NOTHING
    key = LightMap(mass, lamps.KEY, 0.02, 3.6)
    sky = LightMap(mass, lamps.OVERHEAD, 0.03, 4.5)
    shadow, ambience = seen.shadow.copy(), seen.ambience.copy()
    shadow[hit] *= key.reaches(seen.position[hit], 10.0, 0.035)
    ambience[hit] *= 0.45 + 0.55 * sky.reaches(seen.position[hit], 7.0, 0.03)
    return replace(seen, shadow=shadow, ambience=ambience)


def _points_of(strands: Strands, *kinds: Kind) -> Array:
    return np.asarray(strands.points[np.isin(strands.kind, kinds)].reshape(-1, 3))


def _chance(design: Design, part: int) -> np.random.Generator:
    """Each part has its own, so that another beard does not change the hair."""
    return np.random.default_rng((int(design.seed), part))

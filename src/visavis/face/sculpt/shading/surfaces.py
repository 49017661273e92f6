"""Light on surfaces: from what the ray-marcher saw to linear colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.anatomy import Anatomy
from visavis.face.sculpt.camera import Camera
from visavis.face.sculpt.design import Design
from visavis.face.sculpt.field import materials as of
from visavis.face.sculpt.noise import noise
from visavis.face.sculpt.shading import lamps
from visavis.face.sculpt.shading.eyeballs import eyeballs
from visavis.face.sculpt.shading.fabric import FABRICS, fabric
from visavis.face.sculpt.shading.skin import skin
from visavis.face.sculpt.smooth import unit
from visavis.face.sculpt.turning import looking_ahead

Array = NDArray[np.floating]

SCATTER = (0.034, 0.015, 0.008)
"""How far light travels under the skin, units, by colour: red furthest."""
SCATTERED = 0.72
PORES, WEAVE = 0.045, 0.10


@dataclass(frozen=True, slots=True)
class Seen:
    """What the ray-marcher saw in a window, and how much light gets there."""

    position: Array  # (h, w, 3)
    normal: Array  # (h, w, 3)
    material: NDArray[np.uint8]  # (h, w)
    shadow: Array  # (h, w) 1 in the key's full light
    ambience: Array  # (h, w) 1 in the open


def shade_surfaces(seen: Seen, camera: Camera, body: Anatomy, design: Design) -> Array:
    """(h, w, 3) linear colours, black where nothing is."""
    hit = seen.material > of.NOTHING
    material, position = seen.material[hit], seen.position[hit]
    shadow, ambience = seen.shadow[hit], seen.ambience[hit]
    place = looking_ahead(position, float(body.yaw[0]))
    eye = lamps.towards_eye(position, camera.axis_y)
    normal = _roughened(seen.normal[hit], place, material, design)
    is_skin = material == of.SKIN

    rim = sum(np.clip((normal * lamp).sum(1), 0, 1) for lamp in lamps.RIMS) * ambience
    received = _received(normal, shadow, ambience, is_skin) + rim[:, None] * lamps.RIM_LIGHT * 0.60
    received = _scattered(received, is_skin, hit, camera.units_per_px)
    glancing = (1 - np.clip((normal * eye).sum(1), 0, 1)) ** 4
    towards_key = np.clip((normal * unit(lamps.KEY + eye)).sum(1), 0, 1)
    towards_fill = np.clip((normal * unit(lamps.FILL + eye)).sum(1), 0, 1)

    colour = np.full((len(place), 3), 0.2, np.float32)
    gloss = np.zeros(len(place), np.float32)

    k = is_skin
    colour[k], skin_gloss, lips = skin(place[k], body, design)
    # shadows in creases are reddish on skin
    received[k] *= 1 + (1 - ambience[k])[:, None] * np.array([0.16, -0.02, -0.06])
    wide = (0.075 * towards_key[k] ** 14 + 0.10 * towards_key[k] ** 46) * shadow[k]
    sheen = 0.030 * towards_fill[k] ** 18 * ambience[k] + 0.09 * glancing[k] * ambience[k]
    gloss[k] = skin_gloss * design.oil * (wide + sheen)
    wet = 0.26 * towards_key[k] ** 90 * shadow[k] + 0.05 * towards_fill[k] ** 50
    gloss[k] += lips * design.lip_gloss * wet

    k = material == of.EYE
    colour[k], mirrored = eyeballs(place[k], body, design)
    received[k] = light_on_eyes(shadow[k], ambience[k])
    gloss[k] = mirrored + 0.05 * glancing[k]

    for kind in FABRICS:
        k = material == kind
        if k.any():
            look = fabric(kind, place[k], design)
            colour[k] = look.colour
            gloss[k] = 0.025 * towards_key[k] ** 6 * shadow[k] + look.fuzz * glancing[k] * ambience[k]
            gloss[k] += look.shine * (towards_key[k] ** 40 * shadow[k] + 0.25 * towards_fill[k] ** 14)
            received[k] *= look.lit[:, None]
    out = colour * received + gloss[:, None] * np.array([1.0, 0.98, 0.95])
    halo = rim * 0.24 * (0.3 + 0.7 * ambience) * glancing * (material != of.EYE)
    picture = np.zeros((*hit.shape, 3), np.float32)
    picture[hit] = out + halo[:, None] * lamps.RIM_LIGHT
    return picture


def _roughened(normal: Array, place: Array, material: NDArray[np.uint8], design: Design) -> Array:
    """Pores and weave as a relief too fine for the field."""
    woven = np.isin(material, (of.GARMENT, of.SHIRT, of.SCARF))
    depth = np.where(material == of.SKIN, PORES * (1 + 0.8 * design.age), np.where(woven, WEAVE, 0.0))
    fine = np.stack([noise(place, 70, seed) for seed in (21, 22, 23)], 1)
    coarse = np.stack([noise(place, 24, seed) for seed in (24, 25, 26)], 1)
    return np.asarray(unit(normal + (fine * 0.6 + coarse * 0.4) * depth[:, None]))


def _received(normal: Array, shadow: Array, ambience: Array, is_skin: NDArray[np.bool_]) -> Any:
    wrap = np.where(is_skin, 0.25, 0.12)
    key = np.clip(((normal * lamps.KEY).sum(1) + wrap) / (1 + wrap), 0, 1) * (shadow * 0.94 + 0.06 * is_skin)
    fill = np.clip(((normal * lamps.FILL).sum(1) + 0.4) / 1.4, 0, 1) * (0.25 + 0.75 * ambience)
    up = normal[:, 1]
    received = key[:, None] * lamps.KEY_LIGHT + fill[:, None] * lamps.FILL_LIGHT
    received = received + ((0.5 + 0.5 * up) * ambience)[:, None] * lamps.SKY_LIGHT
    received = received + ((0.5 - 0.5 * up) * ambience)[:, None] * lamps.FLOOR_LIGHT
    return received + (ambience * 0.045)[:, None]


def _scattered(received: Any, is_skin: NDArray[np.bool_], hit: NDArray[np.bool_], units_per_px: float) -> Any:
    """Light spreads under the skin, so shadows end softly and red."""
    mask = np.zeros(hit.shape, np.float32)
    mask[hit] = is_skin
    for channel, reach in enumerate(SCATTER):
        plane = np.zeros(hit.shape, np.float32)
        plane[hit] = received[:, channel] * is_skin
        sigma = reach / units_per_px
        spread: Any = cv2.GaussianBlur(plane, (0, 0), sigma)
        spread = spread / np.maximum(cv2.GaussianBlur(mask, (0, 0), sigma), 1e-3)
        mixed = plane * (1 - SCATTERED) + spread * SCATTERED
        received[:, channel] = np.where(is_skin, mixed[hit], received[:, channel])
    return received


def light_on_eyes(shadow: Array, ambience: Array) -> Array:
    key = 0.50 * lamps.KEY_LIGHT * (0.45 + 0.55 * shadow)[:, None]
    around = 0.75 * lamps.FILL_LIGHT + 0.8 * lamps.SKY_LIGHT + 0.12
    return np.asarray((key + around) * (0.45 + 0.55 * ambience)[:, None])

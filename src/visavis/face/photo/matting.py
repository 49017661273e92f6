"""Which part of the canvas the person covers, and what the room looks like without them.

The room is kept: around head and shoulders a little of it moves with them, which nobody notices, while a
sharp edge shows every hair that the matte has missed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.photo.canvas import EYES_AT, HEIGHT, WIDTH, Canvas
from visavis.face.photo.models import SEGMENTATION
from visavis.face.photo.network import Network
from visavis.face.portrait import Picture, Plane

INPUT_PX = 256
HEAD_SQUARE = (216, 24, 1024)
"""x, y and side of the part that is looked at from near."""
PERSON_FROM = 0.15
"""Where the network is at least this sure."""
REACH_PX, SOFTNESS_PX = 19, 6.0
"""How far the matte goes beyond the person, and how softly it ends."""
STUDIO_BGR = ((178, 170, 164), (118, 110, 104))
"""Behind a person who was cut out: lighter at the top, darker at the bottom."""


class Matter:
    def __init__(self, models_dir: Path) -> None:
        """Raises ModelMissing."""
        self._network = Network(SEGMENTATION, models_dir)

    def person(self, canvas: Canvas) -> Plane:
        """0..1: where the person is."""
        if canvas.alpha is not None:
            return canvas.alpha
        side = max(WIDTH, HEIGHT)
        square = np.pad(canvas.picture, ((0, side - HEIGHT), (0, side - WIDTH), (0, 0)), mode="edge")
        whole = self._look(square)[:HEIGHT, :WIDTH]
        x, y, near = HEAD_SQUARE
        whole[y : y + near, x : x + near] = self._look(canvas.picture[y : y + near, x : x + near])
        return _connected(_along_edges(canvas.picture, whole))

    def _look(self, square: Picture) -> Plane:
        small: Any = cv2.resize(square, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_AREA)
        [answer] = self._network.run(small, "activation_10")
        size = square.shape[1::-1]
        return np.asarray(cv2.resize(answer[0, 0], size, interpolation=cv2.INTER_LINEAR), np.float32)


def moving_part(person: Plane, *, cut_out: bool) -> Plane:
    """0..1: what moves with the person."""
    if cut_out:
        return person
    size = np.ones((REACH_PX, REACH_PX), np.uint8)
    grown: Any = cv2.dilate((person > PERSON_FROM).astype(np.float32), size)
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), SOFTNESS_PX), np.float32)


def empty_room(canvas: Canvas, moving: Plane) -> Picture:
    """The canvas without the person."""
    if canvas.alpha is not None:
        return _studio()
    # all that ever moves away is filled from what never does
    hidden: Any = cv2.dilate((moving > 0.02).astype(np.uint8), np.ones((9, 9), np.uint8))
    small = cv2.resize(canvas.picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    hole = cv2.resize(hidden, small.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    filled: Any = cv2.inpaint(small, hole, 5, cv2.INPAINT_TELEA)
    filled = cv2.resize(filled, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    share = cv2.GaussianBlur(hidden.astype(np.float32), (0, 0), 4)[..., None]
    room: Picture = (canvas.picture * (1 - share) + filled * share + 0.5).astype(np.uint8)
    return room


def person_on(room: Picture, canvas: Canvas) -> Picture:
    """The picture whose moving part is shown before the room; colours reach beyond the silhouette."""
    if canvas.alpha is None:
        return canvas.picture
    return _bled(canvas.picture, canvas.alpha)


def _along_edges(picture: Picture, rough: Plane, radius: int = 8, least: float = 1e-3) -> Plane:
    """The rough mask, made to follow the edges of the picture (guided filter, He et al. 2010)."""
    guide = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255

    def mean(plane: Any) -> NDArray[np.float32]:
        return np.asarray(cv2.boxFilter(plane, -1, (2 * radius + 1, 2 * radius + 1)), np.float32)

    middle, target = mean(guide), mean(rough)
    slope = (mean(guide * rough) - middle * target) / (mean(guide * guide) - middle * middle + least)
    offset = target - slope * middle
    return np.clip(mean(slope) * guide + mean(offset), 0, 1)


def _connected(person: Plane) -> Plane:
    """Without what the network takes for a person elsewhere in the room."""
    _, numbers = cv2.connectedComponents((person > PERSON_FROM).astype(np.uint8))
    x, y = EYES_AT.astype(int)
    return np.where(numbers == numbers[y, x], person, 0).astype(np.float32)


def _studio() -> Picture:
    down = np.linspace(0, 1, HEIGHT)[:, None, None]
    across = np.linspace(-1, 1, WIDTH)[None, :, None]
    top, bottom = (np.array(colour, np.float64) for colour in STUDIO_BGR)
    shade = (top * (1 - down) + bottom * down) * (1 - 0.12 * across**2)
    return shade.astype(np.uint8)


def _bled(picture: Picture, alpha: Plane) -> Picture:
    """Colours of the person, continued beyond where they are covered; hidden pixels may hold anything."""
    solid = (alpha > 0.9).astype(np.float32)
    weight, colour = solid, picture.astype(np.float32) * solid[..., None]
    out = picture.copy()
    done = alpha > 0.9
    for sigma in (2.0, 8.0, 32.0):
        spread: Any = cv2.GaussianBlur(weight, (0, 0), sigma)
        blurred: Any = cv2.GaussianBlur(colour, (0, 0), sigma)
        ready = ~done & (spread > 1e-3)
        out[ready] = np.clip(blurred[ready] / spread[ready, None], 0, 255).astype(np.uint8)
        done |= ready
    return out

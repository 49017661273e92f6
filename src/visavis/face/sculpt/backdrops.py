"""Backdrops: rooms out of focus, and a studio's wall, in linear light.

A room is drawn sharp and then blurred by a lens, so that lamps become discs. Its number decides what stands
where; rooms are fractions of the picture's width and height.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.sculpt.colours import light
from visavis.face.sculpt.design import Design

Image = NDArray[np.float32]

LENS = 0.026
"""Radius of the blur, share of the height."""
BRIGHTNESS = 1.05
OFFICE_WALLS = ("#b4b9bc", "#bfb8ae", "#a9b4b6")
HOME_WALLS = ("#cbb8a2", "#b9c0b4", "#c9b3a6", "#b3b8c2")
BOOKS = ("#7d3b33", "#2f4a5f", "#c9a254", "#e6dccb", "#4f6b57", "#26303a", "#b5653f", "#8a9aa8")
NOTES = ("#f2c14e", "#e76f51", "#57a6a1", "#f2e08a", "#6d8fc9")


def backdrop(setting: str, design: Design, width: int, height: int) -> Image:
    """(height, width, 3) linear RGB."""
    if setting == "studio":
        return _studio(design, width, height)
    room = Room(width // 2, height // 2, int(design.room))  # half the size: the blur hides it
    (_office if setting == "office" else _home)(room)
    blurred: Any = _through_lens(room.image, room.height * LENS)
    blurred = cv2.GaussianBlur(blurred, (0, 0), room.height * 0.004)
    full: Any = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(full.clip(0, None) * BRIGHTNESS, np.float32)


class Room:
    """A picture to furnish, and chance."""

    def __init__(self, width: int, height: int, number: int) -> None:
        self.width, self.height = width, height
        self.image: Image = np.zeros((height, width, 3), np.float32)
        self.chance = np.random.default_rng(number)
        rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
        self.x, self.y = columns / width, rows / height

    def paint(self, colour: str, bright: NDArray[Any]) -> None:
        self.image[:] = light(colour) * bright[..., None]

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Any, fade: float = 0.0) -> None:
        """`fade`: how much brighter it is at its lower edge."""
        left, right = (int(np.clip(x * self.width, 0, self.width)) for x in (x0, x1))
        top, bottom = (int(np.clip(y * self.height, 0, self.height)) for y in (y0, y1))
        if right > left and bottom > top:
            gain = 1 + fade * np.linspace(-1, 1, bottom - top)[:, None, None]
            self.image[top:bottom, left:right] = np.asarray(colour, np.float32) * gain

    def disc(self, x: float, y: float, radius: float, colour: Any) -> None:
        at = (int(x * self.width), int(y * self.height))
        cv2.circle(self.image, at, max(1, int(radius * self.height)), np.asarray(colour).tolist(), -1)

    def egg(self, x: float, y: float, across: float, up: float, colour: Any) -> None:
        at, axes = (
            (int(x * self.width), int(y * self.height)),
            (int(across * self.width), int(up * self.height)),
        )
        cv2.ellipse(self.image, at, axes, 0, 0, 360, np.asarray(colour).tolist(), -1)

    def plant(self, x: float, y: float, size: float, colour: str) -> None:
        for _ in range(46):
            angle, length = self.chance.uniform(-2.9, -0.25), size * self.chance.uniform(0.35, 1.0)
            leaf_x = x * self.width + np.cos(angle) * length * self.height * 0.55
            leaf_y = y * self.height + np.sin(angle) * length * self.height * 0.75
            green = light(colour) * self.chance.uniform(0.35, 1.5)
            axes = (int(size * self.height * 0.20), int(size * self.height * 0.055))
            lean = np.degrees(angle) + self.chance.uniform(-30, 30)
            cv2.ellipse(self.image, (int(leaf_x), int(leaf_y)), axes, lean, 0, 360, green.tolist(), -1)

    def mirror(self) -> None:
        self.image = np.ascontiguousarray(self.image[:, ::-1])


def _studio(design: Design, width: int, height: int) -> Image:
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = columns / width, rows / height
    bright = light(design.studio_colour)
    dark = bright**1.25 * 0.30
    away = (np.clip(np.hypot((x - 0.46) * 1.25, y - 0.40) / 0.80, 0, 1) ** 1.25)[..., None]
    wall = bright * (1 - away) + dark * away
    return np.asarray(wall * (1.06 - 0.16 * y)[..., None] * BRIGHTNESS, np.float32)


def _office(room: Room) -> None:
    """A wall of windows with a city behind, a whiteboard, a screen on a desk, a plant."""
    chance = room.chance
    room.paint(OFFICE_WALLS[chance.integers(len(OFFICE_WALLS))], 1.05 - 0.35 * room.x)
    for k in range(4):
        left = -0.02 + 0.155 * k
        room.box(left, -0.01, left + 0.140, 0.60, light("#dcebf7") * 1.5, -0.12)
        for _ in range(4):
            tower = left + chance.uniform(0, 0.11)
            right = min(tower + chance.uniform(0.02, 0.05), left + 0.14)
            room.box(
                tower, chance.uniform(0.22, 0.45), right, 0.60, light("#9fb2c2") * chance.uniform(0.6, 1.1)
            )
    room.box(-0.01, 0.60, 0.62, 0.64, light("#8d9296"))
    room.box(0.62, 0, 0.635, 1, light("#5b6064"))
    board = chance.uniform(-0.02, 0.02)
    room.box(0.66 + board, 0.15, 0.98 + board, 0.40, light("#e7e4de") * 0.8)
    for k in range(5):
        note = 0.68 + 0.055 * k + board
        down = 0.18 + chance.uniform(0, 0.05)
        room.box(note, down, note + 0.04, down + 0.06, light(NOTES[chance.integers(len(NOTES))]))
    room.box(-0.01, 0.74, 1.01, 1.01, light("#7a5c44"), -0.2)
    screen = chance.uniform(-0.03, 0.03)
    room.box(0.70 + screen, 0.52, 0.90 + screen, 0.72, light("#20262d"))
    glow = light(("#4d88b8", "#6a9d8a", "#8a84b8")[chance.integers(3)])
    room.box(0.715 + screen, 0.535, 0.885 + screen, 0.69, glow * 1.1, -0.3)
    room.box(0.79 + screen, 0.72, 0.81 + screen, 0.76, light("#2b2f33"))
    plant = chance.uniform(0.06, 0.18)
    room.plant(plant, 0.74, 0.42, "#4f8550")
    room.box(plant - 0.035, 0.74, plant + 0.035, 0.86, light("#d8d2c8"))
    for k in range(3):
        room.disc(0.70 + 0.13 * k, 0.055, 0.012, light("#ffe7bd") * 14)
    if chance.random() < 0.5:
        room.mirror()


def _home(room: Room) -> None:
    """Shelves of books, a lamp on a chest, a picture, a plant, a sofa, a string of lights."""
    chance = room.chance
    glow = np.exp(-(((room.x - 0.10) / 0.34) ** 2) - ((room.y - 0.30) / 0.42) ** 2)
    room.paint(HOME_WALLS[chance.integers(len(HOME_WALLS))], 0.62 + 0.75 * glow)
    room.box(0.62, 0.05, 1.01, 0.075, light("#6b4a30"))
    for k in range(4):
        board = 0.235 + 0.185 * k
        room.box(0.62, board, 1.01, board + 0.020, light("#70502f"))
        left = 0.635
        while left < 1.0:
            thick, tall = chance.uniform(0.010, 0.024), chance.uniform(0.085, 0.145)
            if chance.random() < 0.18:
                left += chance.uniform(0.03, 0.07)
                continue
            spine = light(BOOKS[chance.integers(len(BOOKS))]) * chance.uniform(0.45, 0.9)
            room.box(left, board - tall, left + thick, board, spine)
            left += thick + 0.002
    lamp = chance.uniform(0.09, 0.16)
    room.egg(lamp, 0.33, 0.055, 0.075, light("#ffdf9e") * 2.6)
    room.box(lamp - 0.005, 0.40, lamp + 0.005, 0.62, light("#53412f"))
    room.box(-0.01, 0.62, 0.27, 0.66, light("#6a4a32"))
    room.box(-0.01, 0.66, 0.27, 1.01, light("#54392a"))
    hung = chance.uniform(0.24, 0.30)
    room.box(hung, 0.12, hung + 0.11, 0.36, light("#efe9df") * 0.8)
    art = light(("#7f9c96", "#a8806a", "#7d86a6", "#b59a5e")[chance.integers(4)])
    room.box(hung + 0.015, 0.145, hung + 0.095, 0.335, art)
    room.plant(chance.uniform(0.40, 0.52), 0.80, 0.40, "#47764a")
    sofa = ("#6d7f8a", "#8a6d66", "#6f8a72")[chance.integers(3)]
    room.box(-0.01, 0.86, 1.01, 1.01, light(sofa) * 0.8, -0.1)
    for k in range(11):
        room.disc(0.63 + 0.037 * k, 0.045 + 0.012 * np.sin(k * 1.3), 0.0035, light("#ffd28a") * 26)
    if chance.random() < 0.5:
        room.mirror()


def _through_lens(image: Image, radius: float) -> Image:
    """A disc, a little brighter at its rim, as real lenses draw it."""
    side = int(radius * 2 + 3)
    rows, columns = np.mgrid[0:side, 0:side] - (side - 1) / 2
    away = np.hypot(columns, rows)
    kernel = np.clip(radius - away + 0.5, 0, 1) * (0.85 + 0.15 * (away / radius) ** 3)
    seen: Any = cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(seen, np.float32)

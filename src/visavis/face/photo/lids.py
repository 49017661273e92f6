"""Closed eyes, painted into a photo that shows them open: the skin round them grown over, and a lash line.

Bending the open lid down instead would smear its lashes over the eye.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.build.topology import EYES, EyePoints
from visavis.face.portrait import Curves, Picture

Points = NDArray[np.float64]

MEET = 0.86
"""Where the lids meet, from the upper to the lower."""
BESIDE, ABOVE, BELOW = 0.24, 0.50, 0.32
"""How far lashes and rims reach beyond the opening: shares of the eye's width, and twice of its height."""
LINE = 0.035
"""Thickness of the lash line by the eye's width."""
LINE_STRENGTH, SHADOW_STRENGTH = 0.75, 0.22
LID_BULGE = 0.07
"""How much lighter the middle of the lid is: it is round."""


class ClosedLids(NamedTuple):
    picture: Picture
    curves: Curves
    """lid_top_* and lid_bottom_*, which are the same line."""


def closed_lids(picture: Picture, points: Points) -> ClosedLids:
    """`points`: (478, 2) px."""
    shut = picture.astype(np.float32)
    curves: Curves = {}
    for number, eye in enumerate(EYES):
        upper, lower = points[list(eye.upper)], points[list(eye.lower)]
        line = upper + MEET * (lower - upper)
        shut = _with_lash_line(_grown_over(shut, eye, points), picture, upper, line)
        side = "left" if number == 0 else "right"
        outwards = line[::-1] if number == 0 else line
        curves[f"lid_top_{side}"] = curves[f"lid_bottom_{side}"] = outwards
    return ClosedLids(np.clip(shut + 0.5, 0, 255).astype(np.uint8), curves)


def _grown_over(picture: NDArray[np.float32], eye: EyePoints, points: Points) -> NDArray[np.float32]:
    """The eye with its lashes replaced by the skin around."""
    upper, lower = points[list(eye.upper)], points[list(eye.lower)]
    width = float(np.hypot(*(upper[-1] - upper[0])))
    opening = max(float((lower - upper)[:, 1].max()), 0.15 * width)
    aside = np.zeros_like(upper)
    aside[:, 0] = np.linspace(-BESIDE, BESIDE, len(upper)) * width
    outline = np.vstack([upper + aside - [0, ABOVE * opening], (lower + aside + [0, BELOW * opening])[::-1]])
    margin = 0.5 * width
    x0, y0 = np.maximum(np.floor(outline.min(0) - margin).astype(int), 0)
    x1, y1 = np.ceil(outline.max(0) + margin).astype(int)
    part = picture[y0:y1, x0:x1]
    hidden = np.zeros(part.shape[:2], np.float32)
    cv2.fillPoly(hidden, [np.round(outline - [x0, y0]).astype(np.int32)], 1.0)
    skin = _filled(part, hidden > 0)
    y, x = np.mgrid[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]].astype(np.float32)
    middle = outline.mean(0)
    round_ = 1 - ((x - middle[0]) / (0.6 * width)) ** 2 - ((y - middle[1]) / (1.1 * opening)) ** 2
    skin = skin * (1 + LID_BULGE * np.clip(round_, 0, 1))[..., None]
    share: Any = cv2.GaussianBlur(hidden, (0, 0), 0.05 * width)
    share = np.clip(share * 1.6, 0, 1)[..., None]
    grown = picture.copy()
    grown[y0:y1, x0:x1] = part * (1 - share) + skin * share
    return grown


def _filled(part: NDArray[np.float32], hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The hidden pixels as a membrane hung into the others (Laplace's equation, from coarse to fine)."""
    filled = part.copy()
    levels = [(part, hidden)]
    while min(levels[-1][0].shape[:2]) > 8:
        colour, gone = levels[-1]
        size = (max(colour.shape[1] // 2, 1), max(colour.shape[0] // 2, 1))
        seen = (~gone).astype(np.float32)
        weight: Any = cv2.resize(seen, size, interpolation=cv2.INTER_AREA)
        summed: Any = cv2.resize(colour * seen[..., None], size, interpolation=cv2.INTER_AREA)
        levels.append((summed / np.maximum(weight, 1e-3)[..., None], weight < 0.25))
    guess = np.where(levels[-1][1][..., None], levels[-1][0][~levels[-1][1]].mean(0), levels[-1][0])
    for colour, gone in reversed(levels):
        guess = cv2.resize(guess, colour.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        filled = np.where(gone[..., None], guess, colour).astype(np.float32)
        for _ in range(24):
            filled = np.where(gone[..., None], cv2.blur(filled, (3, 3)), colour).astype(np.float32)
        guess = filled
    return filled


def _with_lash_line(
    shut: NDArray[np.float32], picture: Picture, upper: Points, line: Points
) -> NDArray[np.float32]:
    width = float(np.hypot(*(line[-1] - line[0])))
    lashes = _lash_colour(picture, upper)
    fine = np.linspace(0, 1, 65)
    x = np.interp(fine, np.linspace(0, 1, len(line)), line[:, 0])
    y = np.polyval(np.polyfit(line[:, 0] - line[0, 0], line[:, 1], 4), x - line[0, 0])
    taper = np.sin(np.pi * np.clip(fine, 0.03, 0.97)) ** 0.5
    cover = np.zeros(shut.shape[:2], np.float32)
    for i in range(len(fine) - 1):
        ends = [tuple(int(v) for v in np.round(np.array([x[j], y[j]]) * 16)) for j in (i, i + 1)]
        thickness = max(round(LINE * width * taper[i]), 1)
        cv2.line(cover, ends[0], ends[1], float(taper[i]), thickness, cv2.LINE_AA, shift=4)
    sharp: Any = cv2.GaussianBlur(cover, (0, 0), max(0.012 * width, 0.5))
    below = np.roll(cover, round(0.03 * width), axis=0)
    soft: Any = cv2.GaussianBlur(below, (0, 0), 0.05 * width)
    soft = soft / max(float(soft.max()), 1e-6)
    shade = shut * (1 - SHADOW_STRENGTH * soft)[..., None]
    share = (LINE_STRENGTH * np.clip(sharp, 0, 1))[..., None]
    return np.asarray(shade * (1 - share) + lashes * share, np.float32)


def _lash_colour(picture: Picture, upper: Points) -> NDArray[np.float64]:
    """The dark tenth along the upper lid's edge."""
    x, y = np.round(upper).astype(int).T
    reach = max(round(0.05 * float(upper[-1, 0] - upper[0, 0])), 1)
    rows = np.clip(y[None] + np.arange(-reach, reach + 1)[:, None], 0, picture.shape[0] - 1)
    seen = picture[rows, np.clip(x, 0, picture.shape[1] - 1)[None]].reshape(-1, 3).astype(np.float64)
    order = np.argsort(seen.sum(1))
    return np.asarray(seen[order[: max(len(order) // 10, 1)]].mean(0))

"""The 478 points of a face and how they hang together.

The numbering is that of the MediaPipe face mesh with irises (Apache-2.0, google-ai-edge/mediapipe), for which
detectors exist; `template.npz` holds points in that numbering (of a head that we rendered, in px of a 512 px
picture) and the triangles between them. Rows run from the picture's left to its right; the person's own right
eye is the one at the picture's left.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

POINTS = 478
IRIS_POINTS_FROM = 468

UPPER_LIP_ROWS = (  # from the opening outwards, corner to corner
    (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308),
    (62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292),
    (76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306),
    (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291),
)
LOWER_LIP_ROWS = (
    (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308),
    (62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292),
    (76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306),
    (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291),
)
MOUTH_CORNERS = (61, 291)
LIP_CORNER_POINTS = (61, 76, 62, 78, 291, 306, 292, 308)


class EyePoints(NamedTuple):
    upper: tuple[int, ...]  # upper lid edge, corner to corner
    lower: tuple[int, ...]
    fold: tuple[int, ...]  # above the upper lid
    above_fold: tuple[int, ...]
    below: tuple[int, ...]  # under the lower lid
    iris: tuple[int, ...]
    brow: tuple[int, ...]  # upper edge outer to inner, lower edge inner to outer


RIGHT_EYE_POINTS = EyePoints(
    upper=(33, 246, 161, 160, 159, 158, 157, 173, 133),
    lower=(33, 7, 163, 144, 145, 153, 154, 155, 133),
    fold=(247, 30, 29, 27, 28, 56, 190),
    above_fold=(113, 225, 224, 223, 222, 221, 189),
    below=(25, 110, 24, 23, 22, 26, 112, 243),
    iris=(468, 469, 470, 471, 472),
    brow=(70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
)
LEFT_EYE_POINTS = EyePoints(
    upper=(362, 398, 384, 385, 386, 387, 388, 466, 263),
    lower=(362, 382, 381, 380, 374, 373, 390, 249, 263),
    fold=(414, 286, 258, 257, 259, 260, 467),
    above_fold=(413, 441, 442, 443, 444, 445, 342),
    below=(463, 341, 256, 252, 253, 254, 339, 255),
    iris=(473, 474, 475, 476, 477),
    brow=(300, 293, 334, 296, 336, 285, 295, 282, 283, 276),
)
EYES = (RIGHT_EYE_POINTS, LEFT_EYE_POINTS)

OVAL = (  # clockwise from the top of the forehead
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
CHIN, NOSE_TIP, NOSE_BASE, NOSE_BRIDGE = 152, 1, 2, 168
RIGHT_CHEEK_EDGE, LEFT_CHEEK_EDGE = 234, 454


class Template(NamedTuple):
    points: NDArray[np.float64]  # (478, 2)
    triangles: NDArray[np.int32]  # (854, 3)


def load_template() -> Template:
    with np.load(Path(__file__).with_name("template.npz")) as data:
        return Template(data["points"].astype(np.float64), data["triangles"].astype(np.int32))

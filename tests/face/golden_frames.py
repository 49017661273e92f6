"""What three people look like in twelve shapes; `python -m tests.face.golden_frames` draws the sheets anew.

Look at the new sheets at full size before they are committed: they are what a picture is compared with.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.face.raster.expressions import BITE, BLINK, NEUTRAL, OPEN, TH, expression
from visavis.face.avatar import Avatar
from visavis.face.build import load_avatar
from visavis.face.expression import Pose
from visavis.face.raster import Renderer

PEOPLE = ("ana", "kenji", "marcus")
SHAPES = {
    "rest": NEUTRAL,
    "aa": OPEN,
    "ee": expression(jaw=0.12, wide=1.0, upper_lip=0.4, lower_lip=0.5),
    "oo": expression(jaw=0.18, pucker=1.0, upper_lip=0.1, lower_lip=0.1),
    "m": expression(press=0.9),
    "f": BITE,
    "th": TH,
    "blink": BLINK,
    "half a blink": expression(blink_left=0.5, blink_right=0.5),
    "aside": expression(gaze_x=1.0, gaze_y=-0.3),
    "smile": expression(smile=1.0, squint=0.5, brows_up=0.5),
    "turned": expression({Pose.YAW: 0.12, Pose.PITCH: -0.04, Pose.ROLL: 0.03}, jaw=0.3),
}
FOLDER = Path(__file__).parent / "golden"
TOP, LEFT, SIDE = 80, 100, 312
"""The part of a frame of 512 px that shows the head."""
TILE, COLUMNS = 208, 4
QUALITY = 90

Sheet = NDArray[np.uint8]


def draw_sheet(avatar: Avatar) -> Sheet:
    """All shapes, one beside the other, BGR."""
    renderer = Renderer(avatar, threshold_px=0)
    tiles = []
    for shown in SHAPES.values():
        renderer.render(shown)
        planes = renderer.frame.reshape(avatar.height * 3 // 2, avatar.width)
        head = cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)[TOP : TOP + SIDE, LEFT : LEFT + SIDE]
        tiles.append(cv2.resize(head, (TILE, TILE), interpolation=cv2.INTER_AREA))
    rows = [np.hstack(tiles[at : at + COLUMNS]) for at in range(0, len(tiles), COLUMNS)]
    return np.asarray(np.vstack(rows), np.uint8)


def path_of(person: str) -> Path:
    return FOLDER / f"{person}.webp"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as cache:
        for person in PEOPLE:
            sheet = draw_sheet(load_avatar(person, 512, 512, Path(cache)))
            cv2.imwrite(str(path_of(person)), sheet, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])


if __name__ == "__main__":
    main()

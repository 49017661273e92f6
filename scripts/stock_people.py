"""Make the stock people anew: python scripts/stock_people.py bake|light|show|sheet|speaking [NAME ...]

bake      render each person's files from the design.json in their folder (about a minute of CPU each)
light     of those files, only how the light on the head changes when it turns (half a minute of CPU each)
show      from those files, the still pictures and idle clips that the server shows
sheet     from the pictures, the contact sheet of the documentation
speaking  three of them in mid-speech, for the README

Without names, everybody.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from visavis.face.build import load_avatar
from visavis.face.contact_sheet import Look
from visavis.face.expression import Control, Pose
from visavis.face.person import FILES
from visavis.face.phones import Viseme
from visavis.face.renderer import renderer_for
from visavis.face.sculpt.bake import bake, bake_light
from visavis.face.sculpt.design_file import read_design
from visavis.face.sculpt.photograph import Sitter
from visavis.face.sculpt.sheet import sheet_camera
from visavis.face.show import SHAPES, idle_clip, still
from visavis.face.stock import PEOPLE
from visavis.services.pictures import FOLDER
from visavis.services.stock_avatars import PEOPLE as PLAYED
from visavis.services.stock_avatars import ROOMS

SHEET = Path(__file__).parents[1] / "docs" / "gallery.webp"
COLUMNS, TILE_PX, GAP_PX = 5, 360, 8
SHEET_QUALITY = 86

SPEAKING = Path(__file__).parents[1] / "docs" / "images" / "speaking.webp"
SPEAKERS = ("maya", "arthur", "zuri")
MOMENTS = (
    Look("s", Viseme.SIBILANT, {Control.SMILE: 0.3}, {Pose.YAW: -0.03}),
    Look("oh", Viseme.ROUND_MID, {Control.BROWS_UP: 0.3}, {Pose.YAW: 0.04, Pose.PITCH: 0.03}),
    Look("f", Viseme.LABIODENTAL, {Control.GAZE_X: -0.4}, {Pose.YAW: 0.06}),
    Look("a", Viseme.NEAR_OPEN, {Control.BROWS_UP: 0.2}, {Pose.PITCH: -0.02, Pose.ROLL: 0.03}),
    Look("m", Viseme.BILABIAL, {Control.BLINK_LEFT: 1.0, Control.BLINK_RIGHT: 1.0}, {Pose.PITCH: 0.04}),
    Look("ee", Viseme.CLOSE_FRONT, {Control.SMILE: 0.2}, {Pose.YAW: -0.08, Pose.ROLL: -0.02}),
)
HEAD_TOP, HEAD_LEFT, HEAD_SIDE, HEAD_TILE_PX = 48, 78, 356, 240
"""The part of a frame of 512 px that shows the head, and what it is scaled to."""


def bake_people(names: list[str]) -> None:
    for name in names:
        person = PEOPLE[name]
        design = read_design(person.folder / FILES.design)
        bake(design, person.folder, lambda step, name=name: print(f"{name}: {step}", flush=True))


def bake_lights(names: list[str]) -> None:
    for name in names:
        folder = PEOPLE[name].folder
        bake_light(Sitter.of(read_design(folder / FILES.design)), sheet_camera(1.0), folder)
        print(name, (folder / FILES.turned_light).stat().st_size, "bytes", flush=True)


def show(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as cache:
        for name in names:
            for room in ROOMS:
                rig = f"{name}-{room}"
                for shape in SHAPES:
                    (FOLDER / f"{rig}_{shape}.webp").write_bytes(still(PEOPLE[name], room, shape))
                clip = idle_clip(load_avatar(rig, 512, 512, Path(cache)), seed=sum(name.encode()))
                (FOLDER / f"{rig}_idle.mp4").write_bytes(clip)
                print(rig, len(clip) // 1024, "kB", flush=True)


def sheet() -> None:
    """Everybody in their own room."""
    tiles = [
        cv2.resize(
            cv2.imread(str(FOLDER / f"{person.name}-{person.own_room}_square.webp")),
            (TILE_PX, TILE_PX),
            interpolation=cv2.INTER_AREA,
        )
        for person in PLAYED
    ]
    bordered = [np.pad(tile, ((0, GAP_PX), (0, GAP_PX), (0, 0)), constant_values=255) for tile in tiles]
    rows = [np.hstack(bordered[at : at + COLUMNS]) for at in range(0, len(bordered), COLUMNS)]
    picture = np.vstack(rows)[:-GAP_PX, :-GAP_PX]
    cv2.imwrite(str(SHEET), picture, [cv2.IMWRITE_WEBP_QUALITY, SHEET_QUALITY])


def speaking() -> None:
    """Six moments of each speaker."""
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for name in SPEAKERS:
            avatar = load_avatar(name, 512, 512, Path(cache))
            renderer = renderer_for(avatar)
            tiles = []
            for moment in MOMENTS:
                renderer.render(moment.expression())
                planes = renderer.frame.reshape(avatar.height * 3 // 2, avatar.width)
                frame = cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)
                head = frame[HEAD_TOP : HEAD_TOP + HEAD_SIDE, HEAD_LEFT : HEAD_LEFT + HEAD_SIDE]
                tiles.append(cv2.resize(head, (HEAD_TILE_PX, HEAD_TILE_PX), interpolation=cv2.INTER_AREA))
            rows.append(np.hstack(tiles))
    cv2.imwrite(str(SPEAKING), np.vstack(rows), [cv2.IMWRITE_WEBP_QUALITY, SHEET_QUALITY])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bake", *names]:
            bake_people(names or list(PEOPLE))
        case ["light", *names]:
            bake_lights(names or list(PEOPLE))
        case ["show", *names]:
            show(names or list(PEOPLE))
        case ["sheet"]:
            sheet()
        case ["speaking"]:
            speaking()
        case _:
            sys.exit(__doc__)

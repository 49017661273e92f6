"""Whether a pose tears holes into a person: painted grey before a blue room, they show no blue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from visavis.face.avatar import Avatar, open_avatar, save_avatar
from visavis.face.build.rig import build_avatar
from visavis.face.expression import Control, Expression, Pose
from visavis.face.portrait import Portrait
from visavis.face.raster import Renderer

POSES = 500
POSE_RANGE = {Pose.YAW: 0.122, Pose.PITCH: 0.10, Pose.ROLL: 0.08, Pose.X: 6.0, Pose.Y: 6.0, Pose.BREATH: 2.0}
BLUE_BGR, GREY_BGR = (255, 0, 0), (128, 128, 128)
MOST_U = 160
"""Between the grey person's and the blue room's."""


def any_expression(chance: np.random.Generator) -> Expression:
    shown = Expression(controls=chance.uniform(0, 1, len(Control)) * (chance.random(len(Control)) < 0.5))
    shown.controls[[Control.GAZE_X, Control.GAZE_Y]] = chance.uniform(-1, 1, 2)
    for part, most in POSE_RANGE.items():
        shown.pose[part] = chance.uniform(-most, most)
    return shown


def grey_before_blue(portrait: Portrait) -> Portrait:
    """The person in one colour, their silhouette smooth and without holes, before a blue room."""
    solid = (cv2.GaussianBlur(portrait.matte, (0, 0), 5) > 0.5).astype(np.uint8)
    outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(solid, [max(outlines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    matte = np.maximum(cv2.GaussianBlur(solid.astype(np.float32), (0, 0), 1.0), 0) * (solid > -1)
    grey, blue = (np.full_like(portrait.picture, colour) for colour in (GREY_BGR, BLUE_BGR))
    return replace(portrait, picture=grey, closed_lids=grey, matte=matte, backdrop=blue)


def holes(avatar: Avatar, frame: NDArray[np.uint8]) -> int:
    """Pixels of the room that the person encloses, or that a narrow crack opens into them."""
    width, height = avatar.width // 2, avatar.height // 2
    u = frame[4 * width * height : 5 * width * height].reshape(height, width)
    person = np.pad((u < MOST_U).astype(np.uint8), ((4, 0), (4, 4)))
    person = np.vstack([person, np.repeat(person[-1:], 4, axis=0)])
    closed = cv2.morphologyEx(person, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(1 - person)
    enclosed = (labels != labels[0, 0]) & (person == 0)
    return int(np.count_nonzero(enclosed | ((closed > person) & _deep(person))))


def _deep(person: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Well inside: corners of the outline, which closing rounds too, are not."""
    around = cv2.boxFilter(person.astype(np.float32), -1, (9, 9))
    return np.asarray(around > 0.8)


def grey_avatar(portrait: Portrait, folder: Path) -> Avatar:
    """Mapped from a file, as in sessions: the kernels are compiled for that."""
    save_avatar(build_avatar(grey_before_blue(portrait)), folder / "grey.avatar")
    return open_avatar(folder / "grey.avatar")


def holes_in_poses(avatar: Avatar) -> int:
    """Pixels of the blue room that show through a grey avatar in POSES random expressions."""
    renderer, chance = Renderer(avatar), np.random.default_rng(11)
    found = 0
    for _ in range(POSES):
        renderer.render(any_expression(chance))
        found += holes(avatar, renderer.frame)
    return found

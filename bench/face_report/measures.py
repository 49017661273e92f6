"""The measures of a face, each a number; the bars that they are held against stand in `bars.py`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from tests.face.raster.cracks import grey_avatar, holes_in_poses

from bench.face_report.film import FPS, Film, Said, Scene
from visavis.face.avatar import Avatar
from visavis.face.build.topology import LOWER_LIP_ROWS, MOUTH_CORNERS, NOSE_TIP, UPPER_LIP_ROWS
from visavis.face.expression import Control, Expression
from visavis.face.mouth import LOOKS, MOUTH_CONTROLS
from visavis.face.phones import Viseme
from visavis.face.photo.building import FaceModels
from visavis.face.photo.findings import LEAST_CONFIDENCE
from visavis.face.photo.pointer import Pointed
from visavis.face.portrait import Picture, Portrait
from visavis.face.raster import Renderer

SEALED = 0.01
"""Mouth widths: a narrower gap is a closed mouth."""
OPEN_VOWELS = frozenset({Viseme.OPEN, Viseme.NEAR_OPEN})
SHUT_EYES = 0.1
LAG_GRID_S, FARTHEST_LAG_S = 0.005, 0.2
MOUTHS_LOOKED_AT = 200


def closures_kept(film: Film, said: list[Said]) -> float:
    """Share of p, b and m at which the lips are seen sealed, within a frame."""
    kept = []
    for one in said:
        if one.viseme is Viseme.BILABIAL:
            near = (film.at_s >= one.start_s - 1 / FPS) & (film.at_s <= one.end_s + 1 / FPS)
            kept.append(bool((film.opening[near] < SEALED).any()))
    return float(np.mean(kept))


def open_vowels(film: Film, said: list[Said]) -> float:
    """Mean opening in mouth widths while an open vowel sounds."""
    sounding = np.zeros(len(film.at_s), bool)
    for one in said:
        if one.viseme in OPEN_VOWELS:
            sounding |= (film.at_s >= one.start_s) & (film.at_s < one.end_s)
    return float(film.opening[sounding].mean())


def blinks_per_minute(film: Film) -> float:
    shut = film.eyes_open < SHUT_EYES
    return float((shut[1:] & ~shut[:-1]).sum() / (len(shut) / FPS / 60))


def lag_frames(film: Film, said: list[Said]) -> float:
    """How far the opening is behind the marks' targets, in frames; negative: ahead, as it is meant to be."""
    grid = np.arange(film.at_s[0], film.at_s[-1], LAG_GRID_S)
    wanted = np.zeros(len(grid))
    for one in said:
        first, end = np.searchsorted(grid, (one.start_s, one.end_s))
        wanted[first:end] = LOOKS[one.viseme].mouth.jaw
    shown = np.interp(grid, film.at_s, film.opening)
    reach = round(FARTHEST_LAG_S / LAG_GRID_S)
    middle = wanted[reach:-reach]
    lags = range(-reach, reach + 1)
    alike = [np.corrcoef(shown[reach + lag : len(shown) - reach + lag], middle)[0, 1] for lag in lags]
    return float(lags[int(np.argmax(alike))] * LAG_GRID_S * FPS)


def stillness_above_nose_db(avatar: Avatar, scene: Scene) -> float:
    """PSNR of the luma above the tip of the nose against rest, of the least alike frame with only a moving
    mouth."""
    renderer = Renderer(avatar, threshold_px=0)
    rows = int(avatar.mesh.rest[NOSE_TIP, 1])

    def above(expression: Expression) -> NDArray[np.float64]:
        renderer.render(expression)
        luma = renderer.frame[: avatar.width * avatar.height].reshape(avatar.height, avatar.width)
        return luma[:rows].astype(np.float64)

    rest, worst = above(Expression()), 0.0
    mouths = [_mouth_alone(expression) for _, expression in scene.moments()]
    speaking = [mouth for mouth in mouths if mouth.controls[Control.JAW] > 0.05]
    for mouth in speaking[:: max(len(speaking) // MOUTHS_LOOKED_AT, 1)]:
        worst = max(worst, float(((above(mouth) - rest) ** 2).mean()))
    return float(10 * np.log10(255**2 / max(worst, 1e-6)))


def _mouth_alone(expression: Expression) -> Expression:
    alone = Expression()
    for control in MOUTH_CONTROLS:
        alone.controls[control] = expression.controls[control]
    return alone


def cracks(portrait: Portrait) -> int:
    """Pixels of the room that show through the person in 500 random poses."""
    with TemporaryDirectory() as folder:
        return holes_in_poses(grey_avatar(portrait, Path(folder)))


def remeasured(frames: Sequence[Picture], models: FaceModels) -> list[float | None]:
    """Opening in mouth widths as landmarks that are laid onto each frame have it; None: no face there.

    The face is searched for in the first frame; from there on it moves little.
    """
    found = models.detector.find(frames[0])
    if not found:
        return [None] * len(frames)
    face = max(found, key=lambda one: one.width)
    return [_opening_seen(models.pointer.point(frame, face)) for frame in frames]


def _opening_seen(pointed: Pointed) -> float | None:
    if pointed.confidence < LEAST_CONFIDENCE:
        return None
    points = pointed.points[:, :2]
    upper, lower = (points[list(rows[0])] for rows in (UPPER_LIP_ROWS, LOWER_LIP_ROWS))
    right, left = points[list(MOUTH_CORNERS)]
    return float(np.hypot(*(lower - upper).T).max() / np.hypot(*(left - right)))

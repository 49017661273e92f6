"""The spectacles: quads over what is to be seen of them, that only the pose moves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from visavis.face.avatar import Bytes, Spectacles
from visavis.face.build.atlas import Atlas
from visavis.face.build.mouth import scaled
from visavis.face.portrait import Portrait

STRIP_512 = 10.0
"""Width of the strips that are looked at, px of the reference framing."""
FAINT = 40
"""Of 255: cover up to this is taken off everywhere, or faint shadows would cost as much as the frame."""
LEAST_GAP_PX = 5
"""Rows without anything that are worth leaving out."""
SAME_PX = 3
"""Runs of rows that differ by no more are one box: long rows are cheaper than short ones."""


def build_spectacles(portrait: Portrait, atlas: Atlas) -> Spectacles:
    """Boxes round the frame, without the lenses. Without spectacles, a layer without triangles."""
    if portrait.spectacles is None:
        return _arrays([], [], [], [])
    cutout, depths = portrait.spectacles.cutout, portrait.spectacles.depths
    part = scaled(cutout.picture, cutout.matte, cutout.width, cutout.height)
    matte = np.clip((part.matte.astype(int) - FAINT) * 255 // (255 - FAINT), 0, 255).astype(np.uint8)
    left, top = atlas.add(part.picture, matte)
    height, width = matte.shape
    count = max(1, round(cutout.width / (STRIP_512 * portrait.px_per_512)))
    edges = np.round(np.linspace(0, width, count + 1)).astype(int)
    corners: list[tuple[int, int]] = []
    triangles: list[tuple[int, int, int]] = []
    for x0, y0, x1, y1 in _boxes(matte, edges.tolist()):
        a = len(corners)
        corners += [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        triangles += [(a, a + 1, a + 2), (a, a + 2, a + 3)]
    source = np.array(corners, np.float64).reshape(-1, 2)
    rest = source * [cutout.width / width, cutout.height / height] + [cutout.x, cutout.y]
    relief = np.interp(rest[:, 0], depths[:, 0], depths[:, 1])
    return _arrays(rest, relief, source + np.array([left, top]), triangles)


def _boxes(matte: Bytes, edges: list[int]) -> list[tuple[int, int, int, int]]:
    """x0, y0, x1, y1 of boxes round everything: what goes on in the next strip goes on in the same box."""
    boxes: list[tuple[int, int, int, int]] = []
    for x0, x1 in pairwise(edges):
        for y0, y1 in _filled_rows(matte[:, max(x0 - 1, 0) : x1 + 1]):
            beside = [
                box
                for box in boxes
                if box[2] == x0 and abs(box[1] - y0) <= SAME_PX and abs(box[3] - y1) <= SAME_PX
            ]
            start, top, bottom = x0, y0, y1
            if beside:
                boxes.remove(beside[0])
                start, top, bottom = beside[0][0], min(beside[0][1], y0), max(beside[0][3], y1)
            boxes.append((start, top, x1, bottom))
    return boxes


def _filled_rows(matte: Bytes) -> list[tuple[int, int]]:
    """From row to row, where a strip holds anything; short gaps are not worth two quads."""
    runs: list[tuple[int, int]] = []
    for row in np.nonzero(matte.max(1))[0].tolist():
        if runs and row - runs[-1][1] < LEAST_GAP_PX:
            runs[-1] = (runs[-1][0], row + 1)
        else:
            runs.append((row, row + 1))
    return runs


def _arrays(rest: object, relief: object, source: object, triangles: object) -> Spectacles:
    return Spectacles(
        rest=np.asarray(rest, np.float32).reshape(-1, 2),
        relief=np.asarray(relief, np.float32),
        source=np.asarray(source, np.float32).reshape(-1, 2),
        triangles=np.asarray(triangles, np.int32).reshape(-1, 3),
    )

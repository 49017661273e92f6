"""Frames look as they did when somebody looked at them; see golden_frames.py for how to renew the sheets."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.face.golden_frames import COLUMNS, PEOPLE, SHAPES, TILE, draw_sheet, path_of
from visavis.face.build import load_avatar

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels

LEAST_PSNR_DB, LEAST_SSIM = 34.0, 0.85
"""The stored sheets are WebP, which alone costs 38 dB; another CPU's rounding is not seen beside it."""
BLOCK_PX = 26
"""The likeness of a tile is that of its least alike block: a mouth is a small part of a head."""

Grey = NDArray[np.float64]


def psnr(a: Grey, b: Grey) -> float:
    return float(10 * np.log10(255**2 / max(np.mean((a - b) ** 2), 1e-6)))


def ssim(a: Grey, b: Grey) -> float:
    """Of the least alike block; Wang et al. 2004, windows of 1.5 px."""

    def blur(x: Grey) -> Grey:
        return np.asarray(cv2.GaussianBlur(x, (11, 11), 1.5))

    mean_a, mean_b = blur(a), blur(b)
    var_a, var_b = blur(a * a) - mean_a**2, blur(b * b) - mean_b**2
    both = blur(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    score = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    likeness = score / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    count = TILE // BLOCK_PX
    return float(likeness.reshape(count, BLOCK_PX, count, BLOCK_PX).mean((1, 3)).min())


def tiles(sheet: NDArray[np.uint8]) -> list[Grey]:
    grey = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY).astype(np.float64)
    return [
        grey[row : row + TILE, column : column + TILE]
        for row in range(0, grey.shape[0], TILE)
        for column in range(0, COLUMNS * TILE, TILE)
    ]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_shape_looks_as_it_did(person: str, tmp_path: Path) -> None:
    stored = cv2.imread(str(path_of(person)))
    assert stored is not None
    drawn = draw_sheet(load_avatar(person, 512, 512, tmp_path))
    for name, seen, wanted in zip(SHAPES, tiles(drawn), tiles(stored), strict=True):
        assert psnr(seen, wanted) >= LEAST_PSNR_DB, name
        assert ssim(seen, wanted) >= LEAST_SSIM, name


def test_the_comparison_tells_every_shape_from_rest() -> None:
    """Or it would prove nothing: no other shape passes for the first one."""
    for person in PEOPLE:
        rest, *others = tiles(cv2.imread(str(path_of(person))))
        for name, other in zip(list(SHAPES)[1:], others, strict=True):
            alike = psnr(rest, other) >= LEAST_PSNR_DB and ssim(rest, other) >= LEAST_SSIM
            assert not alike or name == "m", f"{person}: {name} passes for rest"

"""Pictures for the tests, and how to look at what became of them."""

from __future__ import annotations

import av
import numpy as np
from numpy.typing import NDArray

from visavis.media.program import I420


def soft_picture(width: int, height: int, shift_px: float = 0.0) -> I420:
    """A smooth pattern that moves to the right with `shift_px`: easy to encode, and no two shifts look alike."""
    y, x = np.mgrid[0:height, 0:width]
    luma = 128 + 60 * np.sin((x - shift_px) / 23) + 40 * np.cos(y / 31)
    u, v = (128 + 50 * np.sin((plane[::2, ::2] - shift_px) / 40) for plane in (x, y))
    return np.concatenate([luma.ravel(), u.ravel(), v.ravel()]).astype(np.uint8)


def noisy_pictures(width: int, height: int, count: int) -> list[I420]:
    """Moving pictures that cost more bits than they get."""
    noise = np.random.default_rng(1).integers(-12, 12, width * height * 3 // 2)
    return [
        np.clip(soft_picture(width, height, 3.0 * index) + np.roll(noise, 997 * index), 0, 255).astype(
            np.uint8
        )
        for index in range(count)
    ]


def planes(frame: av.VideoFrame) -> I420:
    flat: NDArray[np.uint8] = frame.to_ndarray(format="yuv420p").ravel()
    return flat


def psnr_db(picture: I420, other: I420) -> float:
    error = np.mean((picture.astype(float) - other.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-9)))

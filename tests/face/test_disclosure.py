"""The mark in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from visavis.face.disclosure import INK, PAPER, mark_for

SIZES = [(512, 512), (720, 480), (1152, 768), (768, 1152)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("shade", [0, 255])
def test_it_can_be_read_on_light_and_on_dark_and_touches_nothing_else(
    width: int, height: int, shade: int
) -> None:
    frame = np.full(width * height * 3 // 2, shade, np.uint8)
    mark = mark_for(width, height)
    mark.stamp(frame)
    luma = frame[: width * height].reshape(height, width)
    rows, columns = np.nonzero(luma != shade)
    assert height * 0.8 < rows.min() < rows.max() < height - 8
    assert width * 0.7 < columns.min() < columns.max() < width - 8
    assert rows.max() - rows.min() >= 20
    inside = luma[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert (inside > INK - 10).sum() > 40
    assert (inside == PAPER).mean() > 0.4
    assert (frame != shade).sum() < 0.02 * frame.size


def test_it_is_set_again_and_again_without_a_change() -> None:
    frame = np.full(512 * 512 * 3 // 2, 90, np.uint8)
    mark_for(512, 512).stamp(frame)
    once = frame.copy()
    mark_for(512, 512).stamp(frame)
    assert np.array_equal(frame, once)

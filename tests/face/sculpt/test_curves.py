from __future__ import annotations

import numpy as np
import pytest

from visavis.face.sculpt.anatomy import anatomy
from visavis.face.sculpt.curves import (
    lid_bottom,
    lid_top,
    lip_bottom,
    lip_drop,
    lip_raise,
    lip_top,
    mouth_line,
)
from visavis.face.sculpt.design import Design, Moment

ACROSS = np.linspace(-1, 1, 21)


@pytest.mark.parametrize("side", [-1, 1])
def test_closed_lids_meet_all_along(side: int) -> None:
    shut = anatomy(Design(lid_skew=0.1), Moment(eyes_closed=1.0))
    assert np.abs(lid_top(ACROSS, side, shut) - lid_bottom(ACROSS, side, shut)).max() < 0.002


def test_open_lids_part_between_the_corners_and_cross_beyond_them() -> None:
    open_ = anatomy(Design(), Moment())
    assert (lid_top(ACROSS[1:-1], 1, open_) > lid_bottom(ACROSS[1:-1], 1, open_)).all()
    beyond = np.array([-1.2, 1.2])
    assert (lid_top(beyond, 1, open_) < lid_bottom(beyond, 1, open_)).all()


def test_the_lips_lie_on_both_sides_of_their_line() -> None:
    body = anatomy(Design(smile=0.9, smile_skew=-0.5), Moment())
    assert (lip_top(ACROSS, body) > mouth_line(ACROSS, body)).all()
    assert (lip_bottom(ACROSS, body) < mouth_line(ACROSS, body)).all()
    assert lip_raise(ACROSS, body).max() == lip_drop(ACROSS, body).max() == 0


def test_an_asymmetric_smile_lifts_one_corner_more() -> None:
    body = anatomy(Design(smile=0.5, smile_skew=0.6), Moment())
    assert mouth_line(1.0, body) > mouth_line(-1.0, body) + 0.02

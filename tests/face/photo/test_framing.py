from __future__ import annotations

import numpy as np

from visavis.face.photo.canvas import EYES_AT, EYES_TO_CHIN, HEIGHT, WIDTH
from visavis.face.photo.framing import IDEAL_WIDTHS, framings
from visavis.face.portrait import Framing

X, Y = EYES_AT.astype(int)


def known(left: int = 0, top: int = 0, right: int = WIDTH, bottom: int = HEIGHT) -> np.ndarray:
    inside = np.zeros((HEIGHT, WIDTH), bool)
    inside[top:bottom, left:right] = True
    return inside


def person(shoulders: int = 400, crown: int = 90) -> np.ndarray:
    """A head on shoulders that reach this far to either side."""
    cover = np.zeros((HEIGHT, WIDTH), np.float32)
    cover[crown : Y + 300, X - 190 : X + 190] = 1
    cover[Y + 330 :, X - shoulders : X + shoulders] = 1
    return cover


def shows(framing: Framing, inside: np.ndarray) -> bool:
    part = slice(framing.y, framing.y + framing.height), slice(framing.x, framing.x + framing.width)
    return bool(inside[part].all())


def test_with_room_on_all_sides_the_head_is_as_large_as_the_stock_peoples() -> None:
    found = framings(known(), person())
    for size, (width, eyes_at) in IDEAL_WIDTHS.items():
        assert found[size].width == width
        assert abs((Y - found[size].y) / found[size].height - eyes_at) < 0.01


def test_frames_have_their_shape() -> None:
    for inside, cover in ((known(), person()), (known(300, 0, 1150, 900), person(600))):
        for (width, height), framing in framings(inside, cover).items():
            assert abs(framing.width / framing.height - width / height) < 0.01


def test_nothing_is_made_up_below_the_photo() -> None:
    inside = known(bottom=Y + 420)
    for framing in framings(inside, person()).values():
        assert framing.y + framing.height <= Y + 420


def test_shoulders_that_the_photo_cuts_are_not_continued() -> None:
    inside = known(left=X - 480, right=X + 480)
    landscape = framings(inside, person(shoulders=600))[1152, 768]
    assert landscape.width <= 2 * 480 + 2


def test_a_wall_that_the_photo_cuts_is() -> None:
    inside = known(left=X - 480, right=X + 480)
    landscape = framings(inside, person(shoulders=300))[1152, 768]
    assert landscape.width > 1300


def test_the_upright_frame_needs_more_below_the_chin_than_the_others() -> None:
    short = framings(known(bottom=int(Y + EYES_TO_CHIN + 50)), person())
    assert set(short) == set(IDEAL_WIDTHS) - {(768, 1152)}


def test_a_frame_that_goes_near_shows_the_whole_head_all_the_same() -> None:
    close = framings(known(left=X - 490, right=X + 490), person(shoulders=600, crown=80))[1152, 768]
    assert close.y <= 80


def test_what_the_photo_cuts_off_the_head_is_not_made_up() -> None:
    inside = known(top=150)
    for framing in framings(inside, person(crown=150)).values():
        assert framing.y >= 140

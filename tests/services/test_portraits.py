"""The pictures of an avatar are cut from its image, in three shapes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.images import decoded, photo, png_that_says

from visavis.services.errors import Unprocessable
from visavis.services.portraits import SIZES_PX, develop


@pytest.mark.parametrize(("width", "height"), [(400, 300), (300, 900), (2000, 700), (768, 768)])
def test_every_image_gives_all_three_shapes(width: int, height: int) -> None:
    _, pictures = develop(photo("jpeg", width, height))

    assert set(pictures) == set(SIZES_PX)
    for shape, content in pictures.items():
        assert content[8:12] == b"WEBP"
        assert decoded(content).shape[1::-1] == SIZES_PX[shape]


def test_the_middle_is_kept_across_and_the_upper_part_down() -> None:
    tall = np.zeros((1200, 400, 3), np.uint8)
    tall[200:400] = 255  # 800 rows are surplus, a quarter of them above: the square shows 200 to 600
    _, pictures = develop(bytes(cv2.imencode(".png", tall)[1]))

    square = decoded(pictures["square"])
    assert square[:370].min() > 200
    assert square[400:].max() < 50


def test_a_camera_that_was_held_on_its_side_is_turned_upright() -> None:
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    plain = photo("jpeg", 600, 300)
    turned = plain[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + plain[2:]

    _, pictures = develop(turned)

    left_to_right, upright = decoded(develop(plain)[1]["square"]), decoded(pictures["square"])
    assert left_to_right[384, 10, 2] > 100 > left_to_right[384, 750, 2]  # red is left
    assert upright[10, 384, 2] > 100 > upright[750, 384, 2]  # red is up


def test_nothing_of_the_files_own_words_is_left() -> None:
    plain = photo("jpeg")
    comment = b"taken at home"
    said = plain[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + plain[2:]

    _, pictures = develop(said)

    assert not any(comment in content for content in pictures.values())


@pytest.mark.parametrize("content", [png_that_says(400, 300), photo("webp")[:400], photo("png")[:300]])
def test_a_good_header_with_nothing_behind_it_is_refused(content: bytes) -> None:
    with pytest.raises(Unprocessable, match="damaged"):
        develop(content)

from __future__ import annotations

from base64 import b85decode

import cv2
import numpy as np
import pytest

from tests.face.photo.photos import cut_out, grey_alpha_png, jpeg, palette_png, png
from tests.images import photo, with_orientation
from visavis.face.photo.decoding import LONGEST_SIDE_PX, decode
from visavis.face.photo.findings import PhotoRefused, Refusal

CMYK_JPEG = b85decode(
    b"|JeWT01iQ9Z(?NtWB>pF0095n07C!`2?`4e2n`Dg3l0tq4-+626A}^=CmbFZATB8}FfJ)AEHgSvJ~K8(H!LkcS3yQhPEu1+GCo>iT2Nq0"
    b"QBqI;zyK5o01yBe1Va%3O%VWD5dcdO0RO}Q761VO0RR910000000000000L72>-+Y7!Uyf0|5X4000000000000007MT5it+5ip&LjX+xSp"
    b"Z7_06zdu7z_!+8J?SdWcXs|4utq(=MIQqPA4XvW+q}o8J?SdWcXs|4utq(=MIQqPA4b-*#"
)
"""24x16 px; red on the left, cyan on the right. OpenCV reads the kind and does not write it."""


def corners(picture: np.ndarray) -> tuple[list[int], list[int]]:
    """Colours of the upper left and the lower right quarter, BGR."""
    height, width = picture.shape[:2]
    return picture[height // 4, width // 4].tolist(), picture[height * 3 // 4, width * 3 // 4].tolist()


def four_colours() -> np.ndarray:
    picture = np.zeros((60, 100, 3), np.uint8)
    picture[:30, :50], picture[:30, 50:] = (0, 0, 250), (0, 250, 0)
    picture[30:, :50], picture[30:, 50:] = (250, 0, 0), (250, 250, 250)
    return picture


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_the_three_kinds_are_read(kind: str) -> None:
    decoded = decode(photo(kind, 400, 300))  # type: ignore[arg-type]
    assert decoded.picture.shape == (300, 400, 3)
    assert decoded.alpha is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_the_camera_was_held(orientation: int) -> None:
    stored = four_colours()
    turns = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}  # quarters to the left, after mirroring
    mirrored = stored[:, ::-1] if orientation in (2, 4, 5, 7) else stored
    upright = np.rot90(mirrored, turns.get(orientation, 0))

    decoded = decode(with_orientation(jpeg(stored, 100), orientation)).picture

    assert decoded.shape == upright.shape
    assert np.abs(decoded[::7, ::7].astype(int) - upright[::7, ::7]).mean() < 12


def test_sixteen_bits_become_eight() -> None:
    decoded = decode(png(four_colours().astype(np.uint16) * 257)).picture
    assert decoded.dtype == np.uint8
    np.testing.assert_array_equal(decoded, four_colours())


def test_the_colours_of_print_become_those_of_a_screen() -> None:
    left, right = corners(decode(CMYK_JPEG).picture)
    assert left[2] > 240 > 20 > max(left[:2])
    assert min(right[:2]) > 240 > 20 > right[2]


def test_grey_is_a_colour_too() -> None:
    grey = np.full((60, 80), 77, np.uint8)
    assert corners(decode(png(grey)).picture) == ([77, 77, 77], [77, 77, 77])


def test_a_palette_with_transparency_is_read_with_it() -> None:
    decoded = decode(palette_png(40, 20))
    assert corners(decoded.picture) == ([0, 0, 255], [255, 0, 0])
    assert decoded.alpha is not None
    assert (decoded.alpha[10, 5], decoded.alpha[10, 35]) == (255, 128)


def test_grey_with_transparency_is_read_with_it() -> None:
    decoded = decode(grey_alpha_png(40, 20))
    assert decoded.alpha is not None
    assert (decoded.picture[10, 5].tolist(), decoded.alpha[10, 5], decoded.alpha[10, 35]) == (
        [200] * 3,
        255,
        0,
    )


def test_what_is_opaque_everywhere_is_not_cut_out() -> None:
    opaque = np.dstack([four_colours(), np.full((60, 100), 255, np.uint8)])
    assert decode(png(opaque)).alpha is None


def test_a_persons_outline_is_kept() -> None:
    person = cut_out()
    alpha = decode(png(person)).alpha
    assert alpha is not None
    np.testing.assert_array_equal(alpha, person[..., 3])


def test_a_large_photo_is_shrunk_at_once() -> None:
    large = cv2.resize(four_colours(), (5000, 3000), interpolation=cv2.INTER_NEAREST)
    assert decode(jpeg(large)).picture.shape == (1800, LONGEST_SIDE_PX, 3)


@pytest.mark.parametrize("content", [b"", b"no image", png(four_colours())[:60], jpeg(four_colours())[:100]])
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused) as refused:
        decode(content)
    assert refused.value.code is Refusal.DAMAGED_IMAGE

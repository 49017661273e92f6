"""Fingerprints of requests"""

from __future__ import annotations

import pytest

from visavis.services.fingerprints import Fingerprints

OURS = Fingerprints(b"k" * 32)


def of_body(pieces: list[bytes], content_type: str = "application/json", boundary: bytes = b"") -> str:
    mark = OURS.of_body(content_type, boundary)
    for piece in pieces:
        mark.update(piece)
    return mark.hexdigest()


def form(boundary: bytes, content: bytes = b"sound") -> bytes:
    return b"--" + boundary + b"\r\nname=\r\n\r\n" + content + b"\r\n--" + boundary + b"--\r\n"


def test_parts_are_told_apart() -> None:
    assert OURS.of("ab", "c") == OURS.of("ab", "c")
    assert len({OURS.of("ab", "c"), OURS.of("a", "bc"), OURS.of("abc"), OURS.of("ab", "c", "")}) == 4


def test_without_the_key_nobody_can_try_what_it_was() -> None:
    others = Fingerprints(b"o" * 32)

    assert others.of("a") != OURS.of("a")
    assert others.of_body("text/plain").hexdigest() != OURS.of_body("text/plain").hexdigest()


def test_it_does_not_matter_in_which_pieces_a_body_came() -> None:
    assert of_body([b'{"a": 1}']) == of_body([b'{"a"', b"", b": 1}"])
    assert of_body([b'{"a": 1}']) != of_body([b'{"a": 2}'])
    assert of_body([b"a"], "text/plain") != of_body([b"a"])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_the_boundary_of_a_form_does_not_count_wherever_it_is_cut(size: int) -> None:
    def cut(body: bytes) -> list[bytes]:
        return [body[at : at + size] for at in range(0, len(body), size)]

    whole = of_body([form(b"0123456789")], "multipart/form-data", b"0123456789")

    assert of_body(cut(form(b"0123456789")), "multipart/form-data", b"0123456789") == whole
    assert of_body(cut(form(b"another")), "multipart/form-data", b"another") == whole
    assert of_body(cut(form(b"x")), "multipart/form-data", b"x") == whole
    assert of_body(cut(form(b"another", b"music")), "multipart/form-data", b"another") != whole


def test_no_more_than_a_boundary_is_held() -> None:
    mark = OURS.of_body("multipart/form-data", b"b" * 70)
    for _ in range(100):
        mark.update(b"x" * 10_000)

    assert sum(len(value) for value in vars(mark).values() if isinstance(value, bytes)) < 200

"""MessagePack. The judge of the bytes is the codec that pip brings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.providers.tts.msgpack import pack, unpack

theirs = pytest.importorskip("pip._vendor.msgpack")

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=40)
    | st.binary(max_size=300),
    lambda inside: st.lists(inside, max_size=20) | st.dictionaries(st.text(max_size=8), inside, max_size=20),
    max_leaves=30,
)


@given(VALUES)
def test_what_we_pack_is_what_others_read(value):
    assert theirs.unpackb(pack(value)) == value


@given(VALUES)
def test_what_others_pack_is_what_we_read(value):
    assert unpack(theirs.packb(value)) == value


@given(VALUES, st.integers(1, 50))
def test_what_is_cut_off_is_refused(value, cut):
    whole = theirs.packb(value)
    with pytest.raises(ValueError):  # noqa: PT011 (of any kind)
        unpack(whole[: max(len(whole) - cut, 0)])


@given(st.binary(max_size=60))
def test_no_bytes_make_it_fail_otherwise(data):
    try:
        unpack(data)
    except ValueError:
        pass


def test_a_count_that_cannot_be_is_not_counted_to():
    with pytest.raises(ValueError, match="cut off"):
        unpack(b"\xdd\xff\xff\xff\xff")
    with pytest.raises(ValueError, match="within each other"):
        unpack(b"\x91" * 1000)

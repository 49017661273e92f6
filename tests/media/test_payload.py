import random

import pytest
from aiortc.codecs.h264 import h264_depayload
from aiortc.codecs.vpx import VpxPayloadDescriptor

from visavis.media.payload import PAYLOAD_MAX, h264_payloads, nal_units, vp8_payloads


def octets(length: int) -> bytes:
    """Arbitrary, without a start code and without a zero at the end."""
    return bytes(random.Random(length).randrange(1, 256) for _ in range(length))


@pytest.mark.parametrize("length", [1, 500, PAYLOAD_MAX - 4, PAYLOAD_MAX - 3, 17_000])
def test_a_vp8_frame_is_put_together_again_by_a_receiver(length: int) -> None:
    frame = octets(length)
    joined = b""
    for index, payload in enumerate(vp8_payloads(frame, picture_id=0x1234)):
        assert len(payload) <= PAYLOAD_MAX
        descriptor, data = VpxPayloadDescriptor.parse(payload)
        assert descriptor.partition_start == (index == 0)
        assert descriptor.picture_id == 0x1234
        joined += data
    assert joined == frame


@pytest.mark.parametrize("length", [2, PAYLOAD_MAX, PAYLOAD_MAX + 1, 3 * PAYLOAD_MAX, 17_000])
def test_an_h264_access_unit_is_put_together_again_by_a_receiver(length: int) -> None:
    units = [b"\x67" + octets(20), b"\x68" + octets(5), b"\x65" + octets(length)]
    frame = b"".join(b"\0\0\0\1" + unit for unit in units)
    payloads = h264_payloads(frame)
    assert max(map(len, payloads)) <= PAYLOAD_MAX
    assert b"".join(map(h264_depayload, payloads)) == frame


def test_start_codes_may_have_three_or_four_octets() -> None:
    assert list(nal_units(b"\0\0\1\x67abc\0\0\0\1\x68de\0\0\1\x65f")) == [b"\x67abc", b"\x68de", b"\x65f"]


def test_the_encoders_version_text_is_not_sent() -> None:
    assert h264_payloads(b"\0\0\0\1\x06version\0\0\0\1\x65picture") == [b"\x65picture"]

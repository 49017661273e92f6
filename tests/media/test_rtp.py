import pytest
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket, unwrap_rtx

from visavis.media.rtp import MID_URI, PLAYOUT_DELAY_URI, SEND_TIME_URI, Lane, RtpStream

EXTENSIONS = {MID_URI: 9, SEND_TIME_URI: 2, PLAYOUT_DELAY_URI: 5}
LANE = Lane(payload_type=96, ssrc=1111, mid="0", extensions=EXTENSIONS, rtx_payload_type=97, rtx_ssrc=2222)
NTP = 0xE8_00_00_01_80_00_00_00


def parse(packet: bytes, lane: Lane = LANE) -> RtpPacket:
    """What a receiver makes of it."""
    known = HeaderExtensionsMap()
    extensions = [RTCRtpHeaderExtensionParameters(id=each, uri=uri) for uri, each in lane.extensions.items()]
    known.configure(RTCRtpParameters(headerExtensions=extensions))
    return RtpPacket.parse(packet, known)


def stream(lane: Lane = LANE, keep: int = 8) -> RtpStream:
    return RtpStream(lane, clock_hz=90_000, keep=keep)


def test_the_packets_of_a_frame_share_its_time_and_the_last_one_ends_it() -> None:
    packets = [parse(each) for each in stream().packets([b"a", b"b", b"c"], at_s=1.0, ntp=NTP)]
    assert [packet.payload for packet in packets] == [b"a", b"b", b"c"]
    assert [packet.marker for packet in packets] == [0, 0, 1]
    assert len({packet.timestamp for packet in packets}) == 1
    assert [packet.sequence_number - packets[0].sequence_number for packet in packets] == [0, 1, 2]
    assert {(packet.ssrc, packet.payload_type) for packet in packets} == {(1111, 96)}


def test_packets_name_their_section_and_their_time_of_sending() -> None:
    (packet,) = map(parse, stream().packets([b"a"], at_s=0.0, ntp=NTP))
    assert packet.extensions.mid == "0"
    assert packet.extensions.abs_send_time == NTP >> 14 & 0xFFFFFF


def test_a_stream_without_extensions_is_still_a_stream() -> None:
    lane = Lane(payload_type=111, ssrc=3333, mid="1", extensions={})
    (packet,) = (parse(each, lane) for each in stream(lane).packets([b"sound"], at_s=0.0, ntp=NTP))
    assert packet.payload == b"sound"
    assert packet.extensions.mid is None


def test_time_stamps_follow_the_session_and_not_the_sending() -> None:
    sending = stream()
    (first,) = map(parse, sending.packets([b"a"], at_s=10.0, ntp=NTP))
    (later,) = map(parse, sending.packets([b"b"], at_s=10.04, ntp=NTP))
    assert (later.timestamp - first.timestamp) % 2**32 == 3_600
    assert sending.timestamp(10.02) == (first.timestamp + 1_800) % 2**32


def test_a_lost_packet_comes_again_on_the_retransmission_stream() -> None:
    sending = stream()
    lost = parse(sending.packets([b"a", b"b"], at_s=1.0, ntp=NTP)[1])
    again = sending.again(lost.sequence_number, ntp=NTP + (1 << 32))
    assert again is not None
    packet = parse(again)
    assert (packet.ssrc, packet.payload_type) == (2222, 97)
    assert packet.extensions.abs_send_time == (NTP + (1 << 32)) >> 14 & 0xFFFFFF
    original = unwrap_rtx(packet, payload_type=96, ssrc=1111)
    assert (original.sequence_number, original.timestamp, original.marker, original.payload) == (
        lost.sequence_number,
        lost.timestamp,
        1,
        b"b",
    )


def test_without_a_retransmission_stream_the_same_packet_comes_again() -> None:
    sending = stream(Lane(payload_type=96, ssrc=1111, mid="0", extensions=EXTENSIONS))
    (packet,) = sending.packets([b"a"], at_s=1.0, ntp=NTP)
    assert sending.again(parse(packet).sequence_number, ntp=NTP) == packet


@pytest.mark.parametrize("keep", [0, 8])
def test_what_is_no_longer_at_hand_is_not_sent_again(keep: int) -> None:
    sending = stream(keep=keep)
    (old,) = map(parse, sending.packets([b"old"], at_s=0.0, ntp=NTP))
    for frame in range(8):
        sending.packets([b"new"], at_s=frame / 25, ntp=NTP)
    assert sending.again(old.sequence_number, ntp=NTP) is None


def test_a_report_counts_packets_and_payload_octets() -> None:
    sending = stream()
    sending.packets([b"abc", b"de"], at_s=0.0, ntp=NTP)
    assert (sending.sent.packets, sending.sent.octets) == (2, 5)

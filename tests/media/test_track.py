"""What a track puts on the wire, and when it stops."""

from __future__ import annotations

from visavis.media.rtp import Lane
from visavis.media.track import RESENT_AT_ONCE_OCTETS, RESENT_SHARE, Track

LANE = Lane(payload_type=96, ssrc=1, mid="0", extensions={})


class Wire:
    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.cut = False

    async def send(self, packet: bytes) -> None:
        if self.cut:
            raise ConnectionError
        self.packets.append(packet)


def sequence(packet: bytes) -> int:
    return int.from_bytes(packet[2:4])


async def test_nothing_is_sent_before_the_transport_is_up() -> None:
    track = Track(clock_hz=90_000, keep=8)
    assert await track.write([b"early"], 0.0) == 0
    assert track.report() is None
    assert not track.opened.is_set()


async def test_a_track_whose_transport_has_gone_is_closed_quietly() -> None:
    track, wire = Track(clock_hz=90_000, keep=8), Wire()
    track.open(LANE, wire.send)
    await track.write([b"a"], 0.0)
    wire.cut = True
    await track.write([b"b"], 0.04)
    assert not track.opened.is_set()
    await track.resend([sequence(wire.packets[0])])
    assert len(wire.packets) == 1


async def test_a_report_names_the_present_moment_of_the_session() -> None:
    track, wire = Track(clock_hz=90_000, keep=8), Wire()
    track.open(LANE, wire.send)
    track.follow(lambda: 2.0)
    await track.write([b"a"], 1.5)
    report = track.report()
    assert report is not None
    sent_at = int.from_bytes(wire.packets[0][4:8])
    assert (report.rtp_timestamp - sent_at) % 2**32 == 45_000


async def test_a_storm_of_losses_is_answered_in_measure() -> None:
    track, wire = Track(clock_hz=90_000, keep=512), Wire()
    track.open(LANE, wire.send)
    sent = 0
    for frame in range(200):
        sent += await track.write([bytes(1_000)], frame / 25)
        everything = [sequence(packet) for packet in wire.packets[-20:]]
        await track.resend(everything)
    again = sum(map(len, wire.packets)) - sent
    assert again <= RESENT_AT_ONCE_OCTETS + sent * RESENT_SHARE
    assert again > sent * RESENT_SHARE * 0.9

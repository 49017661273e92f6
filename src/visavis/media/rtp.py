"""One outgoing RTP stream as octets: headers, extensions, retransmission (RFC 3550, 4588, 8285).

Packets are built flat, without an object per packet; a session sends some 120 of them a second.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from struct import pack, unpack_from

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
SEND_TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
PLAYOUT_DELAY_URI = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"

PICTURES_WAIT_MS = 60
"""The least a receiver should hold a picture back. Sound waits 40 to 100 ms in a browser's jitter buffer;
Chromium shows pictures after 5 ms and needs ten seconds to bring both in step, unless told from the start
(measured: 80 to 160 ms apart at first without this, -10 to 30 ms with it)."""
_PLAYOUT_DELAY_UNIT_MS = 10
_PLAYOUT_DELAY_UNLIMITED = 0xFFF

_VERSION_WITH_EXTENSION = 0x90
_MARKER = 0x80
_ONE_OCTET_EXTENSIONS = 0xBEDE
_ONE_OCTET_ID_MAX = 14
_HEADER = 12
_UNIX_TO_NTP_S = 2_208_988_800


def ntp_now() -> int:
    """The wall clock as a 64 bit NTP time, as sender reports and the send-time extension carry it."""
    return int((time.time() + _UNIX_TO_NTP_S) * (1 << 32))


@dataclass(frozen=True, slots=True)
class Lane:
    """What was negotiated for one stream.

    `extensions` maps the URI of a header extension to its negotiated id.
    """

    payload_type: int
    ssrc: int
    mid: str
    extensions: dict[str, int]
    rtx_payload_type: int | None = None
    rtx_ssrc: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """The counters of a sender report: since the stream began, modulo 2**32."""

    packets: int
    octets: int


class RtpStream:
    """Numbers, stamps and remembers the packets of one stream.

    `keep` is how many sent packets stay at hand for retransmission (a power of two, 0 for none).
    """

    def __init__(self, lane: Lane, *, clock_hz: int, keep: int) -> None:
        self._lane = lane
        self._clock_hz = clock_hz
        self._keep = keep
        self._kept: dict[int, bytes] = {}
        self._origin = int.from_bytes(os.urandom(4))
        # the lower half of the range: a wrap in the first packets confuses SRTP (RFC 3711, section 3.3.1)
        self._sequence = int.from_bytes(os.urandom(2)) >> 1
        self._rtx_sequence = int.from_bytes(os.urandom(2)) >> 1
        self._extensions, self._send_time_at = _extensions(lane)
        self._packets = 0
        self._octets = 0

    @property
    def sent(self) -> Sent:
        return Sent(self._packets & 0xFFFFFFFF, self._octets & 0xFFFFFFFF)

    def timestamp(self, at_s: float) -> int:
        """The RTP timestamp of a moment of the session: one line for what is sent and what is reported."""
        return (self._origin + round(at_s * self._clock_hz)) & 0xFFFFFFFF

    def packets(self, payloads: list[bytes], *, at_s: float, ntp: int) -> list[bytes]:
        """The packets of one frame captured at `at_s` (session seconds); the last one carries the marker."""
        timestamp = self.timestamp(at_s)
        extensions = self._stamped(ntp)
        last = len(payloads) - 1
        packets = []
        for index, payload in enumerate(payloads):
            kind = self._lane.payload_type | (_MARKER if index == last else 0)
            packet = _header(kind, self._sequence, timestamp, self._lane.ssrc) + extensions + payload
            if self._keep:
                self._kept[self._sequence % self._keep] = packet
            packets.append(packet)
            self._sequence = (self._sequence + 1) & 0xFFFF
            self._octets += len(payload)
        self._packets += len(payloads)
        return packets

    def again(self, sequence: int, *, ntp: int) -> bytes | None:
        """The packet to send when `sequence` was reported lost; None when it is no longer at hand."""
        packet = self._kept.get(sequence % self._keep) if self._keep else None
        if packet is None:
            return None
        _, kind, kept_sequence, timestamp, _ = unpack_from("!BBHLL", packet)
        if kept_sequence != sequence:
            return None
        if self._lane.rtx_payload_type is None:
            return packet
        payload = packet[_HEADER + len(self._extensions) :]
        kind = kind & _MARKER | self._lane.rtx_payload_type
        self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
        header = _header(kind, self._rtx_sequence, timestamp, self._lane.rtx_ssrc)
        # with the present send time: the receiver estimates the path's width from it
        return header + self._stamped(ntp) + pack("!H", sequence) + payload

    def _stamped(self, ntp: int) -> bytes:
        if self._send_time_at is None:
            return self._extensions
        extensions = bytearray(self._extensions)
        # 24 bits, 6 of them whole seconds
        extensions[self._send_time_at : self._send_time_at + 3] = (ntp >> 14 & 0xFFFFFF).to_bytes(3)
        return bytes(extensions)


def _header(kind: int, sequence: int, timestamp: int, ssrc: int) -> bytes:
    return pack("!BBHLL", _VERSION_WITH_EXTENSION, kind, sequence, timestamp, ssrc)


def _extensions(lane: Lane) -> tuple[bytes, int | None]:
    """The block of header extensions, and where in it the send time stands."""
    elements = b""
    send_time_at = None
    mid = lane.mid.encode()
    mid_id = lane.extensions.get(MID_URI, 0)
    send_time_id = lane.extensions.get(SEND_TIME_URI, 0)
    if 0 < mid_id <= _ONE_OCTET_ID_MAX and 0 < len(mid) <= 16:
        elements += bytes((mid_id << 4 | len(mid) - 1,)) + mid
    if 0 < send_time_id <= _ONE_OCTET_ID_MAX:
        send_time_at = 4 + len(elements) + 1
        elements += bytes((send_time_id << 4 | 2, 0, 0, 0))
    if 0 < (playout_delay_id := lane.extensions.get(PLAYOUT_DELAY_URI, 0)) <= _ONE_OCTET_ID_MAX:
        least = PICTURES_WAIT_MS // _PLAYOUT_DELAY_UNIT_MS
        elements += bytes((playout_delay_id << 4 | 2,)) + (least << 12 | _PLAYOUT_DELAY_UNLIMITED).to_bytes(3)
    elements += bytes(-len(elements) % 4)
    return pack("!HH", _ONE_OCTET_EXTENSIONS, len(elements) // 4) + elements, send_time_at

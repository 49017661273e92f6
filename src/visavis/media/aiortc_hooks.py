"""Every use of a private name of aiortc 1.16.0 and aioice 0.13.0, and why it is needed.

Nothing is patched globally: all hooks are set on the objects of one peer, so other peer connections in the
process stay as their makers built them. `PRIVATE_NAMES` lists what is reached into; a test compares it with
the installed version.

`carry`         own encoders and flat packets. The stock sender re-opens its encoder at each step of the
                receiver's estimate (a key frame every other second), computes an unused audio level in pure
                Python (0.2 ms a packet), and reports the time of sending where that of capture belongs.
`hear`          the stock jitter buffer holds back 80 ms of microphone.
`limit_codecs`  an answerer's codec preferences are ignored once the offer is set.
`allow_extension` likewise for RTP header extensions that aiortc does not know itself.
`gather_with`   host addresses, the advertised address and the UDP ports cannot be chosen, and a dead STUN
                server holds the answer for 5 s.
`close_cleanly` closing in the middle of connecting leaves tasks, threads and tracebacks behind.
`restart_ice`   new ICE credentials in a later offer are ignored: who changes networks would be lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

import aioice.ice
from aioice import Candidate, Connection
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.utils import random_string
from aiortc import (
    RTCIceParameters,
    RTCIceTransport,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCRtpTransceiver,
)
from aiortc.codecs import is_rtx
from aiortc.rtcrtpparameters import (
    RTCRtpCodecParameters,
    RTCRtpHeaderExtensionParameters,
    RTCRtpReceiveParameters,
    RTCRtpSendParameters,
)
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    RtpPacket,
    unpack_remb_fci,
)

from visavis.media.ice import IceOptions, udp_socket
from visavis.media.rtp import Lane
from visavis.media.track import Report, Send

PRIVATE_NAMES: dict[str, tuple[str, ...]] = {
    "aiortc.RTCRtpSender": (
        "_run_rtp",
        "_send_rtcp",
        "_handle_rtcp_packet",
        "_ssrc",
        "_rtx_ssrc",
        "_RTCRtpSender__rtp_started",
        "_RTCRtpSender__rtp_exited",
    ),
    "aiortc.RTCRtpReceiver": ("_RTCRtpReceiver__jitter_buffer", "_handle_disconnect"),
    "aiortc.RTCRtpTransceiver": ("_codecs", "_headerExtensions"),
    "aiortc.RTCDtlsTransport": ("_send_rtp",),
    "aiortc.RTCIceTransport": ("_connection", "start"),
    "aioice.Connection": (
        "get_component_candidates",
        "_closing",
        "_protocols",
        "_remote_candidates",
        "_check_list",
        "_check_list_done",
        "_check_periodic",
        "_local_username",
        "_local_password",
    ),
}

EARLY_REPORTS_S = (0.0, 0.1, 0.4)
"""Pauses before the first sender reports: a receiver needs two before it can bring sound and picture in step,
and the stock sender takes up to three seconds for them."""
GATHER_WITHIN_S = 2
"""How long STUN and TURN servers may hold the answer."""
LOOPBACK = "127.0.0.1"
CHECK_EVERY_S = 0.02
CHECKS_AFTER_RESTART = 1500


class Outgoing(Protocol):
    """What `carry` asks of a track; `visavis.media.track.Track` is one."""

    def open(self, lane: Lane, send: Send) -> None: ...

    def close(self) -> None: ...

    async def resend(self, sequences: Sequence[int]) -> None: ...

    def report(self) -> Report | None: ...


class Feedback(Protocol):
    """What the receiver of a track asks for."""

    def key_frame_wanted(self) -> None: ...

    def bandwidth_estimated(self, bps: int) -> None: ...


def limit_codecs(transceiver: RTCRtpTransceiver, names: Sequence[str]) -> str:
    """Answer with the first of these codecs that both sides have (and its retransmission) only; its name.

    To be called between setRemoteDescription and createAnswer. Raises LookupError when there is none.
    """
    common = {codec.name.upper(): codec for codec in reversed(transceiver._codecs)}
    chosen = next((name for name in names if name in common), None)
    if chosen is None:
        raise LookupError(f"no usable form of {' or '.join(names)}")
    rtx = _rtx_of(transceiver, common[chosen])
    transceiver._codecs = [common[chosen]] if rtx is None else [common[chosen], rtx]
    return chosen


def allow_extension(transceiver: RTCRtpTransceiver, uri: str, extension_id: int | None) -> None:
    """Answer with an offered RTP header extension that aiortc does not know; None: it was not offered.

    To be called between setRemoteDescription and createAnswer.
    """
    if extension_id is not None:
        extension = RTCRtpHeaderExtensionParameters(id=extension_id, uri=uri)
        transceiver._headerExtensions = [*transceiver._headerExtensions, extension]


def carry(
    connection: RTCPeerConnection,
    transceiver: RTCRtpTransceiver,
    track: Outgoing,
    feedback: Feedback | None,
    heard: Callable[[], None],
) -> None:
    """Let `track` send on this transceiver in place of aiortc's own encoder and packetizer.

    `heard` is called whenever a report of the receiver arrives.
    """
    sender = transceiver.sender
    stock_handle, stock_send, stock_start = sender._handle_rtcp_packet, sender._send_rtcp, sender.send
    started: asyncio.Event = _private(sender, "_RTCRtpSender__rtp_started")
    exited: asyncio.Event = _private(sender, "_RTCRtpSender__rtp_exited")

    async def run_rtp(codec: RTCRtpCodecParameters) -> None:
        started.set()
        try:
            track.open(_lane(transceiver, codec), sender.transport._send_rtp)
            for pause_s in EARLY_REPORTS_S:
                await asyncio.sleep(pause_s)
                await sender._send_rtcp([RtcpSrPacket(sender._ssrc, RtcpSenderInfo(0, 0, 0, 0))])
            await asyncio.get_running_loop().create_future()  # until the sender stops and cancels
        finally:
            track.close()
            exited.set()

    async def handle_rtcp_packet(packet: AnyRtcpPacket) -> None:
        heard()
        if isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            await track.resend(packet.lost)
        elif isinstance(packet, RtcpPsfbPacket) and feedback is not None:
            _pass_on(packet, feedback)
        else:
            await stock_handle(packet)

    async def send_rtcp(packets: list[AnyRtcpPacket]) -> None:
        report = track.report()
        for packet in packets:
            if isinstance(packet, RtcpSrPacket) and report is not None:
                packet.sender_info.ntp_timestamp = report.ntp
                packet.sender_info.rtp_timestamp = report.rtp_timestamp
                packet.sender_info.packet_count = report.sent.packets
                packet.sender_info.octet_count = report.sent.octets
        await stock_send(packets)

    async def send(parameters: RTCRtpSendParameters) -> None:
        if not _is_closing(connection):
            await stock_start(parameters)

    _replace(sender, "send", send)
    _replace(sender, "_run_rtp", run_rtp)
    _replace(sender, "_handle_rtcp_packet", handle_rtcp_packet)
    _replace(sender, "_send_rtcp", send_rtcp)


def hear(
    connection: RTCPeerConnection, receiver: RTCRtpReceiver, packet: Callable[[RtpPacket], None]
) -> None:
    """Give every packet of this receiver to `packet` at its arrival; aiortc decodes none."""
    stock_start = receiver.receive

    class NoBuffer:
        def add(self, received: RtpPacket) -> tuple[bool, None]:
            packet(received)
            return False, None

    async def receive(parameters: RTCRtpReceiveParameters) -> None:
        if not _is_closing(connection):
            await stock_start(parameters)
            receiver._handle_disconnect()  # ends the decoder's thread: there is nothing to decode

    _replace(receiver, "receive", receive)
    _replace(receiver, "_RTCRtpReceiver__jitter_buffer", NoBuffer())


def gather_with(connection: RTCPeerConnection, options: IceOptions) -> None:
    """Bind and advertise as the options say. To be called before setLocalDescription."""
    for ice in ice_connections(connection):
        _replace(ice, "get_component_candidates", _gatherer(ice, options))


def close_cleanly(connection: RTCPeerConnection) -> None:
    """Let a connection that is closed while it is being made end quietly and leave nothing behind.

    To be called before setLocalDescription.
    """
    for transport in _ice_transports(connection):
        _replace(transport, "start", _quiet_start(transport))


def ice_connections(connection: RTCPeerConnection) -> list[Connection]:
    """The ICE agents of a peer connection; one where everything is bundled."""
    return [transport._connection for transport in _ice_transports(connection)]


def restart_ice(ice: Connection, username: str, password: str) -> asyncio.Task[None] | None:
    """Begin anew with the client's new credentials, and own new ones, while the old path carries on.

    The sockets stay; the pair in use is replaced when the client nominates one of the new pairs. Returns the
    task that checks the new candidates (None when the first negotiation is still doing that).
    """
    was_done = ice._check_list_done
    for pair in ice._check_list:
        if pair.task is not None:
            pair.task.cancel()
    ice._check_list.clear()
    ice._remote_candidates.clear()
    ice._local_username = random_string(4)
    ice._local_password = random_string(22)
    ice.remote_username = username
    ice.remote_password = password
    ice._check_list_done = False
    return asyncio.create_task(_check(ice)) if was_done else None


async def _check(ice: Connection) -> None:
    for _ in range(CHECKS_AFTER_RESTART):
        if not ice._check_periodic():
            return
        await asyncio.sleep(CHECK_EVERY_S)


def _ice_transports(connection: RTCPeerConnection) -> list[RTCIceTransport]:
    dtls = [transceiver.receiver.transport for transceiver in connection.getTransceivers()]
    if connection.sctp is not None:
        dtls.append(connection.sctp.transport)
    return list({id(each.transport): each.transport for each in dtls}.values())


def _quiet_start(transport: RTCIceTransport) -> Callable[[RTCIceParameters], Coroutine[None, None, None]]:
    stock, ice = transport.start, transport._connection

    async def start(parameters: RTCIceParameters) -> None:
        if transport.state != "closed":  # the stock start raises, in a task that nobody awaits
            await stock(parameters)
        if ice._closing:
            await ice.close()  # again: checks that succeeded meanwhile have begun to ask for consent for ever

    return start


def _gatherer(ice: Connection, options: IceOptions) -> Callable[..., Any]:
    stock = ice.get_component_candidates

    async def get_component_candidates(component: int, addresses: list[str], **_: object) -> list[Candidate]:
        # a machine without a network still talks to itself
        bindings = [await _bind(ice, component, each, options) for each in addresses or [LOOPBACK]]
        bound = [protocol for protocol in bindings if protocol is not None]
        ice._protocols += bound
        queries = [asyncio.create_task(stock(component, [], timeout=GATHER_WITHIN_S))]  # TURN
        if ice.stun_server:
            queries += [
                asyncio.create_task(_reflexive(protocol, ice.stun_server))
                for protocol in bound
                if ":" not in protocol.local_candidate.host
            ]
        done, pending = await asyncio.wait(queries, timeout=GATHER_WITHIN_S + 0.5)
        for query in pending:
            query.cancel()
        hosts = [_advertised(protocol.local_candidate, options) for protocol in bound]
        answers = [query.result() for query in queries if query in done and query.exception() is None]
        return hosts + [candidate for answer in answers for candidate in answer]

    return get_component_candidates


async def _reflexive(protocol: aioice.ice.StunProtocol, stun_server: tuple[str, int]) -> list[Candidate]:
    candidate, _ = await aioice.ice.server_reflexive_candidate(protocol, stun_server)
    return [candidate]


async def _bind(
    ice: Connection, component: int, address: str, options: IceOptions
) -> aioice.ice.StunProtocol | None:
    try:
        bound = udp_socket(address, options.ports)
    except OSError:
        return None
    loop = asyncio.get_running_loop()
    _, protocol = await loop.create_datagram_endpoint(lambda: aioice.ice.StunProtocol(ice), sock=bound)
    protocol.local_candidate = _host_candidate(component, address, bound.getsockname()[1])
    return protocol


def _host_candidate(component: int, host: str, port: int) -> Candidate:
    return Candidate(
        foundation=candidate_foundation("host", "udp", host),
        component=component,
        transport="udp",
        priority=candidate_priority(component, "host"),
        host=host,
        port=port,
        type="host",
    )


def _advertised(candidate: Candidate, options: IceOptions) -> Candidate:
    return _host_candidate(candidate.component, options.advertised(candidate.host), candidate.port)


def _lane(transceiver: RTCRtpTransceiver, codec: RTCRtpCodecParameters) -> Lane:
    rtx = _rtx_of(transceiver, codec)
    assert codec.payloadType is not None
    return Lane(
        payload_type=codec.payloadType,
        ssrc=transceiver.sender._ssrc,
        mid=transceiver.mid or "",
        extensions={extension.uri: extension.id for extension in transceiver._headerExtensions},
        rtx_payload_type=rtx.payloadType if rtx else None,
        rtx_ssrc=transceiver.sender._rtx_ssrc,
    )


def _rtx_of(transceiver: RTCRtpTransceiver, codec: RTCRtpCodecParameters) -> RTCRtpCodecParameters | None:
    return next(
        (
            each
            for each in transceiver._codecs
            if is_rtx(each) and each.parameters.get("apt") == codec.payloadType
        ),
        None,
    )


def _pass_on(packet: RtcpPsfbPacket, feedback: Feedback) -> None:
    if packet.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
        feedback.key_frame_wanted()
    elif packet.fmt == RTCP_PSFB_APP:
        try:
            bps, _ = unpack_remb_fci(packet.fci)
        except ValueError:
            return  # another application's message
        feedback.bandwidth_estimated(bps)


def _is_closing(connection: RTCPeerConnection) -> bool:
    """From the first moment of `close()` on.

    A connection that is closed while it is being made would go on to start its senders and receivers, whose
    tasks and threads nobody ends.
    """
    return connection.signalingState == "closed"


def _private(owner: RTCRtpSender, name: str) -> Any:
    return getattr(owner, name)


def _replace(owner: object, name: str, value: object) -> None:
    """Set an attribute of one object. Raises AttributeError when the library no longer has it."""
    getattr(owner, name)
    setattr(owner, name, value)

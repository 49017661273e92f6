"""Reading a client's SDP offer: what is wrong with it, said so that a person can act on it."""

from __future__ import annotations

from dataclasses import dataclass

from aiortc.codecs import is_rtx
from aiortc.rtcdtlstransport import X509_DIGEST_ALGORITHMS
from aiortc.sdp import MediaDescription, SessionDescription, candidate_from_sdp

OFFER_MAX_CHARACTERS = 64_000
"""Browsers send 4 to 10 kB."""
SECTIONS_MAX = 8
CANDIDATES_MAX = 200

_CANDIDATE = "a=candidate:"
_END_OF_CANDIDATES = "a=end-of-candidates"


class BadOffer(ValueError):
    """The offer cannot be answered; `str(error)` says why."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that can be answered.

    `sdp` is the client's text without the candidates that cannot be used, and without the end of candidates:
    the client's checks may reach us from an address that it hides (mDNS), so the list is never complete.
    """

    sdp: str
    fingerprints: frozenset[str]
    ice_username: str
    ice_password: str
    video_codecs: tuple[str, ...]
    """Of VP8 and H264, the better one first; empty when no video is asked for."""
    video_extensions: dict[str, int]
    """The RTP header extensions of the video: URI to id."""


def read_offer(text: str) -> Offer:
    """Check an offer. Raises BadOffer."""
    if len(text) > OFFER_MAX_CHARACTERS:
        raise BadOffer(f"the offer is longer than {OFFER_MAX_CHARACTERS} characters")
    sdp = _usable(text)
    try:
        description = SessionDescription.parse(sdp)
    except Exception as error:
        # the parser asserts, indexes and converts; whatever it trips over, the text is at fault
        raise BadOffer(f"the offer is not SDP that can be read ({type(error).__name__}: {error})") from error
    sections = description.media
    _check_sections(sections)
    first = sections[0]
    _check_bundle(description)
    fingerprints = _fingerprints(first)
    assert first.ice is not None
    return Offer(
        sdp=sdp,
        fingerprints=fingerprints,
        ice_username=first.ice.usernameFragment or "",
        ice_password=first.ice.password or "",
        video_codecs=_video_codecs(sections),
        video_extensions={
            extension.uri: extension.id
            for section in sections
            if section.kind == "video"
            for extension in section.rtp.headerExtensions
        },
    )


def candidate_is_usable(candidate: str) -> bool:
    """Whether a candidate (without its `a=` and `candidate:`) names an address that can be tried.

    A `.local` name would have to be asked for by multicast, for up to a second, and its owner's checks reach
    us anyway.
    """
    try:
        parsed = candidate_from_sdp(candidate)
    except (AssertionError, ValueError):
        return False
    return not parsed.ip.lower().endswith(".local") and 0 < parsed.port < 65536


def _usable(text: str) -> str:
    kept = []
    candidates = 0
    for line in text.splitlines():
        if line.startswith(_END_OF_CANDIDATES):
            continue
        if line.startswith(_CANDIDATE):
            candidates += 1
            if candidates > CANDIDATES_MAX or not candidate_is_usable(line.removeprefix(_CANDIDATE)):
                continue
        kept.append(line)
    return "\r\n".join(kept) + "\r\n"


def _check_sections(sections: list[MediaDescription]) -> None:
    kinds = [section.kind for section in sections]
    if len(sections) > SECTIONS_MAX:
        raise BadOffer(f"the offer has more than {SECTIONS_MAX} media sections")
    if unknown := set(kinds) - {"audio", "video", "application"}:
        raise BadOffer(f"the offer has a media section of an unknown kind: {min(unknown)}")
    if "audio" not in kinds and "video" not in kinds:
        raise BadOffer("the offer asks for neither audio nor video")
    if kinds.count("application") > 1:
        raise BadOffer("the offer has more than one data channel section")
    for section in sections:
        if section.ice is None or not section.ice.usernameFragment or not section.ice.password:
            raise BadOffer("the offer lacks a=ice-ufrag or a=ice-pwd")
        if section.dtls is None:
            raise BadOffer("the offer lacks a=setup")
        if section.kind != "application" and not section.rtcp_mux:
            raise BadOffer("the offer does not multiplex RTP and RTCP (a=rtcp-mux)")
    for section in sections:
        if section.kind == "audio" and not any(codec.name.lower() == "opus" for codec in section.rtp.codecs):
            raise BadOffer("the offer's audio has no Opus")


def _check_bundle(description: SessionDescription) -> None:
    sections = description.media
    mids = [section.rtp.muxId for section in sections]
    if len(set(mids)) != len(mids):
        raise BadOffer("two media sections of the offer share one a=mid")
    bundle = next((group.items for group in description.group if group.semantic == "BUNDLE"), None)
    if len(sections) > 1 and (bundle is None or list(bundle[:1]) != mids[:1] or set(bundle) != set(mids)):
        raise BadOffer("the offer does not bundle all its media on the first section (a=group:BUNDLE)")


def _fingerprints(section: MediaDescription) -> frozenset[str]:
    assert section.dtls is not None
    if not any(each.algorithm.lower() in X509_DIGEST_ALGORITHMS for each in section.dtls.fingerprints):
        raise BadOffer("the offer lacks a=fingerprint with sha-256 or better")
    return frozenset(f"{each.algorithm.lower()} {each.value.upper()}" for each in section.dtls.fingerprints)


def _video_codecs(sections: list[MediaDescription]) -> tuple[str, ...]:
    """VP8, unless the client puts H.264 first or offers nothing else."""
    video = next((section for section in sections if section.kind == "video"), None)
    if video is None:
        return ()
    by_payload_type = {codec.payloadType: codec for codec in video.rtp.codecs}
    offered = [by_payload_type[each] for each in video.fmt if each in by_payload_type]
    names = [codec.name.upper() for codec in offered if not is_rtx(codec)]
    best = ("H264", "VP8") if names[:1] == ["H264"] else ("VP8", "H264")
    usable = tuple(name for name in best if name in names)
    if not usable:
        raise BadOffer("the offer's video has neither VP8 nor H264")
    return usable

from pathlib import Path

import pytest

from visavis.media.offer import OFFER_MAX_CHARACTERS, BadOffer, candidate_is_usable, read_offer

CHROMIUM = (Path(__file__).parent / "offers" / "chromium.sdp").read_text()
HOST = "candidate:1 1 udp 2122194687 192.0.2.9 56717 typ host generation 0 ufrag AYVb network-id 1"
HIDDEN = "candidate:2 1 udp 2113937151 4d6f283b-6e64-486e-bdfa-a4be9962d3a4.local 32911 typ host"


def without(start: str) -> str:
    return "\n".join(line for line in CHROMIUM.splitlines() if not line.startswith(start))


def sections(*kinds: str) -> str:
    """Chromium's offer with only the sections of these kinds, in their order."""
    head, *parts = CHROMIUM.split("\nm=")
    chosen = [part for kind in kinds for part in parts if part.startswith(kind)]
    mids = " ".join(part.split("a=mid:")[1].split()[0] for part in chosen)
    return "\nm=".join([head.replace("BUNDLE 0 1 2", f"BUNDLE {mids}"), *chosen])


def test_chromiums_offer_can_be_read() -> None:
    offer = read_offer(CHROMIUM)
    assert offer.ice_username == "43Ha"
    assert len(offer.fingerprints) == 1
    assert offer.video_codecs == ("VP8", "H264")


def test_h264_is_taken_when_the_client_puts_it_first() -> None:
    first = CHROMIUM.replace("SAVPF 96 97 98 99 100 101 35 36 37 38 102 103", "SAVPF 102 103 96 97")
    assert read_offer(first).video_codecs == ("H264", "VP8")


def test_h264_is_taken_when_there_is_nothing_else() -> None:
    assert read_offer(CHROMIUM.replace("VP8/90000", "VP7/90000")).video_codecs == ("H264",)


def test_a_client_may_leave_out_picture_or_channel() -> None:
    assert read_offer(sections("audio")).video_codecs == ()
    assert read_offer(sections("video", "audio")).video_codecs == ("VP8", "H264")


def test_hidden_and_broken_candidates_are_left_out_of_the_text() -> None:
    lines = [f"a={HOST}", f"a={HIDDEN}", "a=candidate:nonsense", "a=candidate:1 1 udp x y z typ host"]
    text = read_offer("\n".join([CHROMIUM.rstrip(), *lines, "a=end-of-candidates"])).sdp
    assert [line for line in text.splitlines() if "candidate" in line] == [f"a={HOST}"]


@pytest.mark.parametrize(
    ("candidate", "usable"),
    [
        (HOST, True),
        (HIDDEN, False),
        ("candidate:1 1 udp 1 2001:db8::1 5000 typ srflx raddr :: rport 0", True),
        ("candidate:1 1 udp 1 192.0.2.9 0 typ host", False),
        ("candidate:1 1 udp 1 192.0.2.9 99999 typ host", False),
        ("candidate:1 1 udp", False),
        ("", False),
        ("\0" * 50, False),
    ],
)
def test_which_candidates_can_be_tried(candidate: str, usable: bool) -> None:
    assert candidate_is_usable(candidate.removeprefix("candidate:")) is usable


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "asks for neither audio nor video"),
        ("hello", "asks for neither audio nor video"),
        ("v=0\r\nm=video nine", "not SDP that can be read"),
        (CHROMIUM.replace("a=rtpmap:96 VP8/90000", "a=rtpmap:96"), "not SDP that can be read"),
        (CHROMIUM.replace("a=setup:actpass", "a=setup:sometimes"), "not SDP that can be read"),
        (CHROMIUM + "x" * OFFER_MAX_CHARACTERS, "longer than"),
        (sections("application"), "asks for neither audio nor video"),
        (without("a=ice-ufrag"), "lacks a=ice-ufrag"),
        (without("a=ice-pwd"), "lacks a=ice-ufrag or a=ice-pwd"),
        (without("a=fingerprint"), "lacks a=fingerprint"),
        (CHROMIUM.replace("sha-256", "sha-1"), "lacks a=fingerprint with sha-256"),
        (without("a=setup"), "lacks a=setup"),
        (without("a=group"), "does not bundle"),
        (CHROMIUM.replace("BUNDLE 0 1 2", "BUNDLE 0 1"), "does not bundle"),
        (CHROMIUM.replace("a=mid:1", "a=mid:0"), "share one a=mid"),
        (CHROMIUM.replace("a=rtcp-mux", "a=rtcp-muddle"), "does not multiplex"),
        (CHROMIUM.replace("opus/48000", "opium/48000"), "has no Opus"),
        (CHROMIUM.replace("VP8/", "VP7/").replace("H264/", "H261/"), "neither VP8 nor H264"),
        (CHROMIUM.replace("m=audio", "m=smell"), "unknown kind: smell"),
    ],
)
def test_what_is_wrong_is_said(text: str, reason: str) -> None:
    with pytest.raises(BadOffer, match=reason):
        read_offer(text)


def test_any_line_may_be_missing_without_another_error_than_a_bad_offer() -> None:
    lines = CHROMIUM.splitlines()
    for index in range(len(lines)):
        try:
            read_offer("\n".join(lines[:index] + lines[index + 1 :]))
        except BadOffer:
            pass


def test_any_cut_through_the_text_is_at_most_a_bad_offer() -> None:
    for end in range(0, len(CHROMIUM), 37):
        try:
            read_offer(CHROMIUM[:end])
        except BadOffer:
            pass

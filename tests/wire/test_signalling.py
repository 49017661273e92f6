"""Signalling frames, against messages as the real clients send and expect them (golden/)."""

import json
from pathlib import Path

import pytest

from visavis.wire import signalling
from visavis.wire.frames import MAX_SIGNALLING_BYTES, MAX_TEXT_CHARACTERS, BadFrame

GOLDEN = json.loads((Path(__file__).parent / "golden" / "signalling.json").read_text())
SID = "5d3f0a7e-8c1b-4a6e-9f61-0d2a3c4b5e6f"


@pytest.mark.parametrize("case", GOLDEN["from_client"], ids=lambda case: case["who"])
def test_frames_of_the_real_clients_are_understood(case):
    signal = signalling.read(json.dumps(case["frame"]))
    assert type(signal).__name__ == case["becomes"]
    for name, value in case["fields"].items():
        assert getattr(signal, name) == value


@pytest.mark.parametrize("case", GOLDEN["to_client"], ids=lambda case: case["call"])
def test_frames_to_the_client_are_written_letter_by_letter(case):
    written = getattr(signalling, case["call"])(SID, *case["arguments"])
    assert written == json.dumps(case["frame"])
    assert list(json.loads(written)) == ["actionType", "sessionId", "payload"], "kmp reads keys in order"


def test_binary_frames_are_text_in_utf8():
    assert signalling.read(b'{"actionType":"heartbeat","payload":{}}') == signalling.Heartbeat()


def test_passthrough_audio_is_decoded():
    frame = {
        "actionType": "agentaudioinput",
        "payload": {"audioData": "AAD/fw==", "encoding": "pcm_s16le", "sampleRate": 24000, "channels": 1},
    }
    assert signalling.read(json.dumps(frame)) == signalling.AgentAudio(b"\x00\x00\xff\x7f", 24000, 1, 0)


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        "null",
        "{}",
        '{"actionType": 7}',
        '{"actionType": "offer"}',
        '{"actionType": "offer", "payload": {"connectionDescription": {"sdp": 3}}}',
        '{"actionType": "talkstream", "payload": {"content": ["no"]}}',
        '{"actionType": "agentaudioinput", "payload": {"audioData": "%%", "sampleRate": 24000}}',
        '{"actionType": "agentaudioinput", "payload": {"audioData": "AAA=", "sampleRate": 3}}',
        "[" * 100_000,
    ],
)
def test_nonsense_is_a_bad_frame(frame):
    with pytest.raises(BadFrame):
        signalling.read(frame)


def test_frames_have_a_size_limit():
    with pytest.raises(BadFrame, match="limit"):
        signalling.read(" " * (MAX_SIGNALLING_BYTES + 1))
    with pytest.raises(BadFrame, match="limit"):
        signalling.read(
            json.dumps({"actionType": "talkstream", "payload": {"content": "x" * (MAX_TEXT_CHARACTERS + 1)}})
        )
    sdp = {"connectionDescription": {"sdp": "v" * (signalling.MAX_SDP_CHARACTERS + 1)}}
    with pytest.raises(BadFrame, match="limit"):
        signalling.read(json.dumps({"actionType": "offer", "payload": sdp}))


def test_unknown_actions_are_tolerated():
    assert signalling.read('{"actionType": "fromthefuture", "payload": 7}') == signalling.Unknown(
        "fromthefuture"
    )

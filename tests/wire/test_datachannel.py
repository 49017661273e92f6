"""Data channel messages, as js-sdk 4.27, js-sdk < 4.3, PyPI anam and the Kotlin SDK speak them."""

import json

import pytest

from visavis.wire import datachannel
from visavis.wire.dialect import NEWEST
from visavis.wire.frames import MAX_DATA_CHANNEL_BYTES, MAX_TEXT_CHARACTERS, BadFrame

TIMESTAMP = "2026-04-20T10:00:00.000Z"


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (
            {"message_type": "speech", "content": "Hi", "timestamp": TIMESTAMP, "session_id": "s"},
            datachannel.UserMessage("Hi"),
        ),
        ({"message_type": "interrupt", "session_id": "s", "timestamp": TIMESTAMP}, datachannel.Interrupt()),
        ({"message_type": "context", "session_id": "s", "content": "VIP"}, datachannel.Context("VIP")),
        (
            {"message_type": "tool_result", "tool_call_id": "t", "result": "ok"},
            datachannel.ToolResult("t", "ok", None),
        ),
        ({"message_type": "tool_result", "tool_call_id": "t"}, datachannel.ToolResult("t", None, None)),
        (
            {"message_type": "tool_result", "tool_call_id": "t", "result": {"a": None}, "error": "\ud800"},
            datachannel.ToolResult("t", '{"a": null}', "?"),
        ),
        (
            {"message_type": "persona_config", "data": {"languageCode": "de"}},
            datachannel.PersonaConfigUpdate({"languageCode": "de"}),
        ),
        (
            {"message_type": "director_note_cue", "cue": {"tag": "warm"}},
            datachannel.DirectorCue("warm"),
        ),
        (
            {"message_type": "director_note_cue", "cue": {"tag": "sad"}, "at_seconds": 1.25},
            datachannel.DirectorCue("sad", at_seconds=1.25),
        ),
        (
            {"message_type": "director_note_cue", "cue": {"tag": "sad"}, "in_seconds": 2},
            datachannel.DirectorCue("sad", in_seconds=2.0),
        ),
        ({"message_type": "remote_rtp_stats", "data": {}}, datachannel.Other("remote_rtp_stats")),
    ],
)
def test_messages_of_the_real_clients_are_understood(frame, message):
    assert datachannel.read(json.dumps(frame)) == message
    assert datachannel.read(json.dumps(frame).encode()) == message, "kmp sends binary frames"


@pytest.mark.parametrize("frame", ["hello", "[1]", "7", b"\xff\xfe", '{"message_type": null}'])
def test_free_text_is_ignored_gracefully(frame):
    assert isinstance(datachannel.read(frame), datachannel.Other)


def test_sizes_and_types_are_limited():
    with pytest.raises(BadFrame):
        datachannel.read("x" * (MAX_DATA_CHANNEL_BYTES + 1))
    with pytest.raises(BadFrame):
        datachannel.read(json.dumps({"message_type": "speech", "content": "x" * (MAX_TEXT_CHARACTERS + 1)}))
    with pytest.raises(BadFrame):
        datachannel.read(json.dumps({"message_type": "speech", "content": {"no": 1}}))


def test_half_a_surrogate_pair_is_no_text_and_is_replaced():
    assert datachannel.read('{"message_type": "speech", "content": "a\\ud800b"}') == datachannel.UserMessage(
        "a?b"
    )
    assert datachannel.read('{"message_type": "speech", "content": "\\ud83d\\ude00"}').content == "😀"


def sent(label, message):
    """The frames to a client of the newest dialect behind this label."""
    return [json.loads(frame) for frame in datachannel.frames(label, NEWEST, message)]


def only(frames):
    (frame,) = frames
    return frame


SPEECH = datachannel.SpeechText("m1", 0, "Hello ", "persona", end_of_speech=False, correlation_id="c")


def test_speech_text_carries_what_js_and_kmp_require():
    frame = only(sent("session", SPEECH))
    assert frame == {
        "messageType": "speechText",
        "data": {
            "message_id": "m1",
            "content_index": 0,
            "content": "Hello ",
            "role": "persona",
            "end_of_speech": False,
            "interrupted": False,
            "user_action_correlation_id": "c",
        },
    }


def test_old_clients_get_bare_speech_text_and_nothing_else():
    assert only(sent("chat", SPEECH))["content"] == "Hello "
    assert sent("chat", datachannel.UserSpeech("userSpeechStarted", "c")) == []


def test_the_edges_of_user_speech_carry_their_correlation():
    frame = only(sent("session", datachannel.UserSpeech("userSpeechEnded", "c7")))
    assert frame == {"messageType": "userSpeechEnded", "data": {"user_action_correlation_id": "c7"}}


def test_an_applied_update_names_what_changed_by_its_path():
    changed = {"voiceDetectionOptions.endOfSpeechSensitivity": {"before": 0.5, "after": 0.8}}
    assert only(sent("session", datachannel.PersonaConfigUpdateApplied("s1", changed))) == {
        "messageType": "personaConfigUpdateApplied",
        "data": {"session_id": "s1", "changed_fields": changed},
    }
    assert sent("chat", datachannel.PersonaConfigUpdateApplied("s1", changed)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"cue": 7},
        {"cue": {"tag": 7}},
        {"cue": {}},
        {"cue": {"tag": "sad"}, "in_seconds": 1, "at_seconds": 1},
        {"cue": {"tag": "sad"}, "at_seconds": -0.1},
        {"cue": {"tag": "sad"}, "at_seconds": float("nan")},
        {"cue": {"tag": "sad"}, "in_seconds": float("inf")},
        {"cue": {"tag": "sad"}, "in_seconds": "soon"},
        {"cue": {"tag": "sad"}, "in_seconds": True},
    ],
)
def test_a_cue_without_a_tag_or_with_an_impossible_time_is_refused(wrong):
    with pytest.raises(BadFrame):
        datachannel.read(json.dumps({"message_type": "director_note_cue"} | wrong))


def test_an_applied_cue_carries_what_js_reads():
    applied = datachannel.CueApplied("s", "c7", TIMESTAMP, "warm")
    assert only(sent("session", applied)) == {
        "messageType": "directorNoteCueApplied",
        "data": {
            "session_id": "s",
            "user_action_correlation_id": "c7",
            "timestamp_user_action": TIMESTAMP,
            "cue_tag": "warm",
        },
    }
    assert sent("chat", applied) == []

"""Cues that a client sends to the face."""

import json

from tests import virtual_time
from tests.engine.begun import RecordingSocket, begin
from visavis.contract.spec import StyleSpec
from visavis.media.program import TICK_SAMPLES


def told_of_cues(style, *cues):
    """What a client is told over signalling that sends these cues; the session's face."""

    async def script():
        session = begin(style=style)
        socket = RecordingSocket()
        session.bind(socket)
        for cue in cues:
            session.message(json.dumps({"message_type": "director_note_cue"} | cue))
        session._conversation.tick(TICK_SAMPLES)
        await session.end("NORMAL_EXIT", "Enough.")
        warnings = [json.loads(frame) for frame in socket.frames]
        return [w["payload"] for w in warnings if w["actionType"] == "warning"], session._cast.animator

    return virtual_time.run(script())


def test_a_cue_reaches_the_face():
    warnings, face = told_of_cues(StyleSpec(), {"cue": {"tag": "laughter"}})
    assert warnings == []
    assert [tag for tag, _ in face.cues] == ["laughter"]


def test_a_cue_that_cannot_be_played_is_complained_of_once():
    warnings, face = told_of_cues(StyleSpec(), *[{"cue": {"tag": "grumpy"}}] * 3)
    assert len(warnings) == 1
    assert "'grumpy'" in warnings[0]
    assert face.cues == []


def test_a_face_whose_model_takes_no_directions_is_sent_no_cues():
    warnings, face = told_of_cues(None, {"cue": {"tag": "happy"}})
    assert len(warnings) == 1
    assert "cara-4" in warnings[0]
    assert face.cues == []

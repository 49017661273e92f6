"""What shows of a conversation: her mood, cues, and a mouth that follows her words."""

import pytest

from tests.engine.scenes import ANSWER, play
from visavis.wire.datachannel import DirectorCue


def test_the_face_follows_the_conversation():
    async def script(scene):
        await scene.pass_time(0.5)
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()
        await scene.pass_time(0.2)

    scene = play(script, answers=[[1.5, ANSWER]])
    assert scene.face.moods == ["LISTENING", "THINKING", "SPEAKING", "IDLE"]


def test_a_cue_shows_at_once_and_is_told():
    async def script(scene):
        await scene.pass_time(1.0)
        scene.conversation.direct(DirectorCue("happy"))
        await scene.pass_time(0.1)

    scene = play(script)
    ((tag, at_s),) = scene.face.cues
    assert (tag, round(at_s, 2)) == ("happy", 1.0)
    ((told, correlation_id),) = scene.outlet.cues_applied
    assert told == "happy"
    assert correlation_id


def test_a_cue_at_an_offset_shows_when_so_much_of_the_speech_has_sounded():
    async def script(scene):
        scene.conversation.direct(DirectorCue("surprised", at_seconds=0.9))
        await scene.pass_time(1.0)
        assert scene.face.cues == []
        scene.asked_s = scene.clock()
        scene.conversation.talk(ANSWER)
        await scene.pass_time(2.0)

    scene = play(script)
    ((tag, at_s),) = scene.face.cues
    began_s = scene.asked_s + scene.sounding_since(scene.asked_s)
    assert tag == "surprised"
    assert abs(at_s - (began_s + 0.9)) < 0.05


def test_an_interruption_drops_the_cues_of_what_is_not_said_any_more():
    async def script(scene):
        scene.conversation.talk(ANSWER)
        scene.conversation.direct(DirectorCue("happy", at_seconds=1.5))
        await scene.pass_time(1.0)
        scene.conversation.interrupt()
        scene.conversation.talk(ANSWER)
        await scene.pass_time(3.0)

    scene = play(script)
    assert scene.face.cues == scene.outlet.cues_applied == []


def test_a_voice_that_times_only_words_moves_the_mouth_by_their_spelling():
    async def script(scene):
        scene.voice.names_phones = False
        scene.conversation.talk("My boat.")
        await scene.pass_time(1.0)

    phones = [phone for _, said in play(script).face.said for phone in said]
    assert [phone.symbol for phone in phones] == ["m", "ay", "b", "ow", "t"]
    assert [phones[0].start_s, phones[2].start_s, phones[-1].end_s] == pytest.approx([0, 0.3, 0.6])

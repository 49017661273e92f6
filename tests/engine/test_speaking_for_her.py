"""The client types to her, and puts words into her mouth."""

from tests.engine.scenes import ANSWER, QUESTION, play
from visavis.contract.spec import GreetingSpec
from visavis.engine.speaker import WAITING_REPLIES
from visavis.wire.datachannel import SpeechText
from visavis.wire.signalling import TalkStream


def test_a_typed_message_takes_the_floor_like_speech():
    async def script(scene):
        scene.conversation.user_message("Tell me more")
        await scene.until_silent()

    scene = play(script)
    assert scene.lines() == [("user", "Tell me more"), ("assistant", ANSWER)]


def test_context_is_known_to_the_model_and_to_nobody_else():
    async def script(scene):
        scene.conversation.add_context("The user is a captain.")
        scene.conversation.user_message("Hello")
        await scene.until_silent()

    scene = play(script)
    assert "The user is a captain." in [message.content for message in scene.model.asked[0]]
    assert [text for _, text in scene.lines()] == ["Hello", ANSWER]


def test_talk_is_spoken_without_asking_the_model_and_sounds_at_once():
    async def script(scene):
        await scene.pass_time(1)
        scene.talked_s = scene.clock()
        scene.conversation.talk("Please follow me.")
        await scene.until_silent()

    scene = play(script)
    assert scene.lines() == [("assistant", "Please follow me.")]
    assert scene.model.asked == []
    assert scene.sounding_since(scene.talked_s) < 0.12


def test_more_talk_than_anyone_would_listen_to_is_refused_until_some_of_it_was_heard():
    async def script(scene):
        taken = 0
        while scene.conversation.talk("Please follow me."):
            taken += 1
        assert taken == WAITING_REPLIES
        assert not scene.conversation.talk_stream(TalkStream("One.", True, True, "c1", "u1"))
        scene.conversation.interrupt()
        assert scene.conversation.talk("Please follow me.")

    play(script)


def test_a_talk_stream_is_spoken_as_it_comes_and_its_interruption_is_told():
    async def script(scene):
        scene.conversation.talk_stream(TalkStream("One two three, ", True, False, "c1", "u1"))
        await scene.pass_time(0.5)
        scene.conversation.talk_stream(TalkStream("four five six seven.", False, True, "c1", None))
        await scene.pass_time(1)
        scene.conversation.interrupt()
        await scene.pass_time(0.2)

    scene = play(script)
    assert scene.outlet.interrupted_streams == ["c1"]
    pieces = [message for message in scene.outlet.messages if isinstance(message, SpeechText)]
    assert {piece.utterance_id for piece in pieces} == {"u1"}


def test_a_persona_without_a_mind_hears_and_speaks_but_does_not_answer():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(2)
        scene.conversation.talk("From the client.")
        await scene.until_silent()

    scene = play(script, thinks=False, greeting=GreetingSpec())
    assert scene.lines() == [("user", QUESTION), ("assistant", "From the client.")]

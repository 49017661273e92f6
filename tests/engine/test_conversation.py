"""Whole conversations, scripted and faster than real time."""

import asyncio

import pytest

from tests.engine.scenes import ANSWER, QUESTION, TICK_S, play
from tests.fakes import SECONDS_PER_WORD
from visavis.contract.spec import GreetingSpec
from visavis.engine.answering import APOLOGY
from visavis.engine.speaker import WAITING_REPLIES
from visavis.providers.base import ProviderError, Role, Stage
from visavis.wire.datachannel import DirectorCue, SpeechText, UserSpeech
from visavis.wire.signalling import TalkStream

# ---- a spoken turn


def test_a_question_is_understood_answered_and_told_to_the_client():
    async def script(scene):
        await scene.pass_time(1)
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script)
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.outlet.persona_text() == ANSWER
    edges = [message.edge for message in scene.outlet.messages if isinstance(message, UserSpeech)]
    assert edges == ["userSpeechStarted", "userSpeechEnded"]
    (spoken,) = [m for m in scene.outlet.messages if isinstance(m, SpeechText) and m.role == "user"]
    assert (spoken.content, spoken.end_of_speech) == (QUESTION, True)
    last = scene.outlet.messages[-1]
    assert (last.role, last.end_of_speech, last.interrupted, last.content) == ("persona", True, False, "")


def test_the_answer_is_made_during_the_wait_and_sounds_right_after_it():
    async def script(scene):
        await scene.user_says(8)
        scene.ended_s = scene.clock()
        await scene.pass_time(4)

    scene = play(script, answers=[[0.3, ANSWER]])
    (latency,) = [latency for latency in scene.outlet.latencies if latency]
    assert scene.sounding_since(scene.ended_s) < latency.endpoint_s + 0.1, "model and voice cost nothing more"
    assert 0 < latency.endpoint_s <= latency.first_sound_s < 1.0
    assert len(scene.model.asked) == 1


def test_each_stage_of_an_answer_is_timed_where_it_happens():
    """The model thinks for 0.3 s and talks for 0.4 s."""

    async def script(scene):
        await scene.user_says(8)
        scene.ended_s = scene.clock()
        await scene.pass_time(5)

    scene = play(script, answers=[[0.3, "One two three. ", 0.4, "Four five six."]])
    (known,) = [latency for latency in scene.outlet.latencies if latency]
    assert 0.4 <= known.last_token_s - known.first_token_s < 0.7, "it is read as it is spoken"
    assert known.first_token_s <= known.voice_began_s <= known.first_sound_s
    assert known.voice_ended_s > known.last_token_s
    assert known.sound_sent_s is None, "nobody is connected"
    assert scene.outlet.correlation_ids[0] is not None
    assert scene.outlet.correlation_ids[0] == scene.outlet.correlation_ids[1]
    user_ago_s, persona_ago_s = scene.outlet.agos_s
    assert user_ago_s == pytest.approx(known.transcript_s, abs=0.03)
    assert persona_ago_s == 0


def test_words_that_a_slow_recogniser_adds_during_the_wait_start_the_answer_anew():
    async def script(scene):
        scene.transcriber.lag_s = 0.5
        await scene.user_says(8)
        await scene.pass_time(4)

    scene = play(script, answers=[[0.05, ANSWER]])
    (latency,) = [latency for latency in scene.outlet.latencies if latency]
    assert latency.first_sound_s - latency.endpoint_s < 0.06, "it was ready when the turn ended"
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]


def test_a_user_who_goes_on_is_not_answered_in_between():
    async def script(scene):
        await scene.user_says(2)  # "what is"
        await scene.pass_time(0.4)  # a speculative answer begins, and is dropped
        await scene.user_says(6)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script)
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.voice.spoken.count(ANSWER) >= 1
    assert len(scene.model.asked) >= 2, "it had been asked too early once"
    assert scene.outlet.warnings == [], "and nobody noticed"


def test_the_model_reads_the_prompt_the_history_and_the_question():
    async def script(scene):
        for _ in range(2):
            await scene.user_says(8)
            await scene.pass_time(1.5)
            await scene.until_silent()

    scene = play(
        script, understood=["first question please now one two three", QUESTION], answers=[["One."], ["Two."]]
    )
    roles = [(message.role, message.content) for message in scene.model.asked[-1]]
    assert roles[0][0] is Role.SYSTEM
    assert roles[1:] == [
        (Role.USER, "first question please now one two three"),
        (Role.ASSISTANT, "One."),
        (Role.USER, QUESTION),
    ]


def test_noise_without_words_is_no_turn():
    async def script(scene):
        await scene.user_says(2)
        await scene.pass_time(4)

    scene = play(script, understood=[""])
    assert scene.lines() == []


# ---- while a turn that has ended is still being understood


async def goes_on_while_being_understood(scene):
    await scene.user_says(8)
    await scene.pass_time(1.2)  # the turn has ended, its words are not settled
    await scene.user_says(4)
    scene.ended_s = scene.clock()
    await scene.pass_time(1.2)
    await scene.pass_time(2.5)
    await scene.until_silent()


def test_a_user_who_goes_on_while_being_understood_is_not_talked_over():
    scene = play(goes_on_while_being_understood, understood=[QUESTION, "the big one"], settle_s=1.5)
    assert scene.lines() == [("user", QUESTION), ("user", "the big one"), ("assistant", ANSWER)]
    assert not any(loud for at_s, loud in scene.sound if at_s < scene.ended_s)


def test_an_answer_held_for_a_noise_of_the_user_is_given_after_it():
    scene = play(goes_on_while_being_understood, understood=[QUESTION, ""], settle_s=1.5)
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.sounding_since(scene.ended_s) > 0.5


def test_noise_that_is_understood_late_does_not_make_her_go_on_over_the_user():
    async def script(scene):
        scene.conversation.user_message("Hello?")
        await scene.user_says(3)  # she thinks, and holds her answer back
        await scene.pass_time(2.2)
        scene.began_s = scene.clock()
        await scene.user_says(6)
        scene.ended_s = scene.clock()
        await scene.pass_time(4)

    scene = play(script, understood=["", QUESTION], settle_s=2.0)
    assert not any(loud for at_s, loud in scene.sound if scene.began_s + 0.2 < at_s < scene.ended_s)


def test_a_turn_keeps_its_id_when_the_next_one_begins_before_it_is_understood():
    scene = play(goes_on_while_being_understood, understood=[QUESTION, "the big one"], settle_s=1.5)
    began = [m.correlation_id for m in scene.outlet.messages if getattr(m, "edge", "") == "userSpeechStarted"]
    said = [m for m in scene.outlet.messages if isinstance(m, SpeechText) and m.role == "user"]
    assert [message.correlation_id for message in said] == began


def test_the_stop_button_also_stops_an_answer_to_what_is_still_being_understood():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(1.2)
        scene.conversation.interrupt()
        await scene.pass_time(4)

    assert play(script, settle_s=1.5).lines() == [("user", QUESTION)]


def test_nothing_is_told_once_the_conversation_is_closed():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(1.2)
        await scene.user_says(4)
        await scene.pass_time(1.2)  # two turns are being understood
        await scene.conversation.close()
        await asyncio.sleep(10)

    assert play(script, settle_s=5).lines() == []


# ---- cutting in


def test_cutting_in_silences_her_at_once_and_keeps_only_what_was_heard():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(1.5)
        scene.began_s = scene.clock()
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()

    long = "One two three four five six seven eight nine ten eleven twelve."
    scene = play(script, answers=[[long], [ANSWER]])
    assert scene.silent_since(scene.began_s) < 0.4 + 0.2 + 0.04, "0.4 s of speech decide, then at most 0.2 s"
    first, second, third, fourth = scene.outlet.turns
    assert first == ("user", "Hello", False)
    role, heard, interrupted = second
    assert (role, interrupted) == ("assistant", True)
    assert long.startswith(heard)
    assert 4 <= len(heard.split()) <= 7
    assert scene.outlet.persona_text().startswith(heard)
    assert third == ("user", QUESTION, False)
    assert fourth == ("assistant", ANSWER, False)
    pieces = [m for m in scene.outlet.messages if isinstance(m, SpeechText) and m.interrupted]
    assert [piece.end_of_speech for piece in pieces] == [True]
    assert heard in [message.content for message in scene.model.asked[-1]], "the model knows what was heard"
    assert scene.face.cuts, "and the mouth stopped with the sound"


LONG = "One two three four five six seven eight nine ten eleven twelve."


async def asks_and_is_disturbed(scene, words):
    scene.conversation.user_message("Hello")
    await scene.pass_time(1.0)
    await scene.user_says(words)
    await scene.pass_time(2.0)
    await scene.until_silent()


def pauses(scene):
    """Moments of silence in the middle of what she says."""
    loud = [at_s for at_s, loud in scene.sound if loud]
    return sum(not is_loud for at_s, is_loud in scene.sound if loud[0] < at_s < loud[-1])


def test_a_short_back_channel_does_not_even_make_her_pause():
    scene = play(lambda scene: asks_and_is_disturbed(scene, 2), answers=[[LONG]], understood=["mhm yeah"])
    assert scene.lines() == [("user", "Hello"), ("assistant", LONG)]
    assert pauses(scene) == 0


def test_a_long_back_channel_makes_her_pause_and_go_on():
    scene = play(lambda scene: asks_and_is_disturbed(scene, 4), answers=[[LONG]], understood=["mhm yeah"])
    assert scene.lines() == [("user", "Hello"), ("assistant", LONG)]
    assert not any(interrupted for _, _, interrupted in scene.outlet.turns)
    assert pauses(scene) > 20


def test_noise_over_her_makes_her_pause_however_long_it_lasts_and_go_on():
    scene = play(lambda scene: asks_and_is_disturbed(scene, 8), answers=[[LONG]], understood=[""])
    assert scene.lines() == [("user", "Hello"), ("assistant", LONG)]
    assert scene.outlet.persona_text() == LONG, "no word is told twice"
    assert not any(interrupted for _, _, interrupted in scene.outlet.turns)
    assert pauses(scene) > 100


def test_a_back_channel_that_is_understood_late_does_not_take_the_floor_either():
    async def script(scene):
        scene.transcriber.lag_s = 5
        await asks_and_is_disturbed(scene, 4)

    scene = play(script, answers=[[LONG]], understood=["yeah okay right"])
    assert scene.lines() == [("user", "Hello"), ("assistant", LONG)]


def test_after_a_pause_she_begins_the_word_anew_and_her_mouth_with_it():
    scene = play(lambda scene: asks_and_is_disturbed(scene, 4), answers=[[LONG]], understood=["mhm yeah"])
    told = [start_s for start_s, _ in scene.face.said]
    cut_s = scene.face.cuts[-1]
    resumed_s = next(at_s for at_s, loud in scene.sound if loud and at_s > cut_s + 0.2)
    into_word = (resumed_s - told[-1]) % SECONDS_PER_WORD
    assert told[-1] > cut_s - 2, "her mouth was told the new times"
    assert min(into_word, SECONDS_PER_WORD - into_word) < 2 * TICK_S
    assert scene.lines()[-1] == ("assistant", LONG)


def test_a_yes_over_her_last_word_is_an_answer():
    async def script(scene):
        scene.conversation.talk("Would you like two tickets?")
        await scene.pass_time(1.3)
        await scene.user_says(2)
        await scene.pass_time(3)

    scene = play(script, understood=["yes please"])
    assert scene.lines() == [
        ("assistant", "Would you like two tickets?"),
        ("user", "yes please"),
        ("assistant", ANSWER),
    ]
    assert not scene.outlet.turns[0][2], "and she finished what she was saying"


def test_the_stop_button_stops_her():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(1.5)
        scene.conversation.interrupt()
        scene.stopped_s = scene.clock()
        await scene.pass_time(1)

    scene = play(script)
    assert scene.silent_since(scene.stopped_s) < 0.05, "one tick fades out"
    assert scene.outlet.turns[-1][2], "marked as interrupted"


# ---- typed messages, talk


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


# ---- when things fail


def test_a_model_that_fails_is_apologised_for_and_the_conversation_goes_on():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.until_silent()
        scene.conversation.user_message("Again")
        await scene.until_silent()

    failure = ProviderError(Stage.THINK, "gpt", "503")
    scene = play(script, answers=[[failure], [ANSWER]])
    assert scene.lines() == [
        ("user", "Hello"),
        ("assistant", APOLOGY),
        ("user", "Again"),
        ("assistant", ANSWER),
    ]
    assert scene.outlet.warnings == [(Stage.THINK, "gpt: 503")]


def test_a_model_that_says_nothing_is_apologised_for():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(5)
        await scene.until_silent()

    scene = play(script, answers=[[60.0, "too late"]])
    assert scene.lines()[-1] == ("assistant", APOLOGY)
    assert "no answer within" in scene.outlet.warnings[0][1]


def test_a_recogniser_that_fails_costs_one_turn():
    async def script(scene):
        scene.transcriber.error = ProviderError(Stage.HEAR, "sphinx", "died")
        await scene.user_says(8)
        await scene.pass_time(2)
        await scene.user_says(8)
        await scene.pass_time(1.5)
        await scene.until_silent()

    scene = play(script)
    assert scene.outlet.warnings == [(Stage.HEAR, "sphinx: died")]
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]


def test_a_failure_that_nobody_foresaw_costs_one_reply_and_not_her_voice():
    async def script(scene):
        scene.voice.unforeseen = "three"
        scene.conversation.talk("One two three four.")
        scene.conversation.talk("Five six.")
        await scene.pass_time(6)

    scene = play(script)
    assert scene.lines()[1:] == [("assistant", "Five six.")]
    assert [stage for stage, _ in scene.outlet.warnings] == [Stage.SPEAK]


# ---- what shows


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

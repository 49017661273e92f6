"""A model that hears and speaks by itself: the turns, what was heard, and what is told of it are as ever."""

import pytest

from tests.engine.scenes import ANSWER, QUESTION, TICK_S, play
from tests.engine.tools.scripts import DOCS, LOOKS_UP, ScriptedLibrary, system
from tests.fakes import SECONDS_PER_WORD
from visavis.contract.spec import GreetingSpec
from visavis.engine.answering import APOLOGY
from visavis.engine.history import GREET, UNFINISHED
from visavis.engine.telling import HUNG_UP
from visavis.engine.tools.words import farewell
from visavis.providers.base import Message, ProviderError, Role, Stage, ToolCall
from visavis.wire.datachannel import UserSpeech

LONG = "One two three four five six seven eight nine ten eleven twelve."
WORDS = [f"{word} " for word in LONG.split()]
FAILURE = ProviderError(Stage.THINK, "live", "the connection broke")


async def asks(scene):
    await scene.user_says(8)
    await scene.pass_time(1)
    await scene.until_silent()


def test_it_answers_aloud_what_it_heard():
    scene = play(asks, spoken_answers=[[0.3, ANSWER]])
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.outlet.persona_text() == ANSWER
    assert scene.live.asked == [None]
    assert scene.voice.spoken == [], "nobody else spoke"
    events = [message.edge for message in scene.outlet.messages if isinstance(message, UserSpeech)]
    assert events == ["userSpeechStarted", "userSpeechEnded"]
    assert scene.live.cut == [], "all of it was heard"
    assert scene.outlet.warnings == []
    spoken_s = sum(loud for _, loud in scene.sound) * TICK_S
    assert spoken_s == pytest.approx(len(ANSWER.split()) * SECONDS_PER_WORD, abs=2 * TICK_S)


def test_her_lips_are_read_from_its_sound():
    scene = play(asks, spoken_answers=[[ANSWER]])
    mouths = [mouth for _, cue in scene.face.heard for mouth in cue]
    assert len(mouths) * TICK_S == pytest.approx(len(ANSWER.split()) * SECONDS_PER_WORD, abs=0.1)
    assert scene.face.said == [(start_s, ()) for start_s, _ in scene.face.said], "it names no phones"


def test_it_begins_to_answer_while_the_words_are_still_being_written_down():
    delays = []
    for settle_s in (0.0, 0.5):
        scene = play(asks, spoken_answers=[[0.5, ANSWER]], settle_s=settle_s)
        delays.append(scene.sounding_since(8 * SECONDS_PER_WORD))
    assert delays[1] == pytest.approx(delays[0], abs=2 * TICK_S)


def test_what_was_no_turn_is_not_answered_and_it_forgets_that_it_tried():
    scene = play(asks, spoken_answers=[[ANSWER]], understood=[""], settle_s=0.5)
    assert scene.lines() == []
    assert not any(loud for _, loud in scene.sound)
    assert scene.live.cut == [("utterance 1", 0.0)]


def test_whoever_cuts_in_is_heard_and_it_is_told_how_much_of_it_was():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(1.5)
        scene.began_s = scene.clock()
        await asks(scene)

    scene = play(script, spoken_answers=[WORDS, [ANSWER]])
    (_, first), (_, heard), *rest = scene.lines()
    assert first == "Hello"
    assert LONG.startswith(heard)
    assert len(heard) < len(LONG)
    assert scene.outlet.turns[1][2], "marked as interrupted"
    assert rest == [("user", QUESTION), ("assistant", ANSWER)]
    assert scene.silent_since(scene.began_s) < 0.64
    [(utterance, seconds)] = scene.live.cut
    sounded = [at_s for at_s, loud in scene.sound if loud and at_s < scene.began_s + 0.64]
    assert (utterance, seconds) == ("utterance 1", pytest.approx(len(sounded) * TICK_S, abs=0.03))


def test_noise_over_her_makes_her_pause_and_go_on():
    async def script(scene):
        scene.conversation.user_message("Hello")
        await scene.pass_time(1.0)
        await scene.user_says(8)
        await scene.pass_time(2.0)
        await scene.until_silent()

    scene = play(script, spoken_answers=[WORDS], understood=[""])
    assert scene.lines() == [("user", "Hello"), ("assistant", LONG)]
    assert (scene.live.cut, len(scene.live.asked)) == ([], 1)


def test_it_is_told_what_it_cannot_hear():
    async def script(scene):
        scene.conversation.add_context("The user is called Max.")
        scene.conversation.talk("Good morning.")
        await scene.until_silent()
        scene.conversation.user_message("Hello")
        await scene.until_silent()

    scene = play(script, spoken_answers=[[ANSWER]])
    assert scene.live.told == [
        Message(Role.SYSTEM, "The user is called Max."),
        Message(Role.ASSISTANT, "Good morning."),
        Message(Role.USER, "Hello"),
    ]
    assert scene.voice.spoken == ["Good morning."], "to the letter, with her other voice"
    recalled = [(message.role, message.content) for message in scene.live.recall()[1:]]
    assert recalled[-2:] == [(Role.USER, "Hello"), (Role.ASSISTANT, ANSWER)], "for a line that is opened anew"


def test_it_greets_by_itself_where_no_greeting_is_written():
    scene = play(lambda scene: scene.until_silent(), greeting=GreetingSpec(), spoken_answers=[["Hi there."]])
    assert (scene.live.asked, scene.lines()) == ([GREET.text], [("assistant", "Hi there.")])


def test_a_written_greeting_is_said_to_the_letter_and_it_is_told():
    greeting = GreetingSpec(text="Welcome to the shop.")
    scene = play(lambda scene: scene.until_silent(), greeting=greeting, spoken_answers=[[ANSWER]])
    assert scene.live.asked == []
    assert scene.live.told == [Message(Role.ASSISTANT, "Welcome to the shop.")]


def test_it_calls_tools_and_reads_what_came_of_them():
    answers = [["Let me see.", LOOKS_UP], [ANSWER]]
    scene = play(asks, spoken_answers=answers, tools=(DOCS,), library=ScriptedLibrary())
    assert [offer.name for offer in scene.live.offered] == ["look_up"]
    [told] = scene.live.told
    assert (told.role, told.answers) == (Role.TOOL, LOOKS_UP.id)
    assert "We open at nine" in told.content
    assert scene.lines()[-1] == ("assistant", f"Let me see. {ANSWER}")
    assert scene.voice.spoken == []


def test_a_call_that_the_user_cuts_off_is_answered_all_the_same():
    async def script(scene):
        scene.conversation.user_message("When do you open?")
        await scene.pass_time(1)
        scene.conversation.interrupt()
        await scene.pass_time(0.1)

    library = ScriptedLibrary(takes_s=5)
    scene = play(script, spoken_answers=[[LOOKS_UP]], tools=(DOCS,), library=library)
    assert scene.live.told[-1] == Message(Role.TOOL, UNFINISHED, answers=LOOKS_UP.id)


def test_a_model_that_hangs_up_says_goodbye_and_the_session_ends():
    call = ToolCall("call_1", "end_call", "{}")
    scene = play(asks, spoken_answers=[[call]], tools=(system("end_call"),))
    assert scene.lines()[-1] == ("assistant", farewell("en"))
    assert scene.outlet.abandoned == HUNG_UP


def test_an_answer_that_breaks_off_is_apologised_for_and_it_is_told_what_was_heard_of_it():
    scene = play(asks, spoken_answers=[["One two ", "three ", FAILURE]])
    assert scene.lines()[-1] == ("assistant", f"One two three  {APOLOGY}")
    assert scene.outlet.warnings == [(Stage.THINK, "live: the connection broke")]
    assert scene.live.cut == [("utterance 1", pytest.approx(0.9, abs=0.01))]
    assert scene.live.told == [Message(Role.ASSISTANT, APOLOGY)]


def test_a_model_that_never_answers_is_apologised_for():
    async def script(scene):
        await scene.user_says(8)
        await scene.pass_time(12)

    scene = play(script, spoken_answers=[[60.0, ANSWER]])
    assert scene.lines()[-1] == ("assistant", APOLOGY)
    assert "no answer within" in scene.outlet.warnings[0][1]
    assert scene.live.stopped >= 1

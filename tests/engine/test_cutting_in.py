"""The user cuts in, or only seems to: who keeps the floor, and what was heard."""

from tests.engine.scenes import ANSWER, QUESTION, TICK_S, play
from tests.fakes import SECONDS_PER_WORD
from visavis.wire.datachannel import SpeechText


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

"""How a persona says hello: each of the greeting options, as a conversation."""

from tests.engine.scenes import ANSWER, QUESTION, play
from visavis.contract.spec import GreetingSpec
from visavis.engine.history import GREET
from visavis.providers.base import ProviderError, Stage

WELCOME = "Welcome to the harbour museum of our town."
ODD = "Ahoy - sailor! Tickets: 12.50 EUR (see www.example.com)."


async def listen(scene):
    await scene.until_silent()


async def speak_over_it(scene):
    await scene.pass_time(0.5)
    await scene.user_says(8)
    await scene.pass_time(2)
    await scene.until_silent()


def test_the_initial_message_is_spoken_and_told_verbatim():
    scene = play(listen, greeting=GreetingSpec(text=ODD))
    assert scene.lines() == [("assistant", ODD)]
    assert scene.outlet.persona_text() == ODD
    assert scene.model.asked == [], "nobody had to think"


def test_without_one_the_model_greets():
    scene = play(listen, greeting=GreetingSpec(), answers=[["Hello, I am Ana."]])
    assert scene.lines() == [("assistant", "Hello, I am Ana.")]
    assert scene.model.asked[0][-1].content == GREET.text


def test_an_empty_initial_message_is_none():
    scene = play(listen, greeting=GreetingSpec(text="  "), answers=[["Hello, I am Ana."]])
    assert scene.lines() == [("assistant", "Hello, I am Ana.")]


def test_a_model_that_fails_greets_all_the_same():
    failure = ProviderError(Stage.THINK, "gpt", "503")
    scene = play(listen, greeting=GreetingSpec(), answers=[[failure]])
    assert scene.lines() == [("assistant", GREET.otherwise)]


def test_skipped_she_waits_for_the_user_though_there_is_a_message():
    async def script(scene):
        await scene.pass_time(10)
        assert scene.model.asked == []
        assert not any(loud for _, loud in scene.sound)
        await scene.user_says(8)
        await scene.pass_time(4)

    scene = play(script, greeting=GreetingSpec(skip=True, text=WELCOME))
    assert scene.lines() == [("user", QUESTION), ("assistant", ANSWER)]


def test_a_persona_without_a_mind_does_not_greet_of_its_own_accord():
    assert play(listen, greeting=GreetingSpec(), thinks=False).lines() == []


def test_a_greeting_can_be_interrupted():
    scene = play(speak_over_it, greeting=GreetingSpec(text=WELCOME))
    (_, heard, interrupted), *rest = scene.outlet.turns
    assert interrupted
    assert WELCOME.startswith(heard)
    assert len(heard) < len(WELCOME)
    assert [role for role, *_ in rest] == ["user", "assistant"]


def test_an_uninterruptible_greeting_is_spoken_to_its_end():
    scene = play(speak_over_it, greeting=GreetingSpec(text=WELCOME, uninterruptible=True))
    assert scene.outlet.turns[0] == ("assistant", WELCOME, False)


def test_an_uninterruptible_greeting_of_the_models_is_spoken_to_its_end():
    scene = play(
        speak_over_it, greeting=GreetingSpec(uninterruptible=True), answers=[[0.2, WELCOME], [ANSWER]]
    )
    assert scene.outlet.turns[0] == ("assistant", WELCOME, False)


def test_what_follows_an_uninterruptible_greeting_can_be_interrupted():
    async def script(scene):
        await scene.until_silent()
        scene.conversation.user_message("Hello")
        await scene.pass_time(0.9)
        await scene.user_says(8)
        await scene.pass_time(3)

    long = "One two three four five six seven eight nine ten eleven twelve."
    scene = play(
        script, greeting=GreetingSpec(text=WELCOME, uninterruptible=True), answers=[[long], [ANSWER]]
    )
    assert [interrupted for role, _, interrupted in scene.outlet.turns if role == "assistant"] == [
        False,
        True,
        False,
    ]

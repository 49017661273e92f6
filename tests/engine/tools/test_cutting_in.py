"""While tools are called the user cuts in, types or leaves."""

from tests.engine.scenes import QUESTION, play
from tests.engine.tools.scripts import DOCS, LOOKS_UP, SEATS, WANTS_SEATS, ScriptedLibrary, kinds, results


def cut_in():
    """A user asks, and speaks again after three seconds."""

    async def script(scene):
        scene.conversation.user_message("How many seats are free?")
        await scene.pass_time(3)
        await scene.user_says(8)
        await scene.pass_time(2)
        await scene.until_silent()

    return script


def test_a_user_who_cuts_in_cancels_the_call_and_is_answered():
    scene = play(
        cut_in(),
        tools=(DOCS,),
        library=ScriptedLibrary(takes_s=20),
        answers=[[LOOKS_UP], ["Twelve euros."]],
    )
    assert kinds(scene) == ["toolCallStarted", "toolCallFailed"]
    assert "cut in" in scene.outlet.called[0].error_message
    assert scene.lines()[-2:] == [("user", QUESTION), ("assistant", "Twelve euros.")]
    calls = [message for message in scene.model.asked[-1] if message.calls]
    assert len(calls) == len(results(scene)) == 1, "no call is left without a result"
    assert "cut off" in results(scene)[0]


def test_a_tool_that_must_not_be_interrupted_is_not():
    docs = DOCS.model_copy(update={"disable_interruptions": True})
    scene = play(
        cut_in(), tools=(docs,), library=ScriptedLibrary(takes_s=7), answers=[[LOOKS_UP], ["At nine."]]
    )
    assert scene.outlet.called[0].status == "completed"
    assert [line for line in scene.lines() if line[0] == "user"] == [("user", "How many seats are free?")]
    assert scene.lines()[-1][1].endswith("At nine.")


def test_and_once_it_is_done_she_can_be_interrupted_again():
    docs = DOCS.model_copy(update={"disable_interruptions": True})

    async def script(scene):
        scene.conversation.user_message("When do you open?")
        await scene.pass_time(2)
        await scene.user_says(8)
        await scene.pass_time(2)
        await scene.until_silent()

    long = "One two three four five six seven eight nine ten eleven twelve."
    scene = play(script, tools=(docs,), library=ScriptedLibrary(), answers=[[LOOKS_UP], [long], ["Yes."]])
    assert ("user", QUESTION) in scene.lines()


def test_typing_gets_another_answer_but_does_not_break_such_a_tool_off():
    docs = DOCS.model_copy(update={"disable_interruptions": True})

    async def script(scene):
        scene.conversation.user_message("Book it.")
        await scene.pass_time(1)
        scene.conversation.user_message("Hello?")
        await scene.pass_time(6)
        scene.conversation.user_message("And?")
        await scene.until_silent()

    scene = play(
        script,
        tools=(docs,),
        library=ScriptedLibrary(takes_s=5),
        answers=[[LOOKS_UP], ["Hello."], ["It is done."]],
    )
    assert [called.status for called in scene.outlet.called] == ["completed"]
    assert "We open at nine" in results(scene)[0], "the next answer knows of it"


def test_a_session_that_ends_leaves_no_call_behind():
    async def script(scene):
        scene.conversation.user_message("How many seats are free?")
        await scene.pass_time(1)

    scene = play(script, tools=(SEATS,), answers=[[WANTS_SEATS], ["Seven."]])
    (called,) = scene.outlet.called
    assert (called.status, called.completed_at) == ("started", None)
    assert kinds(scene) == ["toolCallStarted"]


def test_nothing_is_called_before_the_users_turn_is_over():
    library = ScriptedLibrary()

    async def script(scene):
        await scene.user_says(4)
        await scene.pass_time(0.4)  # an answer begins, and wants a tool
        assert len(scene.model.asked) == 1
        await scene.user_says(4)
        scene.asked_too_early = list(library.asked)
        await scene.pass_time(2)
        await scene.until_silent()

    scene = play(script, tools=(DOCS,), library=library, answers=[[LOOKS_UP], [LOOKS_UP], ["At nine."]])
    assert scene.asked_too_early == []
    assert len(library.asked) == 1
    assert scene.lines()[-1] == ("assistant", "At nine.")

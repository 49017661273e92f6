"""Tools in conversation: what the user hears, what the client and the api are told, what the model reads."""

import asyncio
from dataclasses import dataclass, field

from tests.engine.scenes import QUESTION, play
from visavis.contract.knowledge import Snippet
from visavis.contract.spec import ListeningSpec, PersonaSpec
from visavis.contract.tools import ClientTool, KnowledgeTool, SystemTool
from visavis.engine.answering import APOLOGY
from visavis.engine.rounds import FILLER_AFTER_S, MOST_ROUNDS
from visavis.engine.telling import HUNG_UP
from visavis.engine.tools.knowledge import LibraryClosed
from visavis.engine.tools.words import FAREWELLS, FILLERS
from visavis.providers.base import Role, Stage, ToolCall
from visavis.providers.llm.offline import OfflineAnswerer
from visavis.wire.datachannel import ToolResult
from visavis.wire.tool_calls import ToolCallCompleted, ToolCallFailed, ToolCallStarted

SEATS = ClientTool(
    name="free_seats",
    description="How many seats are free.",
    parameters={"type": "object", "properties": {"show": {"type": "string"}}, "required": ["show"]},
    await_result=True,
    timeout_s=5,
)
SHOW_MAP = ClientTool(name="show_map")
DOCS = KnowledgeTool(name="look_up", group_ids=("g1",))
WANTS_SEATS = ToolCall("c1", "free_seats", '{"show": "Tosca"}')
LOOKS_UP = ToolCall("c2", "look_up", '{"query": "opening hours"}')
HOURS = Snippet(filename="FAQs.docx", text="We open at nine.", score=0.82)


@dataclass
class ScriptedLibrary:
    found: tuple = (HOURS,)
    takes_s: float = 0.1
    error: Exception | None = None
    asked: list = field(default_factory=list)

    async def search(self, group_ids, question, limit):
        self.asked.append((tuple(group_ids), question))
        await asyncio.sleep(self.takes_s)
        if self.error is not None:
            raise self.error
        return self.found


def system(action):
    return SystemTool(name=action, action=action)


def typed(text="How many seats are free?", *, seconds=0.3):
    """The user types, and then waits for so long."""

    async def script(scene):
        scene.conversation.user_message(text)
        await scene.pass_time(seconds)
        await scene.until_silent()

    return script


def told(scene):
    """The events about tools, as a client gets them."""
    return [
        m
        for m in scene.outlet.messages
        if isinstance(m, ToolCallStarted | ToolCallCompleted | ToolCallFailed)
    ]


def kinds(scene):
    return [message.kind for message in told(scene)]


def results(scene, asked=-1):
    return [m.content for m in scene.model.asked[asked] if m.role is Role.TOOL]


def answers_after(seconds, result=None, error=None, call_id="c1"):
    """The user types; the client answers the call so many seconds later."""

    async def script(scene):
        scene.conversation.user_message("How many seats are free?")
        await scene.pass_time(0.2 + seconds)
        scene.conversation.tool_result(ToolResult(call_id, result, error))
        await scene.until_silent()

    return script


# ---- what the model is offered


def test_the_model_is_told_of_every_tool_under_a_name_that_it_can_say():
    tools = (SEATS, ClientTool(name="show.map"), ClientTool(name="show map"), system("skip_turn"))
    scene = play(typed(), tools=tools, answers=[["None."]])
    assert [offer.name for offer in scene.model.offered] == [
        "free_seats",
        "show_map",
        "show_map_2",
        "skip_turn",
    ]
    seats, show_map, _, skip = scene.model.offered
    assert seats.parameters == SEATS.parameters
    assert show_map.parameters == {"type": "object", "properties": {}}
    assert "silent" in skip.description, "one that nobody described describes itself"


# ---- client tools


def test_a_client_tool_is_called_and_its_answer_is_spoken_about():
    scene = play(
        answers_after(0.5, "7"), tools=(SEATS,), answers=[[0.1, WANTS_SEATS], [0.1, "Seven seats are free."]]
    )
    assert scene.lines()[-1] == ("assistant", "Seven seats are free.")
    assert results(scene) == ["7"]
    question, call, answer = scene.model.asked[1][-3:]
    assert question.content == "How many seats are free?"
    assert call.calls == (WANTS_SEATS,)
    assert answer.answers == "c1"


def test_the_started_event_calls_it_and_the_client_knows_the_rest():
    scene = play(answers_after(0.5, "7"), tools=(SEATS,), answers=[[WANTS_SEATS], ["Seven."]])
    (started,) = told(scene)
    data = started.data()
    assert data.pop("event_uid")
    (user,) = [m for m in scene.outlet.messages if getattr(m, "role", "") == "user"]
    assert data == {
        "session_id": "s1",
        "tool_call_id": "c1",
        "tool_name": "free_seats",
        "tool_type": "client",
        "arguments": {"show": "Tosca"},
        "timestamp": "2026-11-20T12:00:00.000Z",
        "timestamp_user_action": "2026-11-20T12:00:00.000Z",
        "user_action_correlation_id": user.correlation_id,
        "used_outside_engine": True,
    }


def test_the_api_is_told_once_when_it_has_ended():
    scene = play(answers_after(0.5, "7"), tools=(SEATS,), answers=[[WANTS_SEATS], ["Seven."]])
    (called,) = scene.outlet.called
    assert (called.tool_name, called.tool_type, called.status) == ("free_seats", "client", "completed")
    assert (called.turn_index, called.arguments, called.result) == (0, {"show": "Tosca"}, "7")
    assert 0.5 <= (called.completed_at - called.started_at).total_seconds() <= 0.8


def test_a_client_that_does_not_answer_in_time_costs_no_more_than_an_answer():
    scene = play(
        typed(seconds=SEATS.timeout_s + 1), tools=(SEATS,), answers=[[WANTS_SEATS], ["I cannot see it now."]]
    )
    assert "no answer within 5 s" in results(scene)[0]
    assert kinds(scene) == ["toolCallStarted", "toolCallFailed"]
    assert scene.outlet.called[0].status == "failed"
    assert scene.lines()[-1][1].endswith("I cannot see it now.")


def test_a_client_that_fails_says_so_to_the_model_and_its_own_listeners_know():
    scene = play(
        answers_after(0.5, error="Error in handler: no network"),
        tools=(SEATS,),
        answers=[[WANTS_SEATS], ["The list is not there."]],
    )
    assert "no network" in results(scene)[0]
    assert kinds(scene) == ["toolCallStarted"]
    assert scene.outlet.called[0].error_message == "Error in handler: no network"


def test_an_answer_to_no_call_is_passed_over():
    scene = play(
        answers_after(0.5, "7", call_id="c9"), tools=(SEATS,), answers=[[WANTS_SEATS], ["Nobody knows."]]
    )
    assert "no answer" in results(scene)[0]


def test_a_client_tool_whose_result_nobody_wants_holds_nothing_up():
    call = ToolCall("c1", "show_map", "{}")
    scene = play(typed(), tools=(SHOW_MAP,), answers=[["Here is the map.", call], []])
    assert scene.lines()[-1] == ("assistant", "Here is the map.")
    assert kinds(scene) == ["toolCallStarted"]
    assert (scene.outlet.called[0].status, scene.outlet.called[0].completed_at) == ("started", None)
    assert scene.outlet.warnings == [], "the model had nothing to add"


# ---- knowledge


def test_documents_are_searched_and_named():
    library = ScriptedLibrary()
    scene = play(typed(), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["At nine, says the FAQ."]])
    assert library.asked == [(("g1",), "opening hours")]
    assert results(scene) == ['[Source 1 from "FAQs.docx", Relevance: 82%]\nWe open at nine.']
    started, completed = (message.data() for message in told(scene))
    assert (started["tool_type"], started["tool_subtype"]) == ("server", "rag")
    assert started["used_outside_engine"] is False
    assert completed["documents_accessed"] == ["FAQs.docx"]
    assert completed["result"] == results(scene)[0]
    assert completed["tool_call_id"] == started["tool_call_id"] == "c2"
    assert completed["timestamp"] > started["timestamp"]
    (called,) = scene.outlet.called
    assert (called.tool_subtype, called.documents_accessed) == ("rag", ("FAQs.docx",))


def test_documents_that_say_nothing_about_it_say_so():
    scene = play(
        typed(), tools=(DOCS,), library=ScriptedLibrary(found=()), answers=[[LOOKS_UP], ["I do not know."]]
    )
    assert results(scene) == ["The documents say nothing about this."]
    assert scene.outlet.called[0].status == "completed"


def test_a_library_that_is_closed_is_a_failed_call():
    library = ScriptedLibrary(error=LibraryClosed("ConnectError"))
    scene = play(typed(), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["I cannot look it up."]])
    assert "cannot be searched now" in results(scene)[0]
    assert kinds(scene) == ["toolCallStarted", "toolCallFailed"]
    assert scene.lines()[-1] == ("assistant", "I cannot look it up.")


def test_a_bug_in_a_tool_costs_one_call():
    library = ScriptedLibrary(error=RuntimeError("a bug"))
    scene = play(typed(), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["Something broke."]])
    assert scene.outlet.called[0].error_message == "It failed on this server"
    assert scene.lines()[-1] == ("assistant", "Something broke.")


# ---- several calls


def test_calls_of_one_answer_run_at_once_and_are_answered_in_their_order():
    library = ScriptedLibrary(takes_s=1.0)
    second = ToolCall("c3", "look_up", '{"query": "prices"}')
    scene = play(
        typed(), tools=(DOCS,), library=library, answers=[[LOOKS_UP, second], ["Nine, and twelve euros."]]
    )
    first, other = scene.outlet.called
    assert (first.started_at, first.completed_at) == (other.started_at, other.completed_at)
    assert [message.answers for message in scene.model.asked[1] if message.role is Role.TOOL] == ["c2", "c3"]
    assert kinds(scene) == ["toolCallStarted"] * 2 + ["toolCallCompleted"] * 2


def test_a_result_may_lead_to_the_next_call():
    scene = play(
        typed(),
        tools=(DOCS, SHOW_MAP),
        library=ScriptedLibrary(),
        answers=[[LOOKS_UP], [ToolCall("c3", "show_map", "")], ["It opens at nine; here is the way."]],
    )
    assert [called.tool_name for called in scene.outlet.called] == ["look_up", "show_map"]
    assert scene.lines()[-1] == ("assistant", "It opens at nine; here is the way.")


def test_a_model_that_goes_in_circles_is_apologised_for():
    scene = play(typed(seconds=5), tools=(DOCS,), library=ScriptedLibrary(), answers=[[LOOKS_UP]])
    assert len(scene.outlet.called) == MOST_ROUNDS
    assert scene.lines()[-1] == ("assistant", APOLOGY)
    assert scene.outlet.warnings[0][0] is Stage.THINK
    assert len({called.tool_call_id for called in scene.outlet.called}) == MOST_ROUNDS, (
        "told apart all the same"
    )


def test_later_answers_know_what_came_of_earlier_calls():
    async def script(scene):
        for text in ("When do you open?", "Are you sure?"):
            scene.conversation.user_message(text)
            await scene.until_silent()

    scene = play(
        script, tools=(DOCS,), library=ScriptedLibrary(), answers=[[LOOKS_UP], ["At nine."], ["Yes."]]
    )
    roles = [message.role for message in scene.model.asked[-1]]
    assert roles == [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT, Role.USER]
    assert "We open at nine" in results(scene)[0]


# ---- what the model does wrong


def test_arguments_that_are_no_json_are_told_to_the_model_which_calls_again():
    broken = ToolCall("c1", "look_up", '{"query": "opening')
    library = ScriptedLibrary()
    scene = play(typed(), tools=(DOCS,), library=library, answers=[[broken], [LOOKS_UP], ["At nine."]])
    assert "not valid JSON" in results(scene, asked=1)[0]
    assert [called.status for called in scene.outlet.called] == ["failed", "completed"]
    assert len(library.asked) == 1
    assert scene.lines()[-1] == ("assistant", "At nine.")
    assert scene.outlet.warnings == []


def test_a_client_is_not_called_with_arguments_that_are_none():
    scene = play(typed(), tools=(SEATS,), answers=[[ToolCall("c1", "free_seats", "[]")], ["Which show?"]])
    assert told(scene) == []
    assert scene.outlet.called[0].status == "failed"


def test_what_must_be_there_and_is_not_is_asked_for():
    scene = play(typed(), tools=(SEATS,), answers=[[ToolCall("c1", "free_seats", "{}")], ["Which show?"]])
    assert "lack show" in results(scene)[0]


def test_a_tool_that_there_is_not_is_told_to_the_model():
    scene = play(typed(), tools=(SEATS,), answers=[[ToolCall("c1", "fly", "{}")], ["I cannot fly."]])
    assert "There is no tool fly; there are free_seats" in results(scene)[0]
    assert scene.lines()[-1] == ("assistant", "I cannot fly.")
    assert scene.outlet.warnings == [
        (Stage.THINK, "The language model called a tool that it does not have: fly")
    ]


# ---- while a tool takes its time


def test_a_tool_that_takes_long_is_bridged_with_a_few_words():
    library = ScriptedLibrary(takes_s=4)
    scene = play(typed(seconds=5), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["At nine."]])
    assert scene.lines()[-1] == ("assistant", f"{FILLERS['en']} At nine.")
    assert FILLER_AFTER_S < scene.sounding_since(0) < FILLER_AFTER_S + 0.4


def test_one_that_does_not_is_not():
    library = ScriptedLibrary(takes_s=FILLER_AFTER_S - 0.1)
    scene = play(typed(seconds=3), tools=(DOCS,), library=library, answers=[[LOOKS_UP], ["At nine."]])
    assert scene.lines()[-1] == ("assistant", "At nine.")


def test_nor_is_one_that_she_announced_herself_and_that_is_heard_at_once():
    library = ScriptedLibrary(takes_s=4)
    scene = play(
        typed(seconds=5),
        tools=(DOCS,),
        library=library,
        answers=[["Let me look it up", LOOKS_UP], ["At nine."]],
    )
    assert scene.lines()[-1] == ("assistant", "Let me look it up At nine.")
    assert scene.sounding_since(0) < 0.3


def test_a_few_words_are_no_answer():
    library = ScriptedLibrary(takes_s=4)
    scene = play(typed(seconds=5), tools=(DOCS,), library=library, answers=[[LOOKS_UP], []])
    assert scene.lines()[-1][1].endswith(APOLOGY)


# ---- the user cuts in


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


# ---- her own tools


def test_end_call_lets_her_finish_and_then_ends_the_session():
    call = ToolCall("c1", "end_call", "{}")

    async def script(scene):
        scene.conversation.user_message("Bye!")
        await scene.pass_time(0.5)
        scene.abandoned_early = scene.outlet.abandoned
        await scene.until_silent()

    scene = play(script, tools=(system("end_call"),), answers=[["It was nice to meet you.", call]])
    assert scene.abandoned_early is None
    assert scene.outlet.abandoned == HUNG_UP
    assert scene.lines()[-1] == ("assistant", "It was nice to meet you.")
    assert kinds(scene) == ["toolCallStarted", "toolCallCompleted"]
    assert len(scene.model.asked) == 1


def test_end_call_without_a_word_says_goodbye():
    scene = play(typed("Bye!"), tools=(system("end_call"),), answers=[[ToolCall("c1", "end_call", "{}")]])
    assert scene.lines()[-1] == ("assistant", FAREWELLS["en"])
    assert scene.outlet.abandoned == HUNG_UP


def test_a_user_who_cuts_into_the_goodbye_keeps_the_line():
    async def script(scene):
        scene.conversation.user_message("Bye!")
        await scene.pass_time(1)
        await scene.user_says(8)
        await scene.pass_time(2)
        await scene.until_silent()

    goodbye = "It was so very nice to meet you here today, come again."
    scene = play(
        script,
        tools=(system("end_call"),),
        answers=[[goodbye, ToolCall("c1", "end_call", "{}")], ["Twelve euros."]],
    )
    assert scene.outlet.abandoned is None
    assert scene.lines()[-1] == ("assistant", "Twelve euros.")


def test_interrupt_stops_her_in_mid_sentence():
    call = ToolCall("c1", "interrupt", "{}")
    text = "One two three four five six seven eight. And then"
    scene = play(typed(seconds=4), tools=(system("interrupt"),), answers=[[text, 1.0, call]])
    role, heard, interrupted = scene.outlet.turns[-1]
    assert (role, interrupted) == (Role.ASSISTANT, True)
    assert 0 < len(heard.split()) < 6
    assert scene.outlet.called[0].status == "completed"


def test_skip_turn_keeps_her_silent_while_the_user_needs_a_moment():
    call = ToolCall("c1", "skip_turn", '{"timeout_seconds": 20}')
    listening = ListeningSpec(silence_before_skip_turn_seconds=5, silence_before_session_end_seconds=12)

    async def script(scene):
        scene.conversation.user_message("Give me a moment.")
        await scene.pass_time(19)
        scene.said_early = list(scene.lines())
        await scene.pass_time(8)
        await scene.until_silent()

    scene = play(
        script, tools=(system("skip_turn"),), listening=listening, answers=[[call], ["Are you there?"]]
    )
    assert scene.said_early == [("user", "Give me a moment.")]
    assert scene.outlet.warnings == [], "silence was what was wanted"
    assert scene.lines()[-1] == ("assistant", "Are you there?"), "5 s after the moment was over"


def test_skip_turn_wants_a_time_above_nothing():
    call = ToolCall("c1", "skip_turn", '{"timeout_seconds": 0}')
    scene = play(typed(), tools=(system("skip_turn"),), answers=[[call], ["How long?"]])
    assert "above 0" in results(scene)[0]


def test_change_language_changes_who_listens():
    call = ToolCall("c1", "change_language", '{"language_code": "DE"}')
    scene = play(typed("Deutsch, bitte"), tools=(system("change_language"),), answers=[[call], ["Gern."]])
    assert scene.outlet.language == "de"
    assert scene.lines()[-1] == ("assistant", "Gern.")


def test_a_language_that_nobody_understands_is_told_to_the_model():
    call = ToolCall("c1", "change_language", '{"language_code": "fr"}')
    scene = play(typed(), tools=(system("change_language"),), answers=[[call], ["I hear English only."]])
    assert scene.outlet.language == "en"
    assert "nobody understands fr" in results(scene)[0]


# ---- without a language model


PERSONA = PersonaSpec(
    name="Ana", system_prompt="You are Ana, the guide of the harbour museum. Tickets cost twelve euros."
)


def asked_offline(question, library):
    return play(typed(question), tools=(DOCS,), library=library, thinker=OfflineAnswerer(PERSONA))


def test_the_offline_answerer_searches_too_and_says_where_it_read_it():
    library = ScriptedLibrary(
        found=(
            Snippet(filename="opening_hours.pdf", text="We sell soup. The doors open at nine.", score=0.7),
        )
    )
    scene = asked_offline("When do the doors open?", library)
    assert library.asked == [(("g1",), "When do the doors open?")]
    assert scene.lines()[-1] == ("assistant", "opening hours says: The doors open at nine.")
    assert told(scene)[-1].data()["documents_accessed"] == ["opening_hours.pdf"]


def test_it_says_when_it_does_not_know():
    for found in ((), (Snippet(filename="menu.txt", text="Soup.", score=0.1),)):
        scene = asked_offline("Who built the lighthouse?", ScriptedLibrary(found=found))
        assert scene.lines()[-1][1].startswith("I do not know that")


def test_it_searches_for_nothing_that_its_prompt_tells():
    library = ScriptedLibrary()
    scene = asked_offline("What do the tickets cost?", library)
    assert scene.lines()[-1] == ("assistant", "Tickets cost twelve euros.")
    assert library.asked == []
    assert kinds(scene) == []

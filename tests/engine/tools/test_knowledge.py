"""Documents in conversation: searched, spoken about and named, with and without a language model."""

from tests.engine.scenes import play
from tests.engine.tools.scripts import DOCS, LOOKS_UP, ScriptedLibrary, kinds, results, told, typed
from visavis.contract.knowledge import Snippet
from visavis.contract.spec import PersonaSpec
from visavis.engine.tools.knowledge import LibraryClosed
from visavis.providers.llm.offline import OfflineAnswerer


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

"""Tool calls in pieces, as the servers that speak the protocol really send them."""

import pytest
from openai.types.chat.chat_completion_chunk import ChoiceDeltaToolCall

from visavis.providers.base import ToolCall
from visavis.providers.llm.call_pieces import CallPieces


def whole(*pieces):
    """The pieces as the client library hands them over: it checks nothing."""
    calls = CallPieces()
    for piece in pieces:
        calls.push(ChoiceDeltaToolCall.construct(**piece))
    return [(call.id, call.name, call.arguments) for call in calls.whole()]


def piece(index=None, id=None, name=None, arguments=None, **more):
    given = {"index": index, "id": id, "function": {"name": name, "arguments": arguments}} | more
    return {key: value for key, value in given.items() if value is not None}


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(
            [
                piece(0, "a", "look", ""),
                piece(0, arguments='{"q"'),
                piece(1, "b", "show", ""),
                piece(1, arguments="{"),
                piece(0, arguments=": 1}"),
                piece(1, arguments="}"),
            ],
            id="OpenAI: numbered, in turns",
        ),
        pytest.param(
            [piece(0, "a", "look", '{"q": 1}'), piece(0, "b", "show", "{}")], id="whole calls, all number 0"
        ),
        pytest.param([piece(None, "a", "look", '{"q": 1}'), piece(None, "b", "show", "{}")], id="no numbers"),
        pytest.param(
            [piece(0, "a", "look", '{"q":'), piece(0, "a", "look", " 1}"), piece(1, "b", "show", "{}")],
            id="id and name with every piece",
        ),
        pytest.param(
            [piece(0, "a", "look", {"q": 1}), piece(1, "b", "show", {})], id="arguments as an object"
        ),
        pytest.param([piece(0, "a", "look", '{"q": 1}'), piece(1, "b", "show")], id="no arguments at all"),
    ],
)
def test_two_calls_are_put_together(pieces):
    assert whole(*pieces) == [("a", "look", '{"q": 1}'), ("b", "show", "{}")]


def test_calls_without_ids_are_told_apart_by_their_names():
    assert whole(piece(0, name="look", arguments="{}"), piece(0, name="show", arguments="{}")) == [
        ("", "look", "{}"),
        ("", "show", "{}"),
    ]


def test_what_a_vendor_wants_to_see_again_is_kept():
    calls = CallPieces()
    signature = {"google": {"thought_signature": "xyz"}}
    calls.push(ChoiceDeltaToolCall.construct(**piece(0, "a", "look", "{}", extra_content=signature)))
    assert calls.whole() == [ToolCall("a", "look", "{}", {"extra_content": signature})]

"""Arguments as models write them."""

import pytest

from visavis.engine.tools.arguments import read_arguments
from visavis.engine.tools.tool import ToolFailed


def test_an_object_is_read_and_nothing_is_an_empty_one():
    assert read_arguments('{"a": [1, "é"]}', {}) == {"a": [1, "é"]}
    assert read_arguments("", {}) == {}


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ('{"a": ', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"a": NaN}', "not valid JSON"),
        ('{"a": "\\ud800"}', "not valid JSON"),
        ("[1]", "one JSON object"),
        ("null", "one JSON object"),
        ("{}", "lack a, b"),
        ('{"a": 1}', "lack b"),
    ],
)
def test_anything_else_is_a_complaint_that_a_model_can_act_on(written, complaint):
    with pytest.raises(ToolFailed, match=complaint):
        read_arguments(written, {"required": ["a", "b"]})


def test_a_schema_that_makes_no_sense_asks_for_nothing():
    assert read_arguments("{}", {"required": "a"}) == {}

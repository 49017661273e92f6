from __future__ import annotations

import time

import pytest

from visavis.engine.spoken import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Nothing special, 3.5 & 20 °C.", "Nothing special, 3.5 & 20 °C."),
        ("This is **bold**, *slanted*, __both__ and ~~gone~~.", "This is bold, slanted, both and gone."),
        ("2 * 3 = 6 and 2*3 too", "2 * 3 = 6 and 2*3 too"),
        ("Call `get_name` or `x`", "Call get name or x"),
        ("snake_case and _this_", "snake case and this"),
        ("# A title", "A title"),
        ("- an item\n* another\n  + [x] done", "an item another done"),
        ("> quoted\n>> twice", "quoted twice"),
        ("1. first", "1. first"),
        ("above\n\n---\n\nbelow", "above below"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a, b 1, 2"),
        ("See [our page](https://example.com/x_(y) \"title\").", "See our page."),
        ("![a cat](cat.png) sleeps", "a cat sleeps"),
        ("as shown [1], and [2, 3][^note]", "as shown, and"),
        ("a [reference][ref] link", "a reference link"),
        ("Go to https://www.example.com/a/b?c=d#e.", "Go to example.com."),
        ("(see http://sub.example.org:8000/)", "(see sub.example.org)"),
        ("www.example.com is it", "example.com is it"),
        ("<https://example.com/x> or <ann@example.com>", "example.com or ann@example.com"),
        ("mail ann.lee@example.com today", "mail ann.lee@example.com today"),
        ("<b>bold</b><br/>next<!-- not this -->", "bold next"),
        ("a < b and c > d", "a < b and c > d"),
        ("fish &amp; chips &#33;", "fish & chips!"),
        (r"not \*this\* but C:\Users", "not this but C: Users"),
        ("Great 👍🏽! I ❤️ it 👩‍👩‍👧 🇩🇪", "Great! I it"),
        ("press 1️⃣ now", "press 1 now"),
        ("nice :-) really ;)", "nice really"),
        ("What?!?!?!!!!!!", "What?!?!?!"),
        ("so\u200bft hy\u00adphen\ufeff", "soft hyphen"),
        ("می‌خواهم", "می‌خواهم"),
        ("a\tb\r\nc", "a b c"),
        ("Code:\n```python\nx = 1\n```\nDone.", "Code: Done."),
        ("Code:\n```\nnever closed", "Code:"),
        ("❌ ✔ …", ""),
        ("***", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_said_for_what_is_written(written: str, said: str) -> None:
    assert spoken(written).text == said


def test_every_word_leads_back_to_where_it_was_written() -> None:
    written = "**Hello**, see [our page](http://x.org) & `get_name` at https://www.example.com/a 🎉 now"
    said = spoken(written)
    for word in ("Hello", "our", "page", "get", "name", "example.com", "now"):
        first = said.text.index(word)
        source = said.source(first, first + len(word))
        assert written[slice(*source)] == word


@pytest.mark.parametrize(
    "unit", ["x", " ", "\n", "[", "](", "`", "a_", "*a", "|", "http://a/.", "<a", "&a", ".", "\\", "- ", "🎉", "<!--", "- \n"]
)  # fmt: skip
def test_it_takes_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    spoken(text)
    assert time.process_time() - began < 1.0  # measured: at most 0.1 s

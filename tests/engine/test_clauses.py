from __future__ import annotations

import random
import time

import pytest

from visavis.engine.clauses import Clause, Clauses


def cut(text: str, size: int = 4) -> list[str]:
    """The texts of the clauses when `text` streams in by `size` characters."""
    return [clause.text for clause in clauses_of(text, size)]


def clauses_of(text: str, size: int = 4) -> list[Clause]:
    clauses = Clauses()
    found = []
    for first in range(0, len(text), size):
        found += clauses.push(text[first : first + size])
    return found + clauses.finish()


class TestSentences:
    def test_each_sentence_is_a_clause_with_the_space_after_it(self) -> None:
        assert cut("I see. You do! Do they? They do.") == ["I see. ", "You do! ", "Do they? ", "They do."]

    @pytest.mark.parametrize(
        "sentence",
        [
            "It is 3.5 or 1,000 at 10:30.",
            "Dr. Smith met Mrs. Jones and Prof. Li.",
            "Take fruit, e.g. apples, i.e. something round.",
            "The U.S. Army and the U.N. met at 9 p.m. on Main St. in town.",
            "J. S. Bach wrote it.",
            "See No. 5 and fig. 3 and pp. 12.",
            "Look at https://example.com/a.b?c=1 and at ann.lee@mail.example.org for it.",
            "Well... maybe not.",
            "“Go!” he said.",
            "Am 3. Mai kommt er.",
            "C'est bon ! »",
        ],
    )
    def test_points_that_end_no_sentence(self, sentence: str) -> None:
        assert [clause for clause in cut("Right. " + sentence) if clause != "Right. "] == [sentence]

    def test_quotes_and_brackets_stay_with_their_sentence(self) -> None:
        assert cut('He said "Go." (Really.) Yes.') == ['He said "Go." ', "(Really.) ", "Yes."]

    def test_no_is_a_word_unless_a_number_follows(self) -> None:
        assert cut("No. I said no. He has No. 5.") == ["No. ", "I said no. ", "He has No. 5."]

    def test_a_sentence_is_not_held_back_when_it_surely_ends(self) -> None:
        clauses = Clauses()
        assert [clause.text for clause in clauses.push("This is certain. ")] == ["This is certain. "]
        assert [clause.text for clause in clauses.push("Are you? ")] == ["Are you? "]

    def test_a_point_that_may_not_end_it_waits_for_the_next_word(self) -> None:
        clauses = Clauses()
        assert clauses.push("They met at 5 p.m. ") == []
        assert clauses.push("and went") == []
        assert [clause.text for clause in clauses.finish()] == ["They met at 5 p.m. and went"]

    def test_scripts_without_spaces(self) -> None:
        assert cut("你好吗？我很好。「真的！」他说。", 1) == ["你好吗？", "我很好。", "「真的！」", "他说。"]

    def test_other_scripts_end_sentences_their_way(self) -> None:
        assert cut("नमस्ते दुनिया। आप कैसे हैं?") == ["नमस्ते दुनिया। ", "आप कैसे हैं?"]
        assert cut("كيف حالك؟ أنا بخير.") == ["كيف حالك؟ ", "أنا بخير."]


class TestTheFirstWords:
    def test_the_first_clause_may_end_at_a_comma(self) -> None:
        clauses = cut("Of course, the museum is open today, and so is the café. Come, we go, all of us.")
        assert clauses[0] == "Of course, "

    @pytest.mark.parametrize("mark", [";", ":", " —", " –", ")"])
    def test_or_at_another_pause(self, mark: str) -> None:
        assert cut(f"I looked it up{mark} it is open")[0] == f"I looked it up{mark} "

    def test_but_not_after_a_word_that_gives_no_time(self) -> None:
        assert cut("Well, I think so, yes.")[0] == "Well, I think so, "

    def test_or_before_a_conjunction(self) -> None:
        first = cut("The museum near the old bridge opens early because many people come")[0]
        assert first == "The museum near the old bridge opens early "

    def test_a_conjunction_is_known_only_when_it_is_whole(self) -> None:
        text = "The museum near the old bridge opens sometimes"
        assert cut(text, 1) == [text]

    def test_later_clauses_are_longer(self) -> None:
        text = "one two three four, " * 40
        lengths = [len(clause) for clause in cut(text)]
        assert lengths[0] < lengths[1] < lengths[2] < lengths[3]
        assert lengths[3] == max(lengths)

    def test_a_sentence_without_any_pause_is_cut_between_words(self) -> None:
        clauses = cut("word " * 200)
        assert all(clause.endswith("word ") for clause in clauses)
        assert max(len(clause) for clause in clauses) <= 270


class TestMarkup:
    def test_lines_of_a_list_and_headings_are_clauses(self) -> None:
        text = "# Plan\n- first one\n- second one\n1. One\n2. Two\n\nDone"
        assert cut(text) == ["# Plan\n", "- first one\n", "- second one\n", "1. One\n", "2. Two\n\n", "Done"]

    def test_a_wrapped_line_goes_on(self) -> None:
        assert cut("This line was wrapped\nby its editor.") == ["This line was wrapped\nby its editor."]

    def test_links_and_code_are_not_cut_in_two(self) -> None:
        text = "Read [the page. All of it](http://example.com/x). Use `a. B, c` now. Then go."
        assert cut(text) == [
            "Read [the page. All of it](http://example.com/x). ",
            "Use `a. B, c` now. ",
            "Then go.",
        ]

    def test_a_bracket_that_never_closes_delays_nothing_for_ever(self) -> None:
        assert len(cut("[oops. " + "And so on. " * 50)) > 1

    def test_a_block_of_code_is_one_silent_clause(self) -> None:
        text = "Try this:\n\n```python\nx = 1. Y\n\nprint(x)\n```\nThat is all."
        before, code, after = clauses_of(text)
        assert (before.text, after.text) == ("Try this:\n\n", "That is all.")
        assert code.text == "```python\nx = 1. Y\n\nprint(x)\n```\n"
        assert code.spoken == ""

    def test_a_block_that_never_closes_is_silent_to_the_end(self) -> None:
        *_, code = clauses_of("Look here.\n```\nx = 1\ny = 2")
        assert code.text == "```\nx = 1\ny = 2"
        assert code.spoken == ""

    def test_what_says_nothing_joins_what_does(self) -> None:
        assert cut("🎉 … Yes. 🎉 No.") == ["🎉 … Yes. ", "🎉 No."]

    def test_a_text_that_says_nothing_is_one_silent_clause(self) -> None:
        [clause] = clauses_of("🎉🎉 !")
        assert (clause.text, clause.spoken) == ("🎉🎉 !", "")

    def test_no_text_is_no_clause(self) -> None:
        assert clauses_of("") == []


SCRAPS = [
    *("word", "Dr.", "3.5", "U.S.", "e.g.", "and", "because", "https://a.b/c?d=e", "x@y.org", "你好。", "नमस्ते।"),
    *(" ", " ", " ", "  ", "\n", "\n\n", ", ", ". ", "! ", "? ", "... ", "; ", " — ", "…", "“", "”", "(", ")"),
    *("**", "_", "`", "```", "\n```\n", "[", "](", "# ", "- ", "1. ", "| ", "🎉", "👩‍👩‍👧", "e\u0301", "\u200d", "<b>", "&amp;"),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(200))
def test_all_clauses_together_are_the_text_however_it_streams_in(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(SCRAPS, k=chance.randrange(1, 300)))
    clauses = Clauses()
    found: list[Clause] = []
    at = 0
    while at < len(text):
        size = chance.choice([1, 1, 2, 5, 20, 200])
        found += clauses.push(text[at : at + size])
        at += size
    found += clauses.finish()
    assert "".join(clause.text for clause in found) == text
    assert all(clause.text for clause in found)
    for clause in found:
        ends = [clause.source_end(said) for said in range(len(clause.spoken) + 1)]
        assert ends == sorted(ends)
        if clause.spoken:
            assert (ends[0], ends[-1]) == (0, len(clause.text))


class TestWhatWasHeard:
    def heard(self, text: str, last_word: str) -> str:
        """The part of the first clause of `text` that was heard when `last_word` was the last word."""
        clause = clauses_of(text)[0]
        return clause.text[: clause.source_end(clause.spoken.rindex(last_word) + len(last_word))]

    def test_it_ends_with_the_word_and_its_punctuation(self) -> None:
        assert self.heard("He said “no”, twice", "said") == "He said"
        assert self.heard("He said “no”, twice", "no") == "He said “no”,"

    def test_markup_around_a_word_comes_with_it(self) -> None:
        assert self.heard("This is **really** good", "really") == "This is **really**"
        assert self.heard("This is **really** good", "is") == "This is"

    def test_a_link_comes_with_the_last_word_of_its_text(self) -> None:
        text = "See [our page](https://example.com/x) now"
        assert self.heard(text, "our") == "See [our"
        assert self.heard(text, "page") == "See [our page](https://example.com/x)"
        assert self.heard("Go to https://www.example.com/a/b, then rest", "example.com") == (
            "Go to https://www.example.com/a/b,"
        )

    def test_words_joined_by_a_dash_are_heard_one_by_one(self) -> None:
        assert self.heard("Wait—what is it", "Wait") == "Wait—"
        assert self.heard("Wait—what is it", "what") == "Wait—what"

    def test_nothing_heard_is_nothing_and_all_is_all(self) -> None:
        [clause] = clauses_of("**All** of it ✔")
        assert clause.source_end(0) == 0
        assert clause.source_end(len(clause.spoken)) == len(clause.text)


@pytest.mark.parametrize(
    "unit",
    ["A sentence of words, as usual. ", "x", " ", "\n", "[", "`", "a_", "*a", "|", "http://a/.", "<a", "&a", ".", "你好，",
     "```\nx y\n", "<!--", "\\", "- ", "🎉", "\"“ "],
)  # fmt: skip
@pytest.mark.parametrize("size", [5, 100_000])
def test_100_kb_of_anything_take_well_under_a_second(unit: str, size: int) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    found = clauses_of(text, size)
    assert time.process_time() - began < 2.0  # measured: 0.02 to 0.35 s
    assert "".join(clause.text for clause in found) == text


class TestCutting:
    def test_a_clause_is_cut_after_what_was_said_and_nothing_is_lost(self) -> None:
        for clause in clauses_of("The **big** number, the *red* boat and the [blue](https://a.example) one!"):
            for said in range(1, len(clause.spoken)):
                before, rest = clause.cut(said)
                assert before.text + (rest.text if rest else "") == clause.text
                if rest is not None:
                    assert rest.spoken[0].isalnum()
                    assert clause.spoken.endswith(rest.spoken)
                    assert rest.source_end(len(rest.spoken)) == len(rest.text)

    def test_what_has_no_letter_is_not_left_to_say(self) -> None:
        (clause,) = clauses_of("It is said!")
        assert clause.cut(len("It is said")) == (clause, None)

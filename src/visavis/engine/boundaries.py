"""Where a text may be cut so that each part can be spoken alone: how strong is the gap between two words?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum


class Strength(IntEnum):
    """How well a gap separates what stands before it from what follows."""

    SPACE = 0
    CONJUNCTION = 1  # "... | because ..."
    COMMA = 2  # a comma, semicolon, colon, dash or closing bracket
    SENTENCE = 3
    PARAGRAPH = 4  # or a list item, a heading, a table row


@dataclass(frozen=True, slots=True)
class Gap:
    """`text[start:end]` is the white space (possibly none) after a word; a cut is made at `end`."""

    start: int
    end: int
    strength: Strength | None
    """None: what follows will tell, and it has not come yet."""


_NO_SPACE_NEEDED = "。！？；，、：…」』）】"
_GAP = re.compile(f"\\s+|(?<=[{_NO_SPACE_NEEDED}])(?![{_NO_SPACE_NEEDED}\\s])")

_CLOSERS = "\"'”’»)]}*_~`」』）】"
_OPENERS = "\"'“‘«„([{*_~`#>「『（【"
_ENDS = ".!?…。！？।؟"
_COMMAS = ",;:，；：、،؛"
_DASHES = ("—", "–", "--", "-")
_BEFORE_MARKS = "!?»;:"
"""French sets a space before these: they still belong to the word before."""

_LIST_ITEM = re.compile(r"\d{1,3}[.)]")
_LINE_OPENER = re.compile(r"[-*+•‣◦▪#>|]|```|\d{1,3}[.)](?:\s|$)")
_INITIALS = re.compile(r"\w|\w(?:\.\w)+|\d{1,2}")
"""A letter ("J."), letters with dots between ("U.S.", "e.g.") or an ordinal ("3. Mai"): no sentence's end."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BEFORE_NAMES = _words("""
    dr mr mrs ms mx prof st sgt capt lt maj col gen rev hon gov sen rep pres messrs vs cf al approx
    mme mlle sra srta dra hr fr bzw
""")
"""Abbreviations that something with a capital letter follows."""

_BEFORE_NUMBERS = _words("""
    no nos nr fig figs vol pp pg ch sec art ca c jan feb mar apr jun jul aug sep sept oct nov dec
""")

_CONJUNCTIONS = _words("""
    and but or because so that which who while when where if although though since unless until before after
    then
""")
"""English only: elsewhere a clause that has no comma waits for its longest length."""

_SURE_WORD = 4
"""A full stop after a word of this many letters ends a sentence even before the next word is known."""


def gaps(text: str, start: int, final: bool) -> Iterator[Gap]:
    """The gaps of `text` from `start` on. `final`: nothing will be added to the text."""
    word_start = start
    for match in _GAP.finditer(text, start):
        if match.start() > 0:
            yield Gap(match.start(), match.end(), _strength(text, word_start, match, final))
        word_start = match.end()


def _strength(text: str, word_start: int, gap: re.Match[str], final: bool) -> Strength | None:
    word, white, rest = text[word_start : gap.start()], gap[0], text[gap.end() : gap.end() + 24]
    if not white and not rest and not final:
        return None  # a closing quote may follow
    if white.count("\n") > 1:
        return Strength.PARAGRAPH
    following = rest.lstrip(_OPENERS)[:1]
    known = bool(following) or final
    if rest[:1] and rest[:1] in _BEFORE_MARKS:
        return Strength.SPACE
    ends = _ends_sentence(word, following, known, _at_line_start(text, word_start))
    if ends:
        return Strength.SENTENCE
    if "\n" in white and known and (_LINE_OPENER.match(rest) or not following.islower()):
        return Strength.PARAGRAPH
    if ends is None or ("\n" in white and not known):
        return None
    core = word.rstrip(_CLOSERS)
    pauses = core.endswith((*_COMMAS, *_ENDS, "—", "--")) and not _abbreviated(core)
    bracket = word.endswith((")", "）")) and "](" not in word  # a link's is none
    if pauses or bracket or word in _DASHES:
        return Strength.COMMA
    if not known:
        return None
    return _before(rest, final)


def _before(rest: str, final: bool) -> Strength | None:
    """The strength of a gap that only the word after it can give it."""
    word = rest.split(maxsplit=1)[0].lower() if rest else ""
    if word in _CONJUNCTIONS and (final or len(word) < len(rest)):
        return Strength.CONJUNCTION
    if len(word) == len(rest) and not final and any(known.startswith(word) for known in _CONJUNCTIONS):
        return None
    return Strength.SPACE


def _ends_sentence(word: str, following: str, known: bool, first_in_line: bool) -> bool | None:
    """Whether `word` is the last of its sentence; None when `following` is needed to tell."""
    core = word.rstrip(_CLOSERS)
    if not core or core[-1] not in _ENDS:
        return False
    if following.islower():
        return False  # "Go!" he said; an abbreviation that nobody listed; a trailing "..."
    if core[-1] != "." or core.endswith(".."):
        return True
    stem = core[:-1].lstrip(_OPENERS).lower()
    if (first_in_line and _LIST_ITEM.fullmatch(core)) or _INITIALS.fullmatch(stem) or stem in _BEFORE_NAMES:
        return False
    if stem in _BEFORE_NUMBERS and (following.isdigit() or not known):
        return False if known else None
    return True if known or len(stem) >= _SURE_WORD else None


def _abbreviated(core: str) -> bool:
    stem = core[:-1].lstrip(_OPENERS).lower()
    return core.endswith(".") and (
        bool(_INITIALS.fullmatch(stem)) or stem in _BEFORE_NAMES or stem in _BEFORE_NUMBERS
    )


def _at_line_start(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \t") if position < 8 else text[position - 8 : position].rstrip(" \t")
    return not before or before.endswith("\n")

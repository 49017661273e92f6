"""Streamed text, cut into clauses that a voice can speak one by one, the first of them early.

"Of course,| the museum opens at 9.30 a.m.| and Dr. Smith will meet you there.| ..."
 ^ spoken while the rest is still being thought
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from visavis.engine.boundaries import Gap, Strength, gaps
from visavis.engine.spoken import spoken
from visavis.providers.tts.rewriting import Rewriting, unchanged


@dataclass(frozen=True, slots=True)
class Patience:
    """How many characters a clause must have before it may end at a weak gap."""

    comma: int
    conjunction: int
    longest: int
    """From here on any gap will do, the strongest first."""


PATIENCE = (
    Patience(comma=10, conjunction=28, longest=120),
    Patience(comma=30, conjunction=70, longest=160),
    Patience(comma=70, conjunction=130, longest=220),
    Patience(comma=130, conjunction=190, longest=260),
)
"""For the first, second, third and every later clause. The first words should sound at once; the more
has been said already, the better a voice may phrase."""

NO_GAP = 400
"""Characters without any gap, after which a clause is cut in the middle of whatever it is."""

FENCE = "```"


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a reply. The `text` of all clauses, joined, is the reply; `spoken` is what to say for it."""

    text: str
    spoken: str
    _made_of: Rewriting = field(repr=False, compare=False)

    def source_end(self, said: int) -> int:
        """Up to where `text` has been heard once `spoken[:said]` has: with what hangs on the last word."""
        if said <= 0:
            return 0
        if said >= len(self.spoken):
            return len(self.text)
        _, end = self._made_of.source(said - 1, said)
        following = next((i for i in range(said, len(self.spoken)) if self.spoken[i].isalnum()), None)
        limit = len(self.text) if following is None else self._made_of.source(following, following + 1)[0]
        while end < limit and not self.text[end].isspace():
            end += 1
        return end

    def cut(self, said: int) -> tuple[Clause, Clause | None]:
        """What has been said once `spoken[:said]` has, and the rest from its first letter on; None: no letter
        is left to say."""
        begins = next((i for i in range(said, len(self.spoken)) if self.spoken[i].isalnum()), None)
        if begins is None:
            return self, None
        end = self.source_end(said)
        while self.text[end].isspace():
            end += 1
        before, after = self._made_of.cut(begins, end)
        return Clause(self.text[:end], before.text, before), Clause(self.text[end:], after.text, after)


class Clauses:
    """The clauses of one reply. Pure: what comes out depends on the text alone."""

    def __init__(self) -> None:
        self._pending = ""
        self._scanned = 0  # where in it the next word to look at begins
        self._gaps: list[Gap] = []  # those seen in it, each too weak to end the clause
        self._code: list[str] | None = None  # the lines of the code block that is open
        self._at_line_start = True
        self._spoken = 0  # clauses so far that say something

    def push(self, delta: str) -> list[Clause]:
        """More of the text; the clauses that are complete with it."""
        self._pending += delta
        return self._complete(final=False)

    def finish(self) -> list[Clause]:
        """The text is at its end; the clauses that are left."""
        clauses = self._complete(final=True)
        if self._pending:
            clauses.append(self._take(len(self._pending)))
        return clauses

    def _complete(self, final: bool) -> list[Clause]:
        clauses = []
        while (clause := self._next(final)) is not None:
            clauses.append(clause)
        return clauses

    def _next(self, final: bool) -> Clause | None:
        if self._code is None and self._opens_code():
            self._code = []
        if self._code is not None:
            return self._next_of_code(self._code, final)
        patience = PATIENCE[min(self._spoken, len(PATIENCE) - 1)]
        for gap in gaps(self._pending, self._scanned, final):
            if gap.strength is None or gap.start > NO_GAP:
                break
            self._scanned = gap.end
            if self._ends_clause(gap, gap.strength, patience):
                return self._take(gap.end)
            self._gaps.append(gap)
            if gap.end > patience.longest:
                return self._take(self._best_gap(patience))
        if len(self._pending) > NO_GAP:
            return self._take(self._best_gap(patience) if self._gaps else _whole_characters(self._pending))
        return None

    def _ends_clause(self, gap: Gap, strength: Strength, patience: Patience) -> bool:
        text = self._pending
        if strength is Strength.PARAGRAPH and text[gap.end :].lstrip(" \t").startswith(FENCE):
            return True
        least = {Strength.COMMA: patience.comma, Strength.CONJUNCTION: patience.conjunction}
        if strength is Strength.SPACE or gap.start < least.get(strength, 1):
            return False
        clause = text[: gap.start]
        if strength < Strength.PARAGRAPH and _inside_markup(clause):
            return False
        return any(character.isalnum() for character in clause)

    def _best_gap(self, patience: Patience) -> int:
        """Where to cut a clause that has become too long: the last of its strongest gaps."""
        late = [gap for gap in self._gaps if gap.end >= patience.longest // 3] or self._gaps
        return max(late, key=lambda gap: (gap.strength or 0, gap.end)).end

    def _opens_code(self) -> bool:
        """Whether a fenced block of code is next. A single line in fences is a code span, not a block."""
        head = self._pending.lstrip()
        skipped = self._pending[: len(self._pending) - len(head)]
        if not head.startswith(FENCE) or not (self._at_line_start or "\n" in skipped):
            return False
        opening, newline, _ = head.partition("\n")
        return bool(newline) and "`" not in opening[len(FENCE) :]

    def _next_of_code(self, lines: list[str], final: bool) -> Clause | None:
        """A block of code is one clause, and silent."""
        at = 0
        while (newline := self._pending.find("\n", at)) >= 0:
            line = self._pending[at : newline + 1]
            at = newline + 1
            opened = any(FENCE in earlier for earlier in lines[:3])
            lines.append(line)
            if opened and line.strip() == FENCE:
                break
        else:
            if not final:
                self._pending = self._pending[at:]
                return None
            lines.append(self._pending[at:])
            at = len(self._pending)
        self._pending, self._code = self._pending[at:], None
        self._at_line_start = True
        return Clause("".join(lines), "", unchanged(""))

    def _take(self, end: int) -> Clause:
        text, self._pending = self._pending[:end], self._pending[end:]
        self._scanned, self._gaps = 0, []
        self._at_line_start = text.endswith("\n")
        said = spoken(text)
        self._spoken += bool(said)
        return Clause(text, said.text, said)


def _inside_markup(text: str) -> bool:
    """Whether a cut after `text` would go through a link's text or a span of code."""
    line = text[text.rfind("\n") + 1 :]
    return line.count("`") % 2 == 1 or line.rfind("[") > line.rfind("]")


def _whole_characters(text: str) -> int:
    """A place near NO_GAP that parts no letter from its accent."""
    end = NO_GAP
    while end > NO_GAP - 20 and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f"):
        end -= 1
    return end

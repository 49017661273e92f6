"""A language model that has got stuck: it says the same again and again, and would never stop."""

from __future__ import annotations

LONGEST_UNIT = 40
"""Words of what is said again."""
TIMES = 5
"""Songs and prayers say a line four times."""
LEAST_CHARACTERS = 80
"""Of it all together: "no, no, no, no, no!" is an answer."""


class Repetition:
    """Reads an answer as it streams in."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._begun = ""
        """The last word, which may not be whole."""

    def is_stuck_after(self, delta: str) -> bool:
        """Whether the answer, with this at its end, ends in the same words over and over."""
        *whole, self._begun = (self._begun + delta).replace("\n", " ").split(" ")
        fresh = [word.lower() for word in whole if word]
        if not fresh:
            return False
        self._words = (self._words + fresh)[-LONGEST_UNIT * TIMES :]
        return any(self._ends_in(unit) for unit in range(1, len(self._words) // TIMES + 1))

    def _ends_in(self, unit: int) -> bool:
        """Whether so many words end the text TIMES times, or more often where they are short."""
        run = unit
        while run < len(self._words) and self._words[-run - 1] == self._words[-run - 1 + unit]:
            run += 1
        repeated = self._words[-run:]
        return run >= unit * TIMES and sum(map(len, repeated)) >= LEAST_CHARACTERS

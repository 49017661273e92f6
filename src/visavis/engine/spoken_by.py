"""How much of a text has been spoken by a moment of its sound: whole words, each from its middle on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from visavis.speech import Word

CHARACTERS_PER_S = 15.0
"""Of speech at a usual pace, for voices that do not tell: 150 words a minute."""


def marked(words: Sequence[Word], elapsed_s: float) -> int:
    """Characters, by the marks of the words."""
    return max((word.last for word in words if (word.start_s + word.end_s) / 2 <= elapsed_s), default=0)


def unmarked(text: str, elapsed_s: float, length_s: float, *, whole: bool) -> int:
    """The same about a voice that marks no words: they are taken to follow each other evenly. `length_s` of
    sound are known, which is the `whole` of it or not."""
    if not whole:
        length_s = max(length_s, len(text) / CHARACTERS_PER_S)
    place = len(text) * elapsed_s / length_s if length_s else 0.0
    words = re.finditer(r"\S+", text)
    return max((word.end() for word in words if (word.start() + word.end()) / 2 <= place), default=0)

"""What an error says, for people."""

from __future__ import annotations

import re

NUMBER = re.compile(r"^\[Errno -?\d+\] ")
"""How the system's errors begin; what follows says the same in words."""


def reason_of(error: BaseException) -> str:
    """One line in its own words; its name where it has none."""
    return NUMBER.sub("", " ".join(str(error).split())) or type(error).__name__

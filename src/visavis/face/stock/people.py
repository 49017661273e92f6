"""The stock people: who they are.

They are nobody's likeness: sculpted, groomed and rendered by our own code (`face.sculpt`), from the
`design.json` in each one's folder.
"""

from __future__ import annotations

from pathlib import Path

from visavis.face.person import BACKDROP, Person

NAMES = ("ana", "arthur", "ingrid", "kenji", "leo", "marcus", "maya", "noor", "sofia", "zuri")
PEOPLE = {name: Person(Path(__file__).parent / name) for name in NAMES}
AT_HAND = ("ana", "kenji")
"""Whom the stock personas are; the others are built when somebody first talks to them."""


def person_in_room(rig: str) -> tuple[Person, str | None] | None:
    """Whom a rig names, and the room: "ana" or the path of a person's folder, alone or with "-office".

    None when it names nobody; without a room it is the person's own.
    """
    found = _person(rig)
    if found is not None:
        return found, None
    who, _, setting = rig.rpartition("-")
    found = _person(who) if setting in BACKDROP else None
    return None if found is None else (found, setting)


def _person(name: str) -> Person | None:
    stock = PEOPLE.get(name)
    if stock is not None or not name:
        return stock
    folder = Path(name)
    return Person(folder) if folder.is_dir() else None

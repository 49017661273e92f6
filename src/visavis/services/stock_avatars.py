"""The avatars of this server: its own people, each in three rooms, and what published ids stand for."""

from __future__ import annotations

from dataclasses import dataclass

ROOMS = {"office": "in an office by the window", "home": "in a living room", "studio": "in a studio"}


@dataclass(frozen=True, slots=True)
class StockPerson:
    """One of the people that the package ships; `face.stock` has the same names."""

    name: str
    woman: bool
    looks: str
    tags: tuple[str, ...]
    own_room: str

    @property
    def display_name(self) -> str:
        return self.name.capitalize()

    @property
    def rooms(self) -> tuple[str, ...]:
        """All of them, their own first."""
        return (self.own_room, *(room for room in ROOMS if room != self.own_room))


@dataclass(frozen=True, slots=True)
class StockAvatar:
    id: str
    display_name: str
    person: StockPerson
    room: str
    published: bool = False
    """Whether public documents give this id; the others are fixed ids of our own."""

    @property
    def variant_name(self) -> str:
        return self.room

    @property
    def rig(self) -> str:
        return f"{self.person.name}-{self.room}"

    @property
    def description(self) -> str:
        return f"{self.person.looks}, {ROOMS[self.room]}."

    @property
    def display_tags(self) -> tuple[str, ...]:
        return ("woman" if self.person.woman else "man", *self.person.tags, self.room)


ANA = StockPerson(
    "ana", True, "A bright young woman with a red bob, freckles and a burgundy blazer",
    ("friendly", "professional"), "office",
)  # fmt: skip
ARTHUR = StockPerson(
    "arthur", False, "A kind man in his sixties with grey hair, round spectacles and a light blue shirt",
    ("kind", "experienced"), "studio",
)  # fmt: skip
INGRID = StockPerson(
    "ingrid", True, "A woman in her sixties with silver hair, red spectacles and a blue turtleneck",
    ("wise", "professional"), "office",
)  # fmt: skip
KENJI = StockPerson(
    "kenji", False, "A calm man with short black hair, spectacles and a blue hoodie",
    ("calm", "casual"), "home",
)  # fmt: skip
LEO = StockPerson(
    "leo", False, "A confident man with a full beard and a navy blazer over a white shirt",
    ("confident", "professional"), "office",
)  # fmt: skip
MARCUS = StockPerson(
    "marcus", False, "A composed man with a shaved head, a full beard and a light sweater",
    ("composed", "casual"), "studio",
)  # fmt: skip
MAYA = StockPerson(
    "maya", True, "A warm woman with wavy brown hair and a green sweater",
    ("warm", "casual"), "home",
)  # fmt: skip
NOOR = StockPerson(
    "noor", True, "A gentle woman with a light blue headscarf",
    ("gentle", "friendly"), "studio",
)  # fmt: skip
SOFIA = StockPerson(
    "sofia", True, "An attentive woman with dark hair in a bun, hoop earrings and a red top",
    ("attentive", "elegant"), "home",
)  # fmt: skip
ZURI = StockPerson(
    "zuri", True, "A cheerful woman with an afro, hoop earrings and a mustard turtleneck",
    ("cheerful", "lively"), "studio",
)  # fmt: skip
PEOPLE = (ANA, ARTHUR, INGRID, KENJI, LEO, MARCUS, MAYA, NOOR, SOFIA, ZURI)

CARA_ID = "30fa96d0-26c4-4e55-94a0-517025942e18"
GABRIEL_ID = "4f4d2a16-5c35-4cf6-9a53-7e0f5f9f1a01"
KENJI_ID = "4f4d2a16-5c35-4cf6-9a53-7e0f5f9f1a03"

_FIRST_IDS = {
    ("ana", "office"): "4f4d2a16-5c35-4cf6-9a53-7e0f5f9f1a02",
    ("kenji", "home"): KENJI_ID,
}
"""Of the rows that were there before the others."""


def _id(number: int, person: StockPerson, room: str) -> str:
    place = list(ROOMS).index(room)
    return _FIRST_IDS.get((person.name, room), f"4f4d2a16-5c35-4cf6-9a53-7e0f5f9f1b{number}{place}")


AVATARS = (
    StockAvatar(CARA_ID, "Cara", ANA, "office", published=True),
    StockAvatar("071b0286-4cce-4808-bee2-e642f1062de3", "Liv", MAYA, "home", published=True),
    StockAvatar("edf6fdcb-acab-44b8-b974-ded72665ee26", "Mia", SOFIA, "studio", published=True),
    StockAvatar(GABRIEL_ID, "Gabriel", LEO, "home"),
    *(
        StockAvatar(_id(number, person, room), person.display_name, person, room)
        for number, person in enumerate(PEOPLE)
        for room in person.rooms
    ),
)

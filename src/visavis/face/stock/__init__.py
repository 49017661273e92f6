"""Stock people, packaged with their pictures."""

from visavis.face.stock.people import AT_HAND, PEOPLE, person_in_room

__all__ = ["AT_HAND", "PEOPLE", "person_in_room"]

"""Stock people, packaged with their pictures."""

from visavis.face.stock.people import FRAMINGS, PEOPLE, StockPerson, load_portrait

__all__ = ["FRAMINGS", "PEOPLE", "StockPerson", "load_portrait"]

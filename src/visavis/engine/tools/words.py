"""The few words that she says of her own accord around tools, in the languages that the voices here speak."""

from __future__ import annotations

FILLERS = {
    "en": "One moment, please.",
    "de": "Einen Moment, bitte.",
    "fr": "Un instant, s'il vous plaît.",
    "es": "Un momento, por favor.",
    "it": "Un momento, per favore.",
    "pt": "Um momento, por favor.",
    "nl": "Een ogenblik, alstublieft.",
    "pl": "Chwileczkę.",
    "sv": "Ett ögonblick.",
    "tr": "Bir dakika lütfen.",
    "hi": "एक क्षण रुकिए।",
}
FAREWELLS = {
    "en": "Goodbye.",
    "de": "Auf Wiederhören.",
    "fr": "Au revoir.",
    "es": "Hasta luego.",
    "it": "Arrivederci.",
    "pt": "Até logo.",
    "nl": "Tot ziens.",
    "pl": "Do widzenia.",
    "sv": "Hej då.",
    "tr": "Hoşça kalın.",
    "hi": "नमस्ते।",
}


def filler(language: str) -> str:
    """While a tool takes its time."""
    return FILLERS.get(_primary(language), FILLERS["en"])


def farewell(language: str) -> str:
    """When the model ends the conversation without a word."""
    return FAREWELLS.get(_primary(language), FAREWELLS["en"])


def _primary(language: str) -> str:
    return language.split("-")[0].lower()

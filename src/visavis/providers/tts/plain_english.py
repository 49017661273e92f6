"""Text as flite can read it: ASCII only, with the signs it would skip or spell written out in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from visavis.providers.tts.rewriting import Rewriting, unchanged

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_CURRENCIES = {"€": "euros", "£": "pounds", "¥": "yen", "₹": "rupees", "₩": "won", "₽": "roubles"}
_FRACTIONS = {"½": "one half", "¼": "one quarter", "¾": "three quarters", "⅓": "one third", "⅔": "two thirds"}
_SCALES = {"C": "degrees Celsius", "F": "degrees Fahrenheit"}


def _says(pattern: str, words: str | Callable[[re.Match[str]], str]) -> _Rule:
    return re.compile(pattern), (lambda match: f" {words} ") if isinstance(words, str) else words


_RULES: tuple[_Rule, ...] = (
    _says(r"[‘’ʼ′]", lambda _: "'"),
    _says(r"[“”„«»″]", lambda _: '"'),
    _says(r"\be\.g\.", "for example"),
    _says(r"\bi\.e\.", "that is"),
    _says(r"\bvs\.?(?=\s)", "versus"),
    _says(
        f"([{''.join(_CURRENCIES)}]) ?(\\d+(?:,\\d{{3}})*(?:\\.\\d+)?)",
        lambda match: f" {match[2]} {_CURRENCIES[match[1]]}",
    ),
    _says(f"[{''.join(_CURRENCIES)}]", lambda match: f" {_CURRENCIES[match[0]]} "),
    _says(f"[{''.join(_FRACTIONS)}]", lambda match: f" {_FRACTIONS[match[0]]} "),
    _says(r"° ?([CF])\b", lambda match: f" {_SCALES[match[1]]} "),
    _says(r"°", "degrees"),
    _says(r"(?<=\d) ?[–—] ?(?=\d)", "to"),
    _says(r"[–—]+", lambda _: " -- "),
    _says(r"…", lambda _: "..."),
    _says(r"(?<=\w)@(?=\w)", "at"),
    _says(r"(?<=[A-Za-z0-9]{2})\.(?=[a-z]{2})", "dot"),
    _says(r"(?<=[A-Za-z])/(?=[A-Za-z])", lambda _: " "),
    _says(r"(?<=\d) ?[×*] ?(?=\d)", "times"),
    _says(r"÷", "divided by"),
    _says(r"&", "and"),
    _says(r"=+", "equals"),
    _says(r"#(?=\d)", "number"),
    _says(r"~ ?(?=\d)", "about"),
    _says(r"(?<=\w) ?→ ?(?=\w)", "to"),
    _says(r"(?<= )<(?= )", "is less than"),
    _says(r"(?<= )>(?= )", "is greater than"),
)

_LETTERS = {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"} | {
    "đ": "d", "Đ": "D", "ð": "th", "Ð": "Th", "þ": "th", "Þ": "Th", "ı": "i", "⁄": "/"
}  # fmt: skip

_NOT_READ = re.compile(r"[^ -~]|[*_^`|\\{}\[\]<>~#]")


def _folded(match: re.Match[str]) -> str:
    """The nearest ASCII of one character; a space where there is none."""
    character = match[0]
    if character.isascii():
        return " "
    plain = "".join(_LETTERS.get(part, part) for part in unicodedata.normalize("NFKD", character))
    plain = "".join(part for part in plain if " " <= part <= "~")
    if plain:
        return plain
    return "" if unicodedata.category(character) in ("Mn", "Cf") else " "


def plain_english(text: str) -> Rewriting:
    """ASCII text that leads back to `text`, in linear time. Letters of other scripts become spaces."""
    plain = unchanged(text)
    for pattern, words in _RULES:
        plain = plain.replaced(pattern, words)
    return plain.replaced(_NOT_READ, _folded)

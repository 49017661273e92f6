"""Text that was written to be read, as it should be said: without markup, emoji and the paths of URLs.

What only the reader of a language can decide (numbers, "&", "°C") is left to the voice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from visavis.providers.tts.rewriting import Rewriting, unchanged

_Words = Callable[[re.Match[str]], str]

_EMOJI = "\U0001f000-\U0001faff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U000e0020-\U000e007f"


def _gone(pattern: str, flags: int = 0) -> tuple[re.Pattern[str], None]:
    """Only the group `kept` is said, or nothing."""
    return re.compile(pattern, flags), None


def _as(pattern: str, words: str | _Words, flags: int = 0) -> tuple[re.Pattern[str], _Words]:
    return re.compile(pattern, flags), (lambda _: words) if isinstance(words, str) else words


# In this order. Every repetition is bounded or cannot overlap with what follows: text of any kind costs
# linear time.
_RULES: tuple[tuple[re.Pattern[str], _Words | None], ...] = (
    # code is for reading
    _gone(r"^[ \t]*```[^\n]*(?:\n.*?)??(?:^[ \t]*```[ \t]*$|\Z)", re.MULTILINE | re.DOTALL),
    _gone(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    # links: their text
    _gone(
        r"!?\[(?P<kept>[^\[\]\n]{0,400})\]"
        r"\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?: +\"[^\"\n]{0,200}\")?\)"
    ),
    _gone(r"\[(?![\d, ]+\])(?P<kept>[^\[\]\n]{1,400})\]\[[^\[\]\n]{0,100}\]"),
    _gone(r" ?(?:\[\^[^\[\]\s]{1,30}\]|\[\d{1,3}(?:, ?\d{1,3}){0,9}\]|【[^】]{0,100}】)"),
    _gone(r"<(?:mailto:)?(?P<kept>https?://[^<>\s]{1,2000}|[^<>\s@]{1,64}@[^<>\s@]{1,255})>"),
    # URLs: their host
    _gone(
        r"\b(?:https?://(?:www\.)?|www\.)(?P<kept>[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})"
        r"(?::\d{1,5})?(?:[/?#](?:[^\s<>\"]{0,2000}[^\s<>\".,;:!?)\]*_'’”])?)?"
    ),
    # HTML
    _as(r"<br ?/?>|</(?:p|li|td|th|tr|div|h[1-6])>", " ", re.IGNORECASE),
    _gone(r"</?[A-Za-z][^<>\n]{0,400}>"),
    _as(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});", lambda match: html.unescape(match[0])),
    # Markdown: what starts a line, then what stands in it
    _gone(r"^(?:[ \t]*>)+", re.MULTILINE),
    _gone(r"^[ \t|:=*_+~-]+$", re.MULTILINE),
    _gone(r"^[ \t]*#{1,6}(?=[ \t])", re.MULTILINE),
    _gone(r"^[ \t]*[-*+•‣◦▪](?=[ \t])(?:[ \t]{1,3}\[[ xX]\](?=[ \t]))?", re.MULTILINE),
    _gone(r"^[ \t]*\||\|$", re.MULTILINE),
    _as(r" ?\|+ ?", ", "),
    _gone(r"(?P<ticks>`{1,2})(?P<kept>[^`\n]{1,400})(?P=ticks)"),
    _gone(r"\\[*_~`#>|+-]"),
    _gone(r"\\(?P<kept>[!-/:-@\[-`{-~])"),
    _as(r"\\+", " "),
    _gone(r"`+|~~+"),
    _gone(r"(?<!\d)\*+(?=[^\s*])|(?<=[^\s*])\*+(?![\d*])"),
    _gone(r"(?<!\w)_+(?=\w)|(?<=[^\W_])_+(?!\w)"),
    _as(r"(?<=[^\W_])_+(?=[^\W_])", " "),
    # faces and signs
    _gone(r"(?<!\S)(?:[:;=][-']?[()DPp/|]|<3)(?!\S)"),
    _as(f"[{_EMOJI}][{_EMOJI}\ufe0e\ufe0f\u200d]*", " "),
    _gone("\ufe0f?\u20e3|\ufe0f"),
    _gone(
        "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
    ),
    _gone(r"(?P<kept>[^\w\s])(?P=kept){3,}"),
    # white space
    _as(r"\s{2,}|[^\S ]", " "),
    _gone(r" (?=[.,!](?:\s|\Z))|\A | \Z"),
)

_NOTHING = Rewriting()


def spoken(text: str) -> Rewriting:
    """What to say for `text`, leading back to it. Empty when there is nothing to say."""
    said = unchanged(text)
    for pattern, words in _RULES:
        if pattern.search(said.text):
            said = said.unwrapped(pattern) if words is None else said.replaced(pattern, words)
    return said if any(character.isalnum() for character in said.text) else _NOTHING

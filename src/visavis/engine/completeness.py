"""Do the words so far sound finished? A cheap cue from English syntax.

A recogniser gives no punctuation and makes mistakes, so only the last word, the first word and the number of
words are used. English only: for other languages the caller leaves the cue out.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SUBORDINATE_WORDS = 6
"""With more of them both clauses may have been said."""

HESITATIONS = _words("um uh er erm hmm hm ah eh well like so")
"""As a last word: the speaker holds the floor."""

OPEN_ENDINGS = _words(
    """
    a an the this these my your his her its our their some any every each another no
    and or but because if when while although though unless until since whether than as that which who whose
    to of in on at for with from by about into onto between through during without under over near after
    before i we they he she you i'm i've i'd i'll we're we've you're they're it's there's that's
    am is are was were be been being have has had do does did will would can could should shall may might must
    don't doesn't didn't can't won't wouldn't couldn't isn't aren't
    very really quite more most less only just also even not want need like going trying what's where's how's
    what where how why which
    """
)
"""Articles, conjunctions, prepositions, subjects, auxiliaries: more must follow."""

SHORT_ANSWERS = _words(
    """
    yes no yeah yep nope okay ok sure thanks thank-you hello hi bye goodbye right exactly great please correct
    stop wait nothing maybe absolutely definitely never always
    """
)
"""Complete though short."""

QUESTION_OPENERS = _words(
    """
    what who where how why when which can could do does did is are will would should
    """
)

FRONTED_OBJECTS = _words("what who which whose much many")
"""Near the start of a question: the object of its verb has been said."""

TRANSITIVE = _words("find get give bring buy send put make show")
"""As a last word of another question: their object must follow."""

QUESTION_ENDINGS = _words("that this you is are do does it's")
"""Open endings that may nevertheless end a question: "what is that", "where are you"."""

OBJECT_OPENERS = _words("about after at before for from help in like near of on thank to with without")
"""Before "you" and its like: there they end a sentence."""

EITHER_CASE = _words("you it her this that these")
"""Open endings as a subject, and an end as an object."""

SUBORDINATE_OPENERS = _words("if because although though unless once whenever first")
"""As a first word: a second clause must follow."""

NUMBERS = _words("zero one two three four five six seven eight nine")
"""Two of them at the end are digits that are dictated, and more may follow."""

BACK_CHANNELS = _words(
    """
    mhm mm mmm hmm hm uh-huh uhhuh uh huh um oh ah yeah yes yep okay ok right sure wow really nice cool great
    i see got it true exactly good interesting
    """
)
"""What a listener says to show that she listens."""

INTERRUPTERS = _words("stop wait no hold pause actually sorry excuse hey but")
"""Near the start of a barge-in these leave no doubt."""


def words_of(text: str | None) -> list[str]:
    return re.findall(r"[a-z'-]+", (text or "").lower())


def completeness(text: str) -> float:
    """-1 (surely goes on) .. 0 (nothing to tell by) .. +2 (surely complete: a question wants an answer)."""
    words = words_of(text)
    if not words:
        return 0.0
    last = words[-1]
    if last in HESITATIONS and len(words) > 1:
        return -1.0
    if last in SHORT_ANSWERS and len(words) <= 3:
        return 1.0
    question = words[0] in QUESTION_OPENERS
    if last in OPEN_ENDINGS and not _is_object(words):
        return 0.2 if question and len(words) >= 3 and last in QUESTION_ENDINGS else -1.0
    if words[0] in SUBORDINATE_OPENERS and len(words) <= SUBORDINATE_WORDS:
        return -0.6
    if len(words) >= 2 and NUMBERS.issuperset(words[-2:]):
        return -0.6
    if question and last in TRANSITIVE and FRONTED_OBJECTS.isdisjoint(words[:2]):
        return -0.6
    if len(words) == 1:
        return -0.3
    if len(words) == 2:
        return 0.0
    return 2.0 if question else 0.4


def _is_object(words: list[str]) -> bool:
    """ "I agree with you", not "I hope you"."""
    return len(words) >= 2 and words[-1] in EITHER_CASE and words[-2] in OBJECT_OPENERS


def is_back_channel(text: str | None) -> bool:
    """Listening noises that ask for nothing: "mhm", "yeah okay", "I see"."""
    words = words_of(text)
    return 0 < len(words) <= 3 and all(word in BACK_CHANNELS for word in words)


def wants_floor(text: str | None) -> bool:
    """True when the words make an interruption certain."""
    words = words_of(text)
    if any(word in INTERRUPTERS for word in words[:3]):
        return True
    return sum(word not in BACK_CHANNELS and word not in HESITATIONS for word in words) >= 3

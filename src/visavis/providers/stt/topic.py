"""What a persona's user is likely to say: sentences of the persona's own texts, and how one begins to ask."""

from __future__ import annotations

import re

from visavis.providers.stt.trigrams import Words

MOST_CHARACTERS = 24_000
"""So much of the texts is read: some 4,000 words, for which a decoder is made in a seventh of a second."""

OPENERS = """
hello | hi there | good morning | good afternoon | good evening | how are you | i am fine thank you
thank you very much | thanks a lot | yes please | no thank you | okay | sure | that is right
that is not right | i do not know | i do not understand | can you repeat that please
could you say that again | what do you mean | can you speak more slowly | tell me more | tell me about it
tell me more about the | what is the | what are the | what is your name | who are you | what can you do
where is the | where can i find the | how can i get to the | how much is the | how much does it cost
how many are there | how long does it take | how does it work | how old is the | when was it built
when does it open | when does it close | what time does it start | is it open on | is there a
are there any | do you have a | do you have any | do i need a | can i buy a | can i book a
can i bring my | can i pay with | can you show me the | can you tell me about the | can you help me with
could you explain the | i would like to know more about | i would like to book a | i want to | i need to
i have a question about | i am looking for the | what about the | why is the | why did they | who was the
who built the | which one is the best | what happened to the | is it possible to | let me think
stop please | wait a moment | never mind | goodbye | see you later | that sounds good | great | perfect
maybe later | i am not sure | it depends on the | what do you recommend | what would you suggest
my name is | i live in | how do i | what if i | should i | would it be possible to | do you know
did you know | have you ever
"""


def sentences_of(topic: str) -> list[Words]:
    """The openers, and then the sentences of the texts: lower case, nothing but words."""
    return [*_sentences(OPENERS.replace("\n", "|")), *_sentences(topic[:MOST_CHARACTERS])]


def _sentences(text: str) -> list[Words]:
    plain = text.lower().replace("’", "'").replace("-", " ")
    parts = re.split(r"[.!?|\n;:]+", plain)
    found = (tuple(word.strip("'") for word in re.findall(r"[a-z']+", part)) for part in parts)
    return [words for words in (tuple(word for word in sentence if word) for sentence in found) if words]

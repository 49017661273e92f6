"""What the engines are given to say: talk, licence prose, and random words. Needs Debian's festlex-cmu."""

from __future__ import annotations

import random
import re
from enum import StrEnum
from pathlib import Path

LICENCES = (Path("/usr/share/common-licenses/GPL-2"), Path("/usr/share/common-licenses/GPL-3"))
DICTIONARIES = Path("/usr/share/festival/dicts/cmu")
PROSE, RANDOM_LINES = 190, 320

TALK = """
Hello, how can I help you today? | Please bring five big purple pumpkins back to my mother before Thursday.
We were happy that the puppy jumped over the fence. | She sells sea shells by the sea shore.
Thank you very much, I would love to show you around. | The quick brown fox jumps over the lazy dog.
Bob and Pam might move from Maine to Mobile. | Oh wow, you look really wonderful today!
Which movie would you choose to watch with your father? | Maybe we should book a table for both of them.
I think that the weather is beautiful in the month of February.
Peter Piper picked a peck of pickled peppers.
My number is five five zero, nine eight four. | Could you possibly wait for a moment, please?
The boy threw the toy into the blue pool. | What time does the museum open on Sunday?
How much wood would a woodchuck chuck? | I am sorry, I did not mean to bother you.
Our warehouse ships every order within two business days. | Have you ever been to Japan or Vietnam?
We have a few more options for you to explore. | Yes, of course, that is perfectly fine.
The judge thought that the measure was a bit vague. | You could use the blue button at the bottom of the page.
Mmm, let me think about it. | Very few people believe everything they have read.
A large part of my job is to listen. | Warm bread and butter make a simple breakfast.
Put the bag by the door before you leave. | The baby bumped his nose and began to weep.
Five fat frogs fell off the wharf. | We will go home soon, won't we? | Look at the full moon above the roof.
The farmer's market opens in the morning. | Tom promised to come back tomorrow afternoon.
Every evening we eat green beans and peas. | Nobody knows how the fire began.
Both brothers bathe in the northern bay. | Hot soup helps when you have a cold.
Sure, I would be happy to explain that again. | Let us move on to the next problem.
Why would you want to do that? | The map of the campus is behind you.
My sister's shop sells shoes and shirts.
He chose a large orange jumper for the journey. | Sam sometimes sings softly in the bathroom.
Keep calm and carry on. | Give the dog a big bone. | That was a tough game, though we enjoyed it.
Boo! Did I scare you? | I prefer apple pie over plum pudding. | Mom, may I have more milk?
"""


class Role(StrEnum):
    """What a sentence is for; no engine's test says a sentence that any engine taught."""

    TRAIN = "train"
    TUNE = "tune"
    TEST = "test"


def role_of(sentence: int) -> Role:
    """A sixth of the sentences tests, a twelfth tunes thresholds, the rest trains."""
    if sentence % 6 == 0:
        return Role.TEST
    return Role.TUNE if sentence % 12 == 1 else Role.TRAIN


def sentences(chance: random.Random) -> list[str]:
    """About six hundred, shuffled; a sentence is known by its place in this list."""
    found = [sentence.strip() for sentence in re.split(r"[|\n]", TALK) if sentence.strip()]
    found += _prose()
    words = _words()
    for _ in range(RANDOM_LINES):
        line = [chance.choice(words) for _ in range(chance.randint(4, 8))]
        if chance.random() < 0.5:
            line[len(line) // 2] += ","
        found.append(" ".join(line) + ".")
    chance.shuffle(found)
    return found


def _prose() -> list[str]:
    text = "".join(path.read_text() for path in LICENCES)
    text = re.sub(r"\s+", " ", re.sub(r"[^A-Za-z,.;' \n]", " ", text))
    return [line.strip() for line in re.split(r"[.;]", text) if 30 < len(line.strip()) < 110][:PROSE]


def _words() -> list[str]:
    return sorted(word for word in dictionary_entries() if re.fullmatch("[a-z]{3,9}", word))


def dictionary_entries() -> dict[str, tuple[str, ...]]:
    """Words and their phones, from entries such as ("abbey" nil (((ae b) 1) ((iy) 0)))."""
    dictionary = max(DICTIONARIES.glob("*.out"), key=lambda path: path.stat().st_size)
    found: dict[str, tuple[str, ...]] = {}
    entries = re.finditer(
        r'^\("([a-z\']+)" \S+ \((.*)\)\)$', dictionary.read_text(errors="replace"), re.MULTILINE
    )
    for entry in entries:
        phones = " ".join(re.findall(r"\(([a-z ]+)\) \d", entry[2]))
        found.setdefault(entry[1], tuple(phones.split()))
    return found

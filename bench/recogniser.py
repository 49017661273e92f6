"""How many words the embedded recogniser gets wrong, with and without the persona's own words beside it.

Two sets in flite's voices, far easier than people are: questions to a museum's guide, written apart from her
texts, and sentences about anything else. What counts is the difference between two rows of one set.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

import numpy as np
from tests.spoken import chunks, spoken

from bench.figures import Figure
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ
from visavis.providers.stt import sphinx
from visavis.providers.workers.worker import shared
from visavis.speech import Pcm

VOICES = ("rms", "slt", "awb")
AROUND_S = 0.5
QUIET = 3.0
"""The noise of a quiet room, in steps of a sample."""
HISS_DB = -20.0
"""Relative to the speech."""
LEVELS = (0.0, 0.5, 1.0)
"""Of speech enhancement."""

GUIDE = """
You are Captain Ingrid, the friendly guide of the Halden maritime museum. You love sailing ships, sextants and old
maps. You answer questions about the museum, the exhibitions, tickets and opening hours.
The Halden maritime museum shows three hundred years of seafaring. The Tordenskjold hall has a complete frigate model
with forty two cannons. The trireme exhibition explains how Greek oarsmen rowed. The planetarium teaches celestial
navigation with the astrolabe and the sextant. The submarine Nautilus can be entered by visitors older than six. Guided
tours start at eleven and at three in the afternoon. The museum is closed on Mondays. Adult tickets cost fourteen euros,
students pay nine euros and children under twelve enter for free. The cafeteria serves fish soup and waffles. The kayak
workshop takes place every Saturday. Roald Amundsen sailed the Gjoa through the Northwest Passage. The lighthouse was
built in eighteen fifty one. The gift shop sells compasses, posters and ship models. Lockers are next to the cloakroom.
Wheelchairs can be borrowed at the reception desk. Photography is allowed without flash. Parking is available behind
the shipyard. Scurvy killed more sailors than storms. A knot is one nautical mile per hour.
"""
QUESTIONS = """
how many cannons did the frigate have | when does the guided tour start in the afternoon
can children enter the submarine nautilus | where is the trireme exhibition | how did sailors use a sextant
is the museum closed on mondays | how much is a student ticket | does the cafeteria serve fish soup
who was roald amundsen | what is a nautical mile | can i take photographs without flash
when was the lighthouse built | is there a kayak workshop this saturday | where can i leave my coat
do you sell compasses in the gift shop | tell me about scurvy | how does an astrolabe work
can we borrow a wheelchair at the reception | i would like two adult tickets please
what can i see in the planetarium | is there parking behind the shipyard | how old is the tordenskjold hall
which ship went through the northwest passage | what do oarsmen do in a trireme
"""
ANYTHING_ELSE = """
my sister bought a new bicycle last week | the weather was terrible during our holiday
he forgot to lock the front door again | we should paint the kitchen before the summer
the doctor told me to drink more water | they watched a film about a famous painter
could you lend me your umbrella for a day | the train to the airport leaves in ten minutes
i have been learning the guitar since march | our neighbours have three cats and a dog
she works in a small office near the river | please turn down the music a little
the children are playing in the garden | what did you have for breakfast this morning
we need more sugar and some butter | i left my phone in the back of a taxi
the new bridge will be finished next year | nobody could answer the last question
he wants to become a teacher like his father | let us meet in front of the library
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """One set in one voice."""

    words: int
    wrong: int
    sound_s: float
    cpu_s: float

    @property
    def wrong_percent(self) -> float:
        return 100 * self.wrong / self.words


async def recogniser() -> list[Figure]:
    figures = [await _preparation()]
    for about, text in (("her museum", QUESTIONS), ("anything else", ANYTHING_ELSE)):
        for words, topic in (("general words", ""), ("her own words too", GUIDE)):
            heard = [await _hear(text, voice, topic) for voice in VOICES]
            figures += _figures(f"about {about}, {words}", heard)
    for level in LEVELS:
        heard = [await _hear(QUESTIONS, voice, GUIDE, hiss_db=HISS_DB, level=level) for voice in VOICES]
        figures += _figures(f"about her museum, hiss at {HISS_DB:g} dB, enhancement {level:g}", heard)
    await registry.close()
    return figures


def _figures(situation: str, heard: list[Heard]) -> list[Figure]:
    spent = tuple(100 * one.cpu_s / one.sound_s for one in heard)
    return [
        Figure(situation, tuple(one.wrong_percent for one in heard), "% of words wrong"),
        Figure("  work of the recogniser's process", spent, "% of a core"),
    ]


async def _preparation() -> Figure:
    """What a session's beginning costs the helper process."""
    await sphinx.warm_up()
    spent = []
    for number in range(5):
        transcriber = sphinx.transcriber()
        transcriber.about = f"{GUIDE} number {'x' * number}"  # each time another one
        before_s = _cpu_s()
        await transcriber.prepare()
        spent.append(1000 * (_cpu_s() - before_s))
    return Figure("learning a persona's own words", tuple(spent), "ms of CPU")


async def _hear(text: str, voice: str, topic: str, hiss_db: float | None = None, level: float = 0.0) -> Heard:
    """All sentences, as one session would hear them."""
    sentences = [sentence.strip() for sentence in re.split(r"[|\n]+", text) if sentence.strip()]
    transcriber, enhancer = sphinx.transcriber(topic), registry.enhancer(level)
    await transcriber.prepare()
    sounds = [_in_a_room(spoken(sentence, voice), hiss_db) for sentence in sentences]
    before_s = _cpu_s()
    wrong = 0
    for sentence, sound in zip(sentences, sounds, strict=True):
        transcription = transcriber.open()
        for chunk in chunks(sound, 512):
            transcription.feed(chunk if enhancer is None else enhancer.enhance(chunk))
        wrong += errors(_words(sentence), _words(await transcription.finish()))
    return Heard(
        words=sum(len(_words(sentence)) for sentence in sentences),
        wrong=wrong,
        sound_s=sum(len(sound) for sound in sounds) / MICROPHONE_HZ,
        cpu_s=_cpu_s() - before_s,
    )


def _in_a_room(speech: Pcm, hiss_db: float | None) -> Pcm:
    around = np.zeros(round(AROUND_S * MICROPHONE_HZ), np.int16)
    sound = np.concatenate((around, speech, around))
    loudness = np.sqrt(np.mean(speech.astype(np.float64) ** 2))
    level = QUIET if hiss_db is None else loudness * 10 ** (hiss_db / 20)
    noise = np.random.default_rng(len(speech)).normal(0, level, len(sound))
    return np.clip(sound + noise, -32768, 32767).astype(np.int16)


def errors(said: list[str], heard: list[str]) -> int:
    """Words that were replaced, left out or added: the least number that explains the difference."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        above, row[0] = row[0], number
        for column, other in enumerate(heard, 1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (word != other)),
            )
    return row[-1]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def _cpu_s() -> float:
    """What the helper process has used so far."""
    pid = shared(sphinx.MODULE).pid
    if pid is None:
        return 0.0
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

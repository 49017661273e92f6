"""festival's voices: three English ones, and ten of other languages, who read the English letters their way.

The others are here for their mouths: nothing else free has so many different human voices with phone times.
Needs Debian's festival and the festvox packages that `VOICES` names.
"""

from __future__ import annotations

import random
import re
import subprocess
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from training.mouth.recording import Recording
from visavis.speech import Alphabet, Phone

ENGLISH, FOREIGN = 150, 60
"""Sentences of each voice."""

# Phones of the other languages, in the flite phones that look most alike. Digits (stress), "~" (palatal)
# and ":" (length) are dropped before looking up.
_COMMON = {
    "p": "p", "b": "b", "m": "m", "f": "f", "v": "v", "t": "t", "d": "d", "n": "n", "s": "s", "z": "z",
    "k": "k", "g": "g", "l": "l", "r": "r", "j": "y", "w": "w", "h": "hh", "a": "aa", "e": "eh", "E": "eh",
    "i": "iy", "o": "ao", "O": "ao", "u": "uw", "@": "ax", "S": "sh", "Z": "zh", "ts": "s", "dz": "z",
    "tS": "ch", "dZ": "jh", "N": "ng", "J": "n", "L": "l", "#": "pau", "##": "pau", "_": "pau", "pau": "pau",
}  # fmt: skip
CATALAN = _COMMON | {"rr": "r", "ax": "ax"}
CZECH = _COMMON | {"c": "s", "ch": "k", "n*": "ng", "r*": "zh"}
FINNISH = _COMMON | {"y": "uw", "7": "er", "&": "ae", "T": "th", "D": "dh"}
ITALIAN = _COMMON | {"nf": "n", "ng": "ng"}
RUSSIAN = _COMMON | {
    "aa": "aa", "ii": "iy", "yy": "ih", "uu": "uw", "ee": "eh", "oo": "ao", "ae": "ae", "ay": "ax",
    "ur": "uh", "y": "ih", "a": "ah", "pp": "p", "bb": "b", "tt": "t", "dd": "d", "kk": "k", "gg": "g",
    "c": "s", "ch": "ch", "ff": "f", "vv": "v", "ss": "s", "zz": "z", "sh": "sh", "sch": "sh", "zh": "zh",
    "hh": "k", "h": "k", "mm": "m", "nn": "n", "ll": "l", "rr": "r",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    name: str
    command: str
    phones: dict[str, str] | None = None
    """None: it speaks English with flite's phones."""


VOICES = (
    Voice("kal", "voice_kal_diphone"),  # festvox-kallpc16k
    Voice("ked", "voice_ked_diphone"),  # festvox-kdlpc16k
    Voice("slthts", "voice_cmu_us_slt_arctic_hts"),  # festvox-us-slt-hts
    Voice("ona", "voice_upc_ca_ona_hts", CATALAN),  # festvox-ca-ona-hts
    Voice("dita", "voice_czech_dita", CZECH),  # festvox-czech-dita
    Voice("krb", "voice_czech_krb", CZECH),  # festvox-czech-krb
    Voice("machac", "voice_czech_machac", CZECH),  # festvox-czech-machac
    Voice("ph", "voice_czech_ph", CZECH),  # festvox-czech-ph
    Voice("mv", "voice_hy_fi_mv_diphone", FINNISH),  # festvox-suopuhe-mv
    Voice("lj", "voice_suo_fi_lj_diphone", FINNISH),  # festvox-suopuhe-lj
    Voice("lp", "voice_lp_diphone", ITALIAN),  # festvox-italp16k
    Voice("pc", "voice_pc_diphone", ITALIAN),  # festvox-itapc16k
    Voice("nsh", "voice_msu_ru_nsh_clunits", RUSSIAN),  # festvox-ru
)


def recite(texts: Sequence[str], chance: random.Random) -> Iterator[Recording]:
    for voice in VOICES:
        count = ENGLISH if voice.phones is None else FOREIGN
        yield from _recite(voice, texts, chance.sample(range(len(texts)), count))


def _recite(voice: Voice, texts: Sequence[str], numbers: Sequence[int]) -> Iterator[Recording]:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        script = folder / "recite.scm"
        script.write_text(
            "\n".join(
                [
                    f"({voice.command})",
                    _SAY,
                    *(f'(say "{_plain(texts[number], voice)}" "{folder}/{number}")' for number in numbers),
                ]
            )
        )
        subprocess.run(["festival", "-b", str(script)], check=True, capture_output=True)
        for number in numbers:
            marks = folder / f"{number}.marks"
            if not marks.exists():
                continue  # a word that the voice's diphones cannot say
            with wave.open(str(folder / f"{number}.wav")) as sound:
                pcm = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
                rate_hz = sound.getframerate()
            phones = tuple(_phones(marks.read_text(), voice))
            yield Recording("festival", voice.name, number, pcm, rate_hz, phones, Alphabet.ARPABET)


_SAY = """
(define (say text path)
  (unwind-protect
    (let ((utt (SynthText text)) (marks (fopen (string-append path ".marks") "w")))
      (utt.save.wave utt (string-append path ".wav") 'riff)
      (mapcar (lambda (s) (format marks "%s %f\\n" (item.name s) (item.feat s 'end)))
              (utt.relation.items utt 'Segment))
      (fclose marks))
    nil))
"""


def _plain(text: str, voice: Voice) -> str:
    """Other languages' rules know no apostrophes, and not all know every capital."""
    if voice.phones is None:
        return text
    return re.sub(r"[^a-z ,.]", "", text.lower().replace("q", "k").replace("w", "v").replace("x", "ks"))


def _phones(marks: str, voice: Voice) -> Iterator[Phone]:
    start_s = 0.0
    for line in marks.splitlines():
        symbol, end = line.split()
        yield Phone(flite_phone(symbol, voice.phones), start_s, float(end))
        start_s = float(end)


def flite_phone(symbol: str, phones: dict[str, str] | None) -> str:
    """The flite phone that looks like a phone of another language. Raises KeyError for one unheard of."""
    if phones is None or symbol in phones:
        return symbol if phones is None else phones[symbol]
    return phones[re.sub(r"(?<=.)[1:~]", "", symbol)]

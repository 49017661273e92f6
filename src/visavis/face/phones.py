"""Which mouth shape belongs to which phone: the symbol tables of every alphabet a voice may use.

Phones are folded into a couple of dozen visemes, because that is about all that lips can tell apart
(Fisher 1968; Jeffers and Barley 1971). How each viseme looks stands in `visemes.py`.

Sources of the symbols: flite's us phone set; espeak-ng's `docs/phonemes.md` and its compiled phoneme
table, all languages; the IPA chart of 2020.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, auto
from functools import lru_cache

from visavis.speech import Alphabet


class Viseme(Enum):
    """A family of phones that look alike."""

    REST = auto()
    # consonants, front to back
    BILABIAL = auto()  # p b m: lips sealed
    NEAR_BILABIAL = auto()  # Spanish b between vowels: lips nearly meet
    LABIODENTAL = auto()  # f v: lower lip under the teeth
    DENTAL = auto()  # th: tongue tip between the teeth
    ALVEOLAR = auto()  # t d n
    SIBILANT = auto()  # s z: teeth together
    LATERAL = auto()  # l: tongue tip up
    POSTALVEOLAR = auto()  # sh ch j: lips pushed forward
    RHOTIC = auto()  # r
    PALATAL = auto()  # y: a fleece in passing
    VELAR = auto()  # k g ng: lips free
    BREATH = auto()  # h and the glottal stop: takes the shape of its neighbours
    ROUND_GLIDE = auto()  # w
    # vowels, close to open
    CLOSE_FRONT = auto()  # fleece
    NEAR_CLOSE_FRONT = auto()  # kit
    ROUND_FRONT = auto()  # French tu, German schön
    CLOSE_ROUND = auto()  # goose
    NEAR_CLOSE_ROUND = auto()  # foot
    FRONT_MID = auto()  # dress
    SCHWA = auto()  # comma; also whatever is unknown
    RHOTIC_VOWEL = auto()  # nurse
    ROUND_MID = auto()  # goat
    MID = auto()  # strut
    ROUND_OPEN = auto()  # thought
    NEAR_OPEN = auto()  # trap
    OPEN = auto()  # palm


VOWELS = frozenset(viseme for viseme in Viseme if viseme.value >= Viseme.CLOSE_FRONT.value)

_Shapes = tuple[Viseme, ...]


def _table(**symbols_of: str) -> dict[str, _Shapes]:
    """`BILABIAL="p b m"` for every viseme -> one viseme per symbol."""
    return {symbol: (Viseme[name],) for name, symbols in symbols_of.items() for symbol in symbols.split()}


ARPABET: dict[str, _Shapes] = _table(
    REST="pau sil ssil sp spn nsn h brth",
    BILABIAL="p b m",
    LABIODENTAL="f v",
    DENTAL="th dh",
    ALVEOLAR="t d n dx nx",
    SIBILANT="s z",
    LATERAL="l",
    POSTALVEOLAR="sh zh ch jh",
    RHOTIC="r",
    VELAR="k g ng",
    BREATH="hh hv q",
    ROUND_GLIDE="w wh",
    PALATAL="y",
    CLOSE_FRONT="iy",
    NEAR_CLOSE_FRONT="ih ix",
    CLOSE_ROUND="uw ux",
    NEAR_CLOSE_ROUND="uh",
    FRONT_MID="eh",
    SCHWA="ax",
    RHOTIC_VOWEL="er axr",
    MID="ah",
    ROUND_OPEN="ao",
    NEAR_OPEN="ae",
    OPEN="aa",
) | {
    "ay": (Viseme.OPEN, Viseme.NEAR_CLOSE_FRONT),
    "aw": (Viseme.OPEN, Viseme.NEAR_CLOSE_ROUND),
    "ey": (Viseme.FRONT_MID, Viseme.CLOSE_FRONT),
    "ow": (Viseme.ROUND_MID, Viseme.CLOSE_ROUND),
    "oy": (Viseme.ROUND_OPEN, Viseme.CLOSE_FRONT),
    "el": (Viseme.SCHWA, Viseme.LATERAL),
    "em": (Viseme.SCHWA, Viseme.BILABIAL),
    "en": (Viseme.SCHWA, Viseme.ALVEOLAR),
}
"""By whole symbol ("h#" is looked up as "h")."""

ESPEAK: dict[str, _Shapes] = _table(
    BILABIAL="p b m P M",
    NEAR_BILABIAL="B",
    LABIODENTAL="f v F",
    DENTAL="T D",
    ALVEOLAR="t d n",
    SIBILANT="s z",
    LATERAL="l L K",
    POSTALVEOLAR="S Z tS dZ",
    RHOTIC="r R rR *",
    VELAR="k g N ng x X c C J q Q G H",
    BREATH="h ?",
    ROUND_GLIDE="w",
    PALATAL="j ;",
    CLOSE_FRONT="i",
    NEAR_CLOSE_FRONT="I",
    ROUND_FRONT="y Y W 2 8 9",
    CLOSE_ROUND="u",
    NEAR_CLOSE_ROUND="U",
    FRONT_MID="e E",
    SCHWA="@ 4 a#",
    RHOTIC_VOWEL="3",
    ROUND_MID="o 5",
    MID="V",
    ROUND_OPEN="O 0",
    NEAR_OPEN="a &",
    OPEN="A aa",
)
"""By the longest match from the left; a digit counts as a letter only where a mnemonic starts with it."""

IPA: dict[str, _Shapes] = _table(
    BILABIAL="p b m ɓ ʙ",
    NEAR_BILABIAL="β ɸ",
    LABIODENTAL="f v ɱ ʋ ⱱ",
    DENTAL="θ ð",
    ALVEOLAR="t d n ɾ ɖ ʈ ɳ ɗ",
    SIBILANT="s z",
    LATERAL="l ɫ ɭ ʎ ʟ ɬ ɮ ɺ",
    POSTALVEOLAR="ʃ ʒ tʃ dʒ ʧ ʤ ʂ ʐ ɕ ʑ tɕ dʑ tʂ dʐ ɧ",
    RHOTIC="r ɹ ɻ ʀ ʁ ɽ",
    VELAR="k g ɡ ŋ x ɣ ɰ c ɟ ʝ ɲ q ɢ ɴ χ ħ ʕ ɠ ʄ ʛ",
    BREATH="h ɦ ʔ ʡ ʜ ʢ",
    ROUND_GLIDE="w ʍ ɥ",
    PALATAL="j",
    CLOSE_FRONT="i ɨ",
    NEAR_CLOSE_FRONT="ɪ ᵻ",
    ROUND_FRONT="y ʏ ø œ ɶ ɵ",
    CLOSE_ROUND="u ʉ",
    NEAR_CLOSE_ROUND="ʊ ᵿ ɯ",
    FRONT_MID="e ɛ ɘ",
    SCHWA="ə ɐ ɤ",
    RHOTIC_VOWEL="ɚ ɝ ɜ ɞ",
    ROUND_MID="o",
    MID="ʌ",
    ROUND_OPEN="ɔ ɒ",
    NEAR_OPEN="æ a",
    OPEN="ɑ",
)
"""By the longest match from the left, after stress, length, tone and every diacritic are taken away."""

_STRESS = {Alphabet.ARPABET: "1", Alphabet.ESPEAK: "'", Alphabet.IPA: "ˈ"}
_LONGEST_LETTER = 2


@lru_cache(maxsize=4096)
def visemes_of(symbol: str, alphabet: Alphabet) -> tuple[Viseme, ...]:
    """The mouth shapes of one phone, in order; they share its time evenly.

    Empty for a mark without a sound of its own (stress, tone, a word link). Every other symbol that no
    table knows is a neutral vowel: an unheard-of phone is no reason to stop a face.
    """
    if alphabet is Alphabet.ARPABET:
        name = "".join(letter for letter in symbol.lower() if letter.isalpha())
        return ARPABET.get(name, (Viseme.SCHWA,)) if name else (Viseme.REST,)
    if alphabet is Alphabet.ESPEAK:
        return _read_espeak(symbol)
    return _read_ipa(symbol)


def is_stressed(symbol: str, alphabet: Alphabet) -> bool:
    """Whether the symbol itself carries primary stress; flite's phones never do."""
    return _STRESS[alphabet] in symbol


def _read_espeak(mnemonic: str) -> _Shapes:
    core = mnemonic.strip("',%=")
    if core.startswith("_") or not mnemonic:
        return (Viseme.REST,)
    if core in ESPEAK:
        return ESPEAK[core]
    if core.isdigit() and not core.startswith("0"):
        return ()  # a tone
    letters = core[:1] + "".join(letter for letter in core[1:] if not letter.isdigit())
    return _read(letters, ESPEAK)


def _read_ipa(symbol: str) -> _Shapes:
    if not symbol.strip(" _|‖"):
        return (Viseme.REST,)
    # Taken apart, a letter sheds its diacritics; ç is a letter of its own and would become c.
    marked = unicodedata.normalize("NFD", symbol.replace("ç", "ʝ"))
    categories = ((letter, unicodedata.category(letter)) for letter in marked)
    letters = "".join(letter for letter, kind in categories if kind[0] == "L" and kind != "Lm")
    return _read(letters, IPA)


def _read(letters: str, table: dict[str, _Shapes]) -> _Shapes:
    """Cut letters into table entries, the longest first; what no entry covers is passed over."""
    shapes: list[Viseme] = []
    place = 0
    while place < len(letters):
        for length in range(_LONGEST_LETTER, 0, -1):
            found = table.get(letters[place : place + length])
            if found:
                shapes.extend(shape for shape in found if shapes[-1:] != [shape])
                place += length
                break
        else:
            place += 1
    if shapes or not any(letter.isalpha() for letter in letters):
        return tuple(shapes)
    return (Viseme.SCHWA,)

"""How a word that stands in no dictionary is probably spoken: flite's letter-to-sound rules, through ctypes.

Loaded in the helper process only: it is native code, and may crash. Source: flite 2.2, as Debian builds it
(`libflite1`): cst_lexicon.h, cst_val.h.
"""

from __future__ import annotations

import ctypes as c
import re

_SIGNATURES: tuple[tuple[str, object, tuple[object, ...]], ...] = (
    ("flite_init", c.c_int, ()),
    ("lex_lookup", c.c_void_p, (c.c_void_p, c.c_char_p, c.c_char_p, c.c_void_p)),
    ("val_car", c.c_void_p, (c.c_void_p,)),
    ("val_cdr", c.c_void_p, (c.c_void_p,)),
    ("val_string", c.c_char_p, (c.c_void_p,)),
    ("delete_val", None, (c.c_void_p,)),
)


class Spelling:
    """Raises OSError where flite is not installed."""

    def __init__(self) -> None:
        self._flite = c.CDLL("libflite.so.1", mode=c.RTLD_GLOBAL)
        c.CDLL("libflite_usenglish.so.1", mode=c.RTLD_GLOBAL)
        lexicons = c.CDLL("libflite_cmulex.so.1", mode=c.RTLD_GLOBAL)
        for name, result, arguments in _SIGNATURES:
            function = getattr(self._flite, name)
            function.restype, function.argtypes = result, arguments
        self._flite.flite_init()
        lexicons.cmu_lex_init.restype = c.c_void_p
        self._lexicon = lexicons.cmu_lex_init()

    def phones(self, word: str) -> list[str]:
        """As pocketsphinx's English model names them; `word` is lower-case ASCII letters."""
        found = self._flite.lex_lookup(self._lexicon, word.encode("ascii"), None, None)
        phones, rest = [], found
        while rest:
            phone: bytes = self._flite.val_string(self._flite.val_car(rest))
            phones.append(_as_sphinx(phone.decode("ascii")))
            rest = self._flite.val_cdr(rest)
        if found:
            self._flite.delete_val(found)
        return phones


def _as_sphinx(phone: str) -> str:
    """Without stress, and with one name for both schwas."""
    plain = re.sub(r"\d", "", phone).upper()
    return "AH" if plain == "AX" else plain

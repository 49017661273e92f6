"""Compares what a request said with what was made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar
from urllib.parse import quote

from pydantic import AliasChoices, BaseModel

LONGEST_NAME = 60
"""Characters that a path shows of a name which a client made up."""
PLAIN = "$_-~[]"
"""Beside letters and digits. Paths go into headers; a name's own dots and commas are quoted."""


class Heard(BaseModel):
    """An object of a request, which can tell what of it is not used."""

    also_read: ClassVar[frozenset[str]] = frozenset()
    """Names that are understood without being fields."""

    def in_vain(self) -> Iterable[str]:
        """Paths of fields that were given and do nothing here, or not beside the others."""
        return ()


def unused_fields(heard: Heard, said: Mapping[str, Any]) -> Iterator[str]:
    """Dotted paths of what `said` holds and `heard`, which was made of it, does not use, at any depth.

    Names that stand for the same field are all used where they say the same.
    """
    read = set(heard.also_read)
    for field, names in names_of(type(heard)).items():
        given = [name for name in names if name in said]
        if given:
            read.update(given)
            yield from (quoted(name) for name in given[1:] if said[name] != said[given[0]])
            yield from _inside(getattr(heard, field), said[given[0]], quoted(given[0]))
    yield from (quoted(name) for name in said if name not in read)
    yield from heard.in_vain()


@cache
def names_of(model: type[BaseModel]) -> dict[str, tuple[str, ...]]:
    """Under which names a body may give each field; the first one is the public one, and counts first."""
    return {field: _names(model, field) for field in model.model_fields}


def quoted(name: object) -> str:
    """A name as one part of a path: short, and of characters that a header may hold."""
    plain = quote(str(name), safe=PLAIN, errors="replace").replace(".", "%2E") or '""'
    return plain if len(plain) <= LONGEST_NAME else f"{plain[:LONGEST_NAME]}~"


def _inside(heard: Any, said: Any, path: str) -> Iterator[str]:
    if isinstance(heard, Heard) and isinstance(said, Mapping):
        yield from (f"{path}.{one}" for one in unused_fields(heard, said))
    elif isinstance(heard, list) and isinstance(said, list):
        for number, (one, of) in enumerate(zip(heard, said, strict=False)):
            yield from _inside(one, of, f"{path}.{number}")


def _names(model: type[BaseModel], field: str) -> tuple[str, ...]:
    alias = model.model_fields[field].validation_alias
    public = alias.choices if isinstance(alias, AliasChoices) else (alias,)
    return tuple(dict.fromkeys([*(name for name in public if isinstance(name, str)), field]))

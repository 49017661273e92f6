"""Messages as a vendor's own SDK has them: its types are lenient with what it does not know, and here are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError


def read_strictly(message: Mapping[str, Any], *types: type[BaseModel]) -> BaseModel:
    """As the first of the types that it fits in every field.

    Raises:
        AssertionError: it fits none; says for each what it minds.
    """
    minded = list[str]()
    for one in types:
        try:
            read = one.model_validate(message)
        except ValidationError as error:
            minded.append(str(error))
            continue
        if not (strange := list(_strange(read, message))):
            return read
        minded.append(f"{one.__name__} does not know {', '.join(strange)}")
    raise AssertionError(f"{message} is none of the vendor's messages: " + "; ".join(minded))


def named_in(type: Any) -> set[str]:
    """The names that a type lists; an SDK takes any other too, unread."""
    if get_origin(type) is Literal:
        return set(get_args(type))
    return set[str]().union(*map(named_in, get_args(type)))


def as_it_came(read: BaseModel) -> dict[str, Any]:
    """What was on the wire, of a message that an SDK has read without checking it."""
    return read.model_dump(by_alias=True, exclude_unset=True, warnings=False)


def _strange(read: Any, raw: Any, where: str = "") -> Iterator[str]:
    """Paths of fields that the type does not have."""
    if isinstance(read, BaseModel):
        names = {field.alias or name: name for name, field in type(read).model_fields.items()}
        names |= {name: name for name in names.values()}  # Fern's types take both
        for name, value in raw.items():
            if name in names:
                yield from _strange(getattr(read, names[name]), value, f"{where}.{name}")
            else:
                yield f"{where}.{name}"
    elif isinstance(read, list):
        for number, (one, its) in enumerate(zip(read, raw, strict=True)):
            yield from _strange(one, its, f"{where}[{number}]")

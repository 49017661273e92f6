"""What a request said and nobody used"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import AliasChoices, Field

from visavis.services.errors import Unused
from visavis.services.ignored import heeded, ignore
from visavis.services.options import Body, Lenient
from visavis.services.unused_fields import quoted, unused_fields


class Wheel(Lenient):
    size_cm: float | None = None


class Engine(Lenient):
    power_kw: float


class Car(Body):
    also_read = frozenset({"kind"})

    display_name: str = Field("", validation_alias=AliasChoices("displayName", "name"))
    wheels: list[Wheel] = Field(default_factory=list)
    drive: Wheel | Engine | None = None
    papers: dict[str, Any] | None = None
    horn: str | None = None

    def in_vain(self) -> Iterator[str]:
        if self.horn:
            yield "horn"


@pytest.mark.parametrize(
    ("said", "unused"),
    [
        ({}, []),
        ({"displayName": "Beetle", "wheels": [{"sizeCm": 38.0}], "papers": {"any": {"thing": 1}}}, []),
        ({"name": "Beetle"}, []),
        ({"display_name": "Beetle", "kind": "car"}, []),
        ({"displayName": "Beetle", "name": "Beetle"}, []),
        ({"displayName": "Beetle", "name": "Golf"}, ["name"]),
        ({"colour": "red", "doors": None}, ["colour", "doors"]),
        ({"wheels": [{}, {"tyre": 1, "sizeCm": 2.0}]}, ["wheels.1.tyre"]),
        ({"drive": {"powerKw": 1.0, "fuel": "diesel"}}, ["drive.fuel"]),
        ({"drive": None, "wheels": []}, []),
        ({"horn": "loud"}, ["horn"]),
        ({"horn": ""}, []),
        ({"a.b": 1, "c,d": 1, "ä\r\nx: y": 1, "": 1}, ["a%2Eb", "c%2Cd", "%C3%A4%0D%0Ax%3A%20y", '""']),
    ],
)
def test_what_is_not_used_is_named(said: dict[str, Any], unused: list[str]) -> None:
    assert list(unused_fields(Car.model_validate(said), said)) == unused


def test_long_names_are_cut() -> None:
    assert quoted("x" * 10_000) == "x" * 60 + "~"
    assert len(quoted("ä" * 10_000)) == 61


def test_bodies_tell_by_themselves() -> None:
    with heeded(strict=False) as heed:
        Car.model_validate({"colour": "red", "wheels": [{"tyre": 1}]})
        assert heed.paths == ["wheels.0.tyre", "colour"]
    with heeded(strict=True), pytest.raises(Unused) as refused:
        Car.model_validate({"colour": "red", "wheels": [{"tyre": 1}]})
    assert refused.value.paths == ["wheels.0.tyre", "colour"]


def test_outside_of_requests_nobody_wants_to_know() -> None:
    ignore(["a"])
    with heeded(strict=False) as outer:
        with heeded(strict=False) as inner:
            ignore(["b"])
        assert (outer.paths, inner.paths) == ([], ["b"])


def test_inside_of_what_is_ignored_as_a_whole_nothing_is_named() -> None:
    with heeded(strict=False) as heed:
        ignore(["tools.0.colour", "ab.c"])
        ignore(["tools", "a", "a"])
        assert heed.paths == ["ab.c", "tools", "a"]

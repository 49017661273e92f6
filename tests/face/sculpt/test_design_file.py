from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from visavis.face.sculpt.design import Design
from visavis.face.sculpt.design_file import (
    DesignError,
    describe_parameters,
    design_of,
    read_design,
    write_design,
)
from visavis.face.stock import PEOPLE


def test_what_a_design_leaves_out_keeps_its_usual_value() -> None:
    assert design_of({}) == Design()
    assert design_of({"smile": 0.9}).smile == 0.9


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"smlie": 0.5}, "no parameter 'smlie'. Did you mean 'smile'?"),
        ({"horns": 2}, "--list-parameters"),
        ({"smile": 40}, "smile is 40; it must lie between -0.4 and 1.1"),
        ({"smile": "broad"}, "must be a number"),
        ({"smile": True}, "must be a number"),
        ({"smile": float("nan")}, "must be a number"),
        ({"hair": "mohawk"}, "hair is 'mohawk'; it must be one of bald, buzz"),
        ({"skin": "brown"}, 'a colour such as "#'),
        ({"skin": ""}, "a colour such as"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(parameters: dict[str, Any], said: str) -> None:
    with pytest.raises(DesignError) as refusal:
        design_of(parameters)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"), [("{", "is not JSON"), ("[1]", "one JSON object"), (None, "cannot be read")]
)
def test_a_file_that_holds_no_design_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "theo.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(DesignError, match=said):
        read_design(path)


def test_a_design_is_written_as_what_differs_from_the_usual(tmp_path: Path) -> None:
    design = design_of({"smile": 0.9, "hair": "bob", "brow_colour": "#102030"})
    write_design(design, tmp_path / "theo.json")
    assert set(json.loads((tmp_path / "theo.json").read_text())) == {"smile", "hair", "brow_colour"}
    assert read_design(tmp_path / "theo.json") == design


def test_every_parameter_is_described_with_what_it_may_be() -> None:
    lines = list(describe_parameters())
    assert [line.split(":")[0] for line in lines] == [part.name for part in fields(Design)]
    assert "smile: corners of the mouth: 0 level, 1 a broad closed smile (-0.4 to 1.1; usually 0.5)" in lines


@pytest.mark.parametrize("name", PEOPLE)
def test_the_stock_people_are_designs_like_any_other(name: str) -> None:
    design = read_design(PEOPLE[name].folder / "design.json")
    assert design.setting == PEOPLE[name].own_setting()


def test_no_two_stock_people_have_the_same_mouth_eyes_or_room() -> None:
    designs = [read_design(person.folder / "design.json") for person in PEOPLE.values()]
    for attitude in (
        {(it.smile, it.smile_skew) for it in designs},
        {(it.lid_upper, it.lid_lower, it.lid_peak) for it in designs},
        {(it.brow_height, it.brow_arch, it.brow_tilt, it.brow_skew) for it in designs},
        {it.room for it in designs},
    ):
        assert len(attitude) == len(designs)

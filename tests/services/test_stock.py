"""The stock catalogue agrees with itself, with the people that are shipped, and with its documentation."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from uuid import UUID

from visavis.services import stock
from visavis.services.pictures import FOLDER, clip_path, picture_path
from visavis.services.stock_avatars import AVATARS, PEOPLE, ROOMS
from visavis.services.voice_options import OPTION_FAMILIES

PAGE = (Path(__file__).parents[2] / "docs" / "compatibility.md").read_text()


def rows_of_the_page() -> dict[str, list[str]]:
    """Every table row of docs/compatibility.md that starts with an id, by that id."""
    rows = re.findall(r"^\| `([^`]+)` \|(.+)\|$", PAGE, re.MULTILINE)
    return {id: [cell.strip() for cell in cells.split("|")] for id, cells in rows}


def test_the_page_lists_every_avatar_with_its_name_and_person() -> None:
    rows = rows_of_the_page()
    for avatar in AVATARS:
        assert rows[avatar.id][:2] == [f"{avatar.display_name}, {avatar.variant_name}", avatar.rig]


def test_the_page_lists_every_voice_with_what_speaks_it() -> None:
    rows = rows_of_the_page()
    for voice in stock.VOICES:
        assert rows[voice.id][:3] == [
            voice.display_name, voice.provider, f"{voice.engine} {voice.engine_voice}",
        ]  # fmt: skip


def test_the_page_lists_every_llm_persona_and_tool() -> None:
    rows = rows_of_the_page()
    for llm in stock.LLMS:
        assert rows[llm.id][0] == llm.display_name
    for persona in stock.PERSONAS:
        assert rows[persona.id][0] == persona.name
    for tool in stock.TOOLS:
        assert rows[tool.id][0] == tool.name
    for legacy in stock.LEGACY_LLMS:
        assert legacy in rows


def test_ids_are_unique_and_well_formed() -> None:
    for things in (AVATARS, stock.VOICES, stock.LLMS, stock.PERSONAS, stock.TOOLS):
        ids = [thing.id for thing in things]
        assert len(set(ids)) == len(ids)
        for id in ids:
            assert id == stock.CLIENT_THINKS or str(UUID(id)) == id


def test_personas_are_made_of_stock_parts() -> None:
    avatars, voices = {a.id for a in AVATARS}, {v.id for v in stock.VOICES}
    for persona in stock.PERSONAS:
        assert persona.avatar_id in avatars
        assert persona.voice_id in voices
    for avatar in AVATARS:
        assert stock.voice_for(avatar.id) in voices
    assert stock.voice_for("an avatar that somebody made") in voices


def test_every_avatar_has_a_picture_of_each_shape_and_a_small_clip() -> None:
    for avatar in AVATARS:
        assert picture_path(avatar.rig, "square")
        assert picture_path(avatar.rig, "landscape")
        assert picture_path(avatar.rig, "portrait")
        assert clip_path(avatar.rig)
        assert (FOLDER / f"{avatar.rig}_idle.mp4").stat().st_size <= 400_000


def test_everybody_is_there_in_every_room_their_own_first() -> None:
    for person in PEOPLE:
        rooms = [it.room for it in AVATARS if it.person is person and it.display_name == person.display_name]
        assert set(rooms) == set(ROOMS)
        assert rooms[0] == person.own_room


def test_faces_get_voices_of_their_sex() -> None:
    voices = {voice.id: voice.gender for voice in stock.VOICES}
    for avatar in AVATARS:
        assert voices[stock.voice_for(avatar.id)] == ("FEMALE" if avatar.person.woman else "MALE")


def test_words_for_looks_tell_people_apart() -> None:
    assert len({(person.woman, person.tags) for person in PEOPLE}) == len(PEOPLE)


def test_the_gallery_is_small() -> None:
    faces = Path(str(resources.files("visavis"))) / "face" / "stock"
    files = [path for folder in (FOLDER, faces) for path in folder.rglob("*") if path.suffix != ".py"]
    assert sum(path.stat().st_size for path in files if path.is_file()) < 6_000_000


def test_every_voice_takes_a_known_family_of_options() -> None:
    assert {voice.provider for voice in stock.VOICES} <= set(OPTION_FAMILIES)


def test_only_voices_of_absent_providers_are_stand_ins() -> None:
    for voice in stock.VOICES:
        assert (voice.stand_in_note is not None) == voice.published


def test_the_people_are_those_that_the_face_ships() -> None:
    shipped = Path(str(resources.files("visavis"))) / "face" / "stock"

    assert {curves.parent.name for curves in shipped.glob("*/curves.json")} == {
        person.name for person in PEOPLE
    }

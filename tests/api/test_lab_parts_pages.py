"""The pages of the Lab for what personas are made of, in a browser: avatars, voices and LLMs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from starlette.responses import JSONResponse
from tests.api.lab_page import LabPage, visit
from tests.api.servers import Server, listening_server
from tests.e2e.browser.chromium import chromium
from tests.face.photo.photos import jpeg, landscape_without_people, photo_of, scaled
from tests.model_files import fetched_models
from tests.placements import ScriptedPlacement
from tests.scripted_llm import MODEL, ScriptedLlm, says, scripted_llm
from tests.sounds import wav

from visavis.services.errors import TooManyRequests, Unprocessable

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BUILT_MS = 90_000
"""A face is built by a process of the least priority."""
SECRET = "sk-very-secret-indeed"
PHOTO = {"name": "alex.jpg", "mimeType": "image/jpeg", "buffer": jpeg(scaled(photo_of(), 0.6))}
NOBODY = {"name": "hill.jpg", "mimeType": "image/jpeg", "buffer": jpeg(landscape_without_people())}


@dataclass
class House:
    """One server for the whole file."""

    server: Server
    llm: ScriptedLlm
    browser: Browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("parts")
    (folder / "data").mkdir()
    (folder / "microphone.wav").write_bytes(wav(30))
    (folder / "data" / "models").symlink_to(fetched_models())
    async with (
        scripted_llm() as llm,
        listening_server(folder / "data", ScriptedPlacement(), allowed_hosts=llm.host) as server,
        chromium(folder / "microphone.wav") as browser,
    ):
        server.client.headers["connection"] = "close"  # between two of its requests a face may be built
        yield House(server, llm, browser)


@pytest_asyncio.fixture(loop_scope="module")
async def lab(house: House) -> AsyncIterator[LabPage]:
    async with visit(house.browser, house.server) as lab:
        await lab.opened("/account")
        yield lab


async def made_llm(house: House, name: str, **changes: Any) -> str:
    urls = [{"url": house.llm.url}]
    body = {"displayName": name, "llmFormat": "openai", "modelName": MODEL, "urls": urls, "secret": SECRET}
    reply = await house.server.client.post("/v1/llms", json=body | changes)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


# LLMs


async def test_an_llm_is_tried_before_it_is_added_and_its_key_is_never_shown(
    lab: LabPage, house: House
) -> None:
    house.llm.scripts = [JSONResponse({"error": {"message": f"Incorrect API key: {SECRET}"}}, 401)]
    await lab.open("/llms")
    await lab.page.get_by_role("link", name="Add your own").click()
    await lab.page.get_by_label("Name").fill("House model")
    await lab.page.get_by_label("Addresses").fill(house.llm.url)
    await expect(lab.button("Send")).to_be_disabled()
    await lab.page.get_by_label("Model", exact=True).fill(MODEL)
    await lab.page.get_by_label("Key", exact=True).fill(SECRET)

    await lab.button("Send").click()
    await lab.shows("It does not answer", "Incorrect API key: [key]", "The key was refused.")
    house.llm.scripts = [says("Hello", " there.")]
    await lab.button("Send").click()
    await lab.shows("It answers", "Hello there.", "First words")
    await lab.button("Add it").click()

    await lab.page.wait_for_url("**/llms")
    await expect(lab.page.get_by_role("row", name=re.compile("House model"))).to_contain_text(house.llm.host)
    await lab.page.get_by_role("link", name="Edit House model").click()
    await expect(lab.page.get_by_label("Key", exact=True)).to_have_value("")
    assert SECRET not in await lab.page.content()


async def test_a_kept_llm_is_changed_and_keeps_its_key(lab: LabPage, house: House) -> None:
    id = await made_llm(house, "Old name")
    await lab.open(f"/llms/{id}")
    await lab.page.get_by_label("Name").fill("New name")
    await lab.page.get_by_label("Temperature").fill("3")
    await lab.button("Save").click()
    await lab.shows("A number from 0 to 2.")
    await lab.page.get_by_label("Temperature").fill("0.5")
    async with lab.page.expect_request(lambda request: request.method == "PUT") as sent:
        await lab.button("Save").click()

    await lab.page.wait_for_url("**/llms")
    assert (await sent.value).post_data_json == {"displayName": "New name", "temperature": 0.5}
    house.llm.scripts, house.llm.keys = [says("Hello.")], []
    await lab.button("Test New name").click()
    await lab.button("Send").click()
    await lab.shows("It answers")
    assert house.llm.keys == [SECRET]


async def test_an_llm_is_deleted_when_that_is_confirmed(lab: LabPage, house: House) -> None:
    await made_llm(house, "Not for long")
    await lab.open("/llms")
    row = lab.page.get_by_role("row", name=re.compile("Not for long"))
    await lab.button("Delete Not for long").click()
    await lab.button("Cancel").click()
    await expect(row).to_be_visible()

    await lab.button("Delete Not for long").click()
    await lab.button("Delete").click()

    await expect(row).to_be_hidden()


async def test_an_llm_that_is_not_there_is_said_to_be_none(lab: LabPage) -> None:
    await lab.open("/llms/nobody")

    await lab.shows("No such LLM")


# avatars


async def chosen(lab: LabPage, name: str, photo: dict[str, Any]) -> None:
    await lab.open("/avatars/new")
    await lab.page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    await lab.page.get_by_label("Name").fill(name)
    await expect(lab.button("Check this photo")).to_be_disabled()
    await lab.page.get_by_role("checkbox").check()


async def test_a_photo_becomes_a_face_whose_points_are_put_right(lab: LabPage, house: House) -> None:
    await chosen(lab, "Alex", PHOTO)
    await lab.button("Check this photo").click()
    await lab.page.wait_for_url("**/avatars/new?step=check&avatar=*")
    await expect(lab.page.get_by_role("progressbar")).to_be_visible()
    seen = lab.page.get_by_role("heading", name=re.compile("This is what the server sees|This works"))
    await expect(seen).to_be_visible(timeout=BUILT_MS)
    await lab.shows("One face, ")
    assert await lab.findings_in_every_look() == []
    id = lab.page.url.rpartition("avatar=")[2]
    where = f"/v1/avatars/{id}/build"
    before = (await house.server.client.get(where)).json()["report"]

    await lab.page.get_by_text("Nose", exact=True).click()
    point = lab.page.get_by_role("button", name="Nose, point 1 of 3")
    await point.press("PageDown")
    await lab.page.get_by_role("button", name="Nose, point 2 of 3").press("Shift+ArrowRight")
    await lab.button("Make it with these points").click()

    await lab.page.wait_for_url("**step=make*")
    await expect(lab.heading("Alex is ready")).to_be_visible(timeout=BUILT_MS)
    build = (await house.server.client.get(where)).json()
    assert build["corrected"] == ["nose"]
    put = build["report"]["landmarks"]["nose"][1][0] - before["landmarks"]["nose"][1][0]
    assert put * before["photoWidth"] == pytest.approx(10, abs=0.5)
    assert await lab.findings_in_every_look() == []

    await lab.page.get_by_role("link", name="To the gallery").click()
    await lab.page.wait_for_url("**/avatars?whose=yours")
    await lab.shows("Alex")


async def test_a_point_is_dragged(lab: LabPage, house: House) -> None:
    [avatar] = (await house.server.client.get("/v1/avatars", params={"search": "Alex"})).json()["data"]
    await lab.open(f"/avatars/new?step=check&avatar={avatar['id']}")
    await lab.page.get_by_text("Mouth", exact=True).click()
    box = await lab.page.get_by_role(
        "button", name=re.compile("^Upper lip, outer edge, point 1 ")
    ).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await lab.page.mouse.move(x, y)
    await lab.page.mouse.down()
    await lab.page.mouse.move(x - 12, y, steps=3)
    await lab.page.mouse.up()

    async with lab.page.expect_request(lambda request: request.method == "PUT") as sent:
        await lab.button("Make it with these points").click()

    assert set((await sent.value).post_data_json) == {"lipsOuterUpper", "lipsOuterLower"}, "they meet there"


async def test_a_photo_without_a_face_is_kept_and_told_what_is_wrong(lab: LabPage, house: House) -> None:
    await chosen(lab, "A hill", NOBODY)
    await lab.button("Check this photo").click()

    await expect(lab.heading("This photo does not work")).to_be_visible(timeout=BUILT_MS)
    await lab.shows("There is no face to be found in this photo")
    await expect(lab.page.get_by_alt_text("The photo that you chose")).to_be_visible()
    await lab.button("Choose another photo").click()
    await lab.shows("What makes a good photo")
    left = await house.server.client.get("/v1/avatars", params={"search": "A hill"})
    assert left.json()["data"] == []


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        (Unprocessable("This image shows a child"), "This photo cannot be used", "Choose another photo"),
        (TooManyRequests("Too many images", 30), "Too many photos for now", "Send it again in 30 seconds."),
    ],
)
async def test_a_photo_that_moderation_refuses_stays_on_the_page(
    lab: LabPage, house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, title: str, hint: str
) -> None:
    async def refuse(content: bytes, content_type: str) -> None:
        raise error

    monkeypatch.setattr(house.server.wing.moderation, "check_image", refuse)
    await chosen(lab, "Nobody", PHOTO)
    await lab.button("Check this photo").click()

    await lab.shows(title, str(error), hint)
    await expect(lab.page.get_by_alt_text("The photo that you chose")).to_be_visible()
    await expect(lab.page.get_by_label("Name")).to_have_value("Nobody")


async def test_what_is_no_photo_is_not_sent(lab: LabPage) -> None:
    await lab.open("/avatars/new")
    await lab.page.locator("input[type=file]").set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )

    await lab.shows("That is no photo this server can read.")


NO_CAMERA = """() => void (navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException('', 'NotAllowedError')))"""


async def test_a_photo_is_taken_with_the_camera_and_taken_again(lab: LabPage) -> None:
    await lab.open("/avatars/new")
    await lab.button("Take a photo with the camera").click()
    await expect(lab.button("Take the photo")).to_be_enabled()
    assert await lab.findings() == []

    await lab.button("Take the photo").click()
    photo = lab.page.get_by_alt_text("The photo that you chose")
    await expect(photo).to_be_visible()
    assert await photo.evaluate("photo => photo.decode().then(() => photo.naturalWidth)") >= 512
    first = await photo.get_attribute("src")
    await lab.button("Take another with the camera").click()
    await lab.button("Take the photo").click()

    await expect(photo).not_to_have_attribute("src", str(first))
    await expect(lab.page.locator("video")).to_have_count(0)


async def test_who_keeps_the_camera_shut_is_told_how_to_go_on(lab: LabPage) -> None:
    await lab.open("/avatars/new")
    await lab.page.evaluate(NO_CAMERA)

    await lab.button("Take a photo with the camera").click()

    await lab.shows("Your browser is blocking the camera.")
    await expect(lab.page.locator("input[type=file]")).to_be_attached()


async def test_a_face_is_taken_along_into_a_new_persona(lab: LabPage, house: House) -> None:
    await lab.open("/avatars?search=Mia")
    await lab.page.get_by_role("button", name="What to do with Mia").click()
    await lab.page.get_by_role("link", name="Use in a persona").click()
    await lab.shows("they get the face of Mia")
    await lab.page.get_by_role("button", name="Museum guide").click()

    await lab.page.wait_for_url(re.compile("/personas/[0-9a-f-]{36}$"))
    made = await house.server.client.get(f"/v1/personas/{lab.page.url.rpartition('/')[2]}")
    assert made.json()["avatar"]["displayName"] == "Mia"


async def test_filters_of_the_gallery_are_in_the_address_and_its_faces_come_alive(lab: LabPage) -> None:
    await lab.open("/avatars")
    faces = lab.page.get_by_role("article")
    await expect(faces.filter(has_text="Cara").first).to_be_visible()
    await expect(faces.locator("video")).to_have_count(0)
    await faces.filter(has_text="Cara").first.get_by_role("button", name="Say hello").first.focus()
    await expect(faces.locator("video")).to_have_count(1)

    await lab.page.get_by_role("searchbox").fill("nobody looks like this")
    await lab.shows("Nobody here looks like that")
    await lab.page.wait_for_url("**/avatars?search=nobody*")
    await lab.button("Show all").click()
    await lab.page.get_by_text("Yours", exact=True).first.click()
    await lab.page.wait_for_url("**/avatars?whose=yours")
    await expect(faces.filter(has_text="Cara")).to_have_count(0)


async def test_an_avatar_is_renamed_and_erased(lab: LabPage, house: House) -> None:
    files = {"imageFile": ("me.jpg", NOBODY["buffer"], "image/jpeg")}
    made = await house.server.client.post("/v1/avatars", data={"displayName": "Olive"}, files=files)
    assert made.status_code == 201
    await lab.open("/avatars?whose=yours")
    await lab.button("What to do with Olive").click()
    await lab.button("Rename").click()
    await lab.page.get_by_role("textbox", name="Name").fill("Oliver")
    await lab.button("Rename").last.click()
    await lab.shows("Oliver")

    await lab.button("What to do with Oliver").click()
    await lab.button("Delete").click()
    await lab.page.get_by_role("checkbox").check()
    await expect(lab.button("Erase for good")).to_be_disabled()
    await lab.page.get_by_label("Type “Oliver” to erase it").fill("Oliver")
    await lab.button("Erase for good").click()

    await expect(lab.page.get_by_role("article").filter(has_text="Oliver")).to_have_count(0)
    assert (await house.server.client.get(f"/v1/avatars/{made.json()['id']}")).status_code == 404


# voices


async def test_one_voice_is_heard_at_a_time_and_keys_move_between_them(lab: LabPage) -> None:
    await lab.open("/voices")
    plays = lab.page.locator("[data-play]")
    await plays.first.focus()
    await lab.page.keyboard.press("ArrowDown")
    await expect(plays.nth(1)).to_be_focused()
    await lab.page.keyboard.press("Space")
    await expect(plays.nth(1)).to_have_accessible_name(re.compile("^Stop "))

    await plays.nth(2).click()
    await expect(plays.nth(2)).to_have_accessible_name(re.compile("^Stop "))
    await expect(plays.nth(1)).to_have_accessible_name(re.compile("^Play "))
    await lab.page.keyboard.press("Space")
    await expect(plays.nth(2)).to_have_accessible_name(re.compile("^Play "))


async def test_voices_are_filtered_by_the_address(lab: LabPage) -> None:
    await lab.open("/voices?language=de")
    await expect(lab.page.get_by_label("Language")).to_have_value("de")
    await expect(lab.page.get_by_role("list", name="Voices").get_by_text("German").first).to_be_visible()
    await expect(lab.page.get_by_role("list", name="Voices").get_by_text("English")).to_have_count(0)

    await lab.page.get_by_role("searchbox").fill("no such voice")
    await lab.shows("No voice fits")
    await lab.page.wait_for_url("**search=no*voice*")


async def test_a_recording_is_kept_and_it_is_said_who_speaks_for_it(lab: LabPage, house: House) -> None:
    await lab.open("/voices/new")
    await lab.shows("This server cannot clone voices yet", "ElevenLabs, Cartesia, or Fish Audio")
    choose = lab.page.locator("input[type=file]")
    await choose.set_input_files({"name": "me.wav", "mimeType": "audio/wav", "buffer": wav(3)})
    await lab.shows("It is 3.0 seconds long; at least 10 are needed.")
    await choose.set_input_files({"name": "me.wav", "mimeType": "audio/wav", "buffer": wav(12)})
    await lab.shows("12.0 seconds")
    await lab.page.get_by_label("Name").fill("Myself")
    await expect(lab.button("Keep this voice")).to_be_disabled()
    await lab.page.get_by_label("I have this person’s permission").check()
    await lab.button("Keep this voice").click()

    await lab.shows("“Myself” is kept", "there was no key for a vendor that clones")
    await lab.page.get_by_role("link", name="All voices").last.click()
    await lab.button("Delete Myself").click()
    await lab.button("Delete").click()
    await expect(lab.button("Delete Myself")).to_be_hidden()


async def test_a_voice_is_recorded_here_and_measured(lab: LabPage) -> None:
    await lab.open("/voices/new")
    await lab.button("Record").click()
    await expect(lab.page.get_by_role("timer")).to_have_text(re.compile("Recording, [12] s"))
    await lab.button("Stop").click()

    await expect(lab.page.get_by_role("alert")).to_have_text(
        re.compile(r"It is \d\.\d seconds long; at least 10")
    )
    await expect(lab.page.get_by_label("Your recording")).to_be_visible()
    await lab.page.get_by_label("Name").fill("Myself")
    await lab.page.get_by_label("I have this person’s permission").check()
    await expect(lab.button("Keep this voice")).to_be_disabled()

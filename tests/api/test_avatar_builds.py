"""/v1/avatars/{id}/build: a photo comes in, a face that can be talked to comes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.servers import Server, bearer, serving
from tests.face.photo.photos import jpeg, landscape_without_people, photo_of, scaled
from tests.model_files import fetched_models

from visavis.face.build import load_avatar

STOCK = "30fa96d0-26c4-4e55-94a0-517025942e18"
PHOTO = jpeg(scaled(photo_of(), 0.6))
HEADSHOT = jpeg(scaled(photo_of(), 0.6)[:465])


@pytest.fixture
async def builder(data_dir: Path) -> AsyncIterator[Server]:
    (data_dir / "models").symlink_to(fetched_models())
    async with serving(data_dir) as running:
        yield running


async def posted(server: Server, photo: bytes = PHOTO) -> dict[str, Any]:
    files = {"imageFile": ("alex.jpg", photo, "image/jpeg")}
    return await server.answer("POST", "/v1/avatars", data={"displayName": "Alex"}, files=files)


async def build_of(server: Server, id: str) -> dict[str, Any]:
    return await server.answer("GET", f"/v1/avatars/{id}/build")


async def built(server: Server, id: str) -> dict[str, Any]:
    """Once it is; a job runs beside the requests, as on any server."""
    async with asyncio.timeout(100):
        while True:
            shown = await build_of(server, id)
            if shown["status"] in ("ready", "failed"):
                return shown
            await asyncio.sleep(0.1)


async def started(server: Server, avatar_id: str, model: str, **options: int) -> Any:
    config = {"avatarId": avatar_id, "avatarModel": model, "systemPrompt": "Be brief."}
    body = {"personaConfig": config, "sessionOptions": options}
    return await server.start(body=body)


async def test_a_photo_becomes_somebody_to_talk_to_in_every_model(builder: Server, data_dir: Path) -> None:
    avatar = await posted(builder)
    assert (avatar["buildStatus"], avatar["buildNote"]) == ("waiting", None)

    shown = await built(builder, avatar["id"])

    assert (shown["status"], shown["progress"], shown["stage"], shown["note"]) == ("ready", 1.0, "Done", None)
    assert (await builder.client.get(f"/v1/avatars/{avatar['id']}")).json()["buildStatus"] == "ready"
    for model, size in (
        ("cara-2", (512, 512)),
        ("cara-3", (720, 480)),
        ("cara-4", (1152, 768)),
        ("cara-4", (768, 1152)),
    ):
        reply = await started(builder, avatar["id"], model, videoWidth=size[0], videoHeight=size[1])
        assert reply.status_code < 300, reply.text
        spec = builder.placement.placed[-1].avatar
        assert (spec.width, spec.height) == size
        assert builder.wing.blobs.path(f"avatars/{Path(spec.rig).name}") == Path(spec.rig)
        assert load_avatar(spec.rig, *size, data_dir).height == size[1]


async def test_the_report_says_what_was_seen(builder: Server) -> None:
    shown = await built(builder, (await posted(builder))["id"])

    report = shown["report"]
    assert (report["photoWidth"], report["photoHeight"]) == (874, 709)
    assert report["findings"] == []
    assert {"width": 768, "height": 1152} in report["sizes"]
    assert 0.3 < report["face"]["left"] < report["face"]["right"] < 0.7
    marks = report["landmarks"]
    assert len(marks["oval"]) == 36
    assert len(marks["lipsInnerUpper"]) == 11
    assert marks["rightIris"][0][0] < 0.5 < marks["leftIris"][0][0]
    assert (await builder.client.get(shown["photoUrl"])).content == PHOTO


async def test_a_photo_without_a_face_says_so_in_all_places(builder: Server) -> None:
    avatar = await posted(builder, jpeg(landscape_without_people()))

    shown = await built(builder, avatar["id"])

    assert (shown["status"], shown["report"]["findings"][0]["code"]) == ("failed", "no_face")
    answer = (await builder.client.get(f"/v1/avatars/{avatar['id']}")).json()
    assert (answer["buildStatus"], answer["buildNote"]) == ("failed", shown["note"])
    reply = await started(builder, avatar["id"], "cara-3")
    assert (reply.status_code, reply.json()["details"][0]["message"]) == (400, shown["note"])


async def test_an_upright_frame_that_the_photo_is_too_short_for_is_400(builder: Server) -> None:
    avatar = await posted(builder, HEADSHOT)
    await built(builder, avatar["id"])

    answer = (await builder.client.get(f"/v1/avatars/{avatar['id']}")).json()
    assert answer["portraitImageUrl"] is None
    assert answer["landscapeImageUrl"]
    reply = await started(builder, avatar["id"], "cara-4", videoWidth=768, videoHeight=1152)
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "sessionOptions.videoWidth")
    assert (await started(builder, avatar["id"], "cara-4")).status_code < 300


async def test_points_can_be_corrected(builder: Server) -> None:
    id = (await posted(builder))["id"]
    nose = (await built(builder, id))["report"]["landmarks"]["nose"]
    moved = [[x + 0.005, y] for x, y in nose]

    reply = await builder.client.put(f"/v1/avatars/{id}/build/points", json={"nose": moved})

    assert reply.status_code == 200, reply.text
    assert reply.json()["status"] in ("waiting", "building")
    assert reply.json()["corrected"] == ["nose"]
    shown = await built(builder, id)
    assert shown["report"]["landmarks"]["nose"] == [pytest.approx(point, abs=1e-4) for point in moved]


async def test_wrong_points_are_400(builder: Server) -> None:
    id = (await posted(builder))["id"]
    await built(builder, id)

    for body, path in (
        ({"nose": [[0.5, 0.5]]}, "nose"),
        ({"nose": [[0.5, 0.5, 0.5]] * 3}, "nose.0"),
        ({"nose": [[0.5, "0.5"]] * 3}, "nose.0.1"),
        ({"nose": [[0.5, 7.0]] * 3}, "nose"),
        ({"ears": [[0.5, 0.5]]}, "ears"),
    ):
        reply = await builder.client.put(f"/v1/avatars/{id}/build/points", json=body)
        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)
    assert (await build_of(builder, id))["status"] == "ready"


async def test_before_a_face_was_found_there_are_no_points(builder: Server) -> None:
    id = (await posted(builder, jpeg(landscape_without_people())))["id"]
    await built(builder, id)

    reply = await builder.client.put(f"/v1/avatars/{id}/build/points", json={"nose": [[0.5, 0.5]] * 3})

    assert reply.status_code == 409


async def test_stock_avatars_are_ready_and_cannot_be_corrected(server: Server) -> None:
    shown = await build_of(server, STOCK)
    assert (shown["status"], shown["report"], shown["photoUrl"]) == ("ready", None, None)
    assert (await server.client.put(f"/v1/avatars/{STOCK}/build/points", json={})).status_code == 403


async def test_anothers_and_unknown_avatars_are_404(server: Server) -> None:
    id = (await posted(server))["id"]
    server.client.headers.update(bearer(await server.key_of_another_organization()))
    for where in (id, "no-such"):
        assert (await server.client.get(f"/v1/avatars/{where}/build")).status_code == 404
        assert (await server.client.put(f"/v1/avatars/{where}/build/points", json={})).status_code == 404


async def test_the_contract_describes_both(server: Server) -> None:
    contract = (await server.client.get("/swagger.json")).json()
    paths = contract["paths"]
    assert "get" in paths["/v1/avatars/{id}/build"]
    put = paths["/v1/avatars/{id}/build/points"]["put"]
    schema = put["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    assert contract["components"]["schemas"][schema]["properties"]["lipsInnerUpper"]

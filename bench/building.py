"""What it takes to build an avatar from a photo, and what a conversation notices of it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from tests.model_files import fetched_models

from bench.figures import Figure
from bench.receiver import Receiver, receiver
from bench.scenarios import LONG_TEXT, Bench
from visavis.face.avatar import save_avatar
from visavis.face.photo.building import FaceModels, build_from_photo
from visavis.face.stock import PEOPLE

FRAME_MS = 40.0


async def building(bench: Bench) -> list[Figure]:
    """The work itself in this process; then builds by the server beside a session that speaks."""
    photo = photo_of("ana")
    cpu = await asyncio.to_thread(_cpu_s, photo, max(bench.rounds // 3, 2))
    async with receiver(bench.http, model="cara-3") as me:
        await asyncio.sleep(1)
        alone = await _gaps(bench, me, None)
        times: list[float] = []
        beside = await _gaps(bench, me, times, photo)
    more = float(np.percentile(beside, 99) - np.percentile(alone, 99))
    return [
        Figure("a photo to one frame's rig, file written (CPU)", cpu, "s"),
        Figure("a photo to a face in all four frames, posted (wall)", tuple(times), "s"),
        Figure("gap between pictures of a speaking session, alone", alone, "ms"),
        Figure("gap between pictures of a speaking session, building", beside, "ms"),
        Figure("  99th percentile: how much longer for the building", (more,), "ms", FRAME_MS),
        Figure("  the longest of all, alone", (max(alone),), "ms"),
        Figure("  the longest of all, building", (max(beside),), "ms"),
    ]


def photo_of(person: str) -> bytes:
    """JPEG of a stock person before their room."""
    portrait = PEOPLE[person].portrait()
    share = portrait.matte[..., None]
    picture = (portrait.picture * share + portrait.backdrop * (1 - share)).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", picture)[1])


def _cpu_s(photo: bytes, rounds: int) -> tuple[float, ...]:
    cv2.setNumThreads(1)
    models, times = FaceModels(fetched_models()), []
    with TemporaryDirectory() as folder:
        for _ in range(rounds + 1):
            begin = time.thread_time()
            save_avatar(build_from_photo(photo, models).rig((720, 480)), Path(folder) / "a.avatar")
            times.append(time.thread_time() - begin)
    return tuple(times[1:])


async def _gaps(
    bench: Bench, me: Receiver, times: list[float] | None, photo: bytes = b"", seconds: float = 20
) -> tuple[float, ...]:
    """Milliseconds between pictures, while faces are built one after the other, or while they are not."""
    await me.talk(bench.http, LONG_TEXT)
    await asyncio.sleep(0.5)
    first, until_s = len(me.seen), time.perf_counter() + seconds
    while times is not None and time.perf_counter() < until_s:
        times.append(await _build(bench, photo))
    await asyncio.sleep(max(until_s - time.perf_counter(), 0))
    me.channel.send('{"message_type": "interrupt"}')
    await me.silence()
    return tuple(float(gap) * 1000 for gap in np.diff([seen.at_s for seen in me.seen[first:]]))


async def _build(bench: Bench, photo: bytes) -> float:
    begin = time.perf_counter()
    files = {"imageFile": ("ana.jpg", photo, "image/jpeg")}
    reply = await bench.http.post("/v1/avatars", data={"displayName": "Bench"}, files=files)
    where = f"/v1/avatars/{reply.raise_for_status().json()['id']}"
    while (await bench.http.get(where)).json()["buildStatus"] == "waiting":
        await asyncio.sleep(0.2)
    taken = time.perf_counter() - begin
    await bench.http.delete(where, params={"hard": "true"})
    return taken

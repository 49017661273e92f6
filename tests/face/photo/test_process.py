"""The process that builds: what it says, and that it steps back behind conversations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.face.photo.photos import jpeg, landscape_without_people, photo_of
from tests.model_files import fetched_models
from visavis.face.avatar import open_avatar

COMMAND = [sys.executable, "-m", "visavis.face.photo.process"]


def run(photo: bytes, folder: Path, models: Path, order: str = "{}") -> list[dict[str, Any]]:
    done = subprocess.run(
        [*COMMAND, str(models), str(folder)],
        input=order.encode() + b"\n" + photo,
        capture_output=True,
        check=True,
        timeout=100,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_builds_all_frames_and_says_how_far_it_is(tmp_path: Path) -> None:
    *told_so_far, last = run(jpeg(photo_of()), tmp_path, fetched_models())

    [seen] = [message["seen"] for message in told_so_far if "seen" in message]
    assert seen["landmarks"] == last["report"]["landmarks"]
    progress = [message for message in told_so_far if "seen" not in message]
    assert [set(message) for message in progress] == [{"progress"}] * len(progress)
    told = [message["progress"] for message in progress]
    assert told == sorted(told)
    assert len(told) >= 8
    sizes = {(size["width"], size["height"]) for size in last["report"]["sizes"]}
    assert sizes == {(512, 512), (720, 480), (1152, 768), (768, 1152)}
    for width, height in sizes:
        avatar = open_avatar(tmp_path / f"{width}x{height}.avatar")
        assert (avatar.width, avatar.height) == (width, height)
    assert {path.name for path in tmp_path.glob("*.webp")} == {
        "square.webp",
        "landscape.webp",
        "portrait.webp",
    }


def test_what_it_refuses_it_reports(tmp_path: Path) -> None:
    [*_, last] = run(jpeg(landscape_without_people()), tmp_path, fetched_models())
    assert last["report"]["findings"][0]["code"] == "no_face"
    assert list(tmp_path.iterdir()) == []


def test_without_model_files_it_says_what_the_operator_has_to_do(tmp_path: Path) -> None:
    [last] = run(jpeg(photo_of()), tmp_path, tmp_path / "nowhere")
    assert "visavis models fetch" in last["report"]["findings"][0]["message"]


def test_a_fault_of_ours_comes_with_its_traceback(tmp_path: Path) -> None:
    [last] = run(b"", tmp_path, fetched_models(), order='{"corrections": 5}')
    assert "ValidationError" in last["failed"]


def test_it_steps_back_before_it_loads_anything(tmp_path: Path) -> None:
    process = subprocess.Popen([*COMMAND, str(fetched_models()), str(tmp_path)], stdin=subprocess.PIPE)
    try:
        niceness = own = os.getpriority(os.PRIO_PROCESS, 0)
        for _ in range(400):
            niceness = os.getpriority(os.PRIO_PROCESS, process.pid)
            if niceness != own:
                break
            time.sleep(0.01)
        assert niceness == 19
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


@pytest.mark.parametrize("module", ["cv2", "numpy"])
def test_the_list_of_model_files_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, visavis.face.photo.models; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

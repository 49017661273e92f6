"""What a frame of a face costs, without encoder and network: CPU time of the thread that makes it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
from tests.face.sentences import BOB, HELLO
from tests.model_files import fetched_models

from bench.building import photo_of
from bench.figures import Figure
from bench.frame_stages import FPS, Stages, stages_of
from visavis.face.animator import Animator
from visavis.face.avatar import Avatar, open_avatar, save_avatar
from visavis.face.build import load_avatar
from visavis.face.face import Face
from visavis.face.manners import Mood
from visavis.face.photo.building import FaceModels, build_from_photo
from visavis.face.raster import warm_up
from visavis.media.pool import THREADS
from visavis.speech import Alphabet

SIZES = ((512, 512), (720, 480), (1152, 768))
MOODS = (Mood.SPEAKING, Mood.LISTENING, Mood.IDLE)
BOUND_US = {
    ((512, 512), Mood.SPEAKING): 600,
    ((512, 512), Mood.LISTENING): 400,
    ((512, 512), Mood.IDLE): 400,
    ((1152, 768), Mood.SPEAKING): 1100,
    ((1152, 768), Mood.LISTENING): 1100,
    ((1152, 768), Mood.IDLE): 1100,
}
STOCK = {"ana": "ana", "kenji, spectacles": "kenji"}
PHOTO = "a photo of ana"
SECONDS = 24
SESSIONS = (1, 4, 8)


@dataclass(frozen=True, slots=True)
class StagesLine:
    """Below a figure: what it is made of."""

    stages: Stages

    def line(self) -> str:
        parts = (f"{name.replace('_', ' ')} {us:.0f}" for name, us in self.stages._asdict().items())
        return f"  mean {sum(self.stages):.0f} µs: {', '.join(parts)}"


def face() -> list[Figure | StagesLine]:
    """Every kind of avatar at every size in every mood; then many sessions of one avatar."""
    warm_up()
    with TemporaryDirectory() as folder:
        lines: list[Figure | StagesLine] = []
        for size in SIZES:
            for name, avatar in _avatars(size, Path(folder)).items():
                for mood in MOODS:
                    label = f"{size[0]}×{size[1]}, {name}, {mood.name.lower()}: a frame"
                    costs = _frame_costs_us(avatar, mood)
                    lines.append(Figure(label, costs, "µs CPU", BOUND_US.get((size, mood))))
                    lines.append(StagesLine(stages_of(avatar, played(mood), SECONDS * FPS)))
            avatar = load_avatar("ana", *size, Path(folder))
            lines += [_frames_per_core_s(avatar, size, count) for count in SESSIONS]
        return lines


def played(mood: Mood, seed: int = 1) -> Animator:
    """An animator in a mood; it has everything to say that SECONDS take."""
    animator = Animator(seed)
    animator.attend(mood, 0.0)
    at_s, turn = 0.2, 0
    while mood is Mood.SPEAKING and at_s < SECONDS:
        phones = (HELLO, BOB)[turn % 2][Alphabet.ARPABET]
        animator.say(at_s, phones, Alphabet.ARPABET)
        at_s, turn = at_s + phones[-1].end_s + 0.3, turn + 1
    return animator


def _avatars(size: tuple[int, int], folder: Path) -> dict[str, Avatar]:
    avatars = {name: load_avatar(person, *size, folder) for name, person in STOCK.items()}
    cv2.setNumThreads(1)
    made = build_from_photo(photo_of("ana"), FaceModels(fetched_models()))
    path = folder / f"photo-{size[0]}.avatar"
    save_avatar(made.rig(size), path)
    return {**avatars, PHOTO: open_avatar(path)}


def _frame_costs_us(avatar: Avatar, mood: Mood) -> tuple[float, ...]:
    """Animator and renderer of each frame, as a session asks for it."""
    shown = Face(avatar, played(mood))
    costs = []
    for k in range(SECONDS * FPS):
        begin = time.thread_time_ns()
        shown.paint(k / FPS)()
        costs.append((time.thread_time_ns() - begin) / 1000)
    return tuple(costs[1:])  # the first draws everything


def _frames_per_core_s(avatar: Avatar, size: tuple[int, int], sessions: int) -> Figure:
    """All speak; drawn by as many threads as an engine has for it. CPU of the whole process."""
    faces = [Face(avatar, played(Mood.SPEAKING, seed)) for seed in range(sessions)]
    frames = 0
    with ThreadPoolExecutor(THREADS) as threads:
        begin_s = time.process_time()
        for k in range(SECONDS * FPS):
            list(threads.map(lambda job: job(), [face.paint(k / FPS) for face in faces]))
            frames += sessions
        used_s = time.process_time() - begin_s
    name = f"{size[0]}×{size[1]}, {sessions} speaking: frames per second of one core"
    return Figure(name, (frames / used_s,), "1/s")

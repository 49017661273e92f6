"""python -m bench.face_report: what every face looks like, and how well it keeps to the bars.

Writes a contact sheet (PNG) and a clip with sound (MP4) of each face, and report.md and report.json. Exit
status 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from tests.model_files import fetched_models

from bench.face_report import measures
from bench.face_report.bars import audio_only
from bench.face_report.clip import write_clip
from bench.face_report.film import PAUSE_S, conversation, opening_of, picture_of, shoot, utterance
from bench.face_report.subjects import Subject, subjects
from bench.face_report.tables import Report, Values
from bench.face_report.voice import GREETING, SENTENCES, spoken
from bench.figures import machine
from visavis.face.contact_sheet import contact_sheet
from visavis.face.photo.building import FaceModels
from visavis.face.raster import Renderer, warm_up
from visavis.speech import Speech

OUT = Path("var/face-report")
MINUTES = 5

Note = Callable[[str], None]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.face_report",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", action="append", metavar="NAME", help="this face alone; may be repeated")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the folder to write to ({OUT})")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    models_dir = fetched_models()
    models = FaceModels(models_dir)
    with TemporaryDirectory() as folder:
        known = subjects(models, models_dir, Path(folder))
        unknown = set(arguments.only or ()) - set(known)
        if unknown:
            parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        chosen = {name: known[name] for name in arguments.only or known}
        arguments.out.mkdir(parents=True, exist_ok=True)
        report = asyncio.run(look_at(chosen, models, arguments.out))
    (arguments.out / "report.md").write_text(report.markdown())
    (arguments.out / "report.json").write_text(report.json())
    print(report.markdown())
    sys.exit(1 if report.failures() else 0)


async def look_at(chosen: dict[str, Callable[[], Subject]], models: FaceModels, out: Path) -> Report:
    warm_up()
    voices: dict[str, list[Speech]] = {}
    faces = {}
    for seed, (name, made) in enumerate(chosen.items()):
        note = _notes(name)
        subject = made()
        note("built")
        if subject.voice not in voices:
            voices[subject.voice] = [await spoken(text, subject.voice) for text in SENTENCES]
        greeting = await spoken(GREETING.format(name=name.capitalize()), subject.voice)
        faces[name] = _examined(subject, voices[subject.voice], greeting, models, seed, out, note)
    return Report(machine(), faces, audio_only())


def _examined(
    subject: Subject,
    speeches: list[Speech],
    greeting: Speech,
    models: FaceModels,
    seed: int,
    out: Path,
    note: Note,
) -> Values:
    avatar = subject.avatar
    cv2.imwrite(str(out / f"{subject.name}.png"), contact_sheet(avatar))
    note("contact sheet")
    pictures, openings, planes = [], [], []
    renderer = Renderer(avatar)
    for _, expression in utterance(greeting, seed).moments():
        renderer.render(expression)
        openings.append(opening_of(renderer))
        pictures.append(picture_of(renderer))
        planes.append(renderer.frame.reshape(avatar.height * 3 // 2, avatar.width).copy())
    write_clip(out / f"{subject.name}.mp4", planes, greeting, PAUSE_S)
    note("clip")
    seen = measures.remeasured(pictures, models)
    both = [(one, other) for one, other in zip(openings, seen, strict=True) if other is not None]
    note("landmarks re-measured")
    scene = conversation(speeches, MINUTES * 60, seed)
    film = shoot(avatar, scene)
    note(f"{MINUTES} minutes of conversation")
    values = {
        "closures": 100 * measures.closures_kept(film, scene.said),
        "open_vowels": measures.open_vowels(film, scene.said),
        "blinks": measures.blinks_per_minute(film),
        "stillness": measures.stillness_above_nose_db(avatar, utterance(speeches[0], seed)),
        "cracks": float(measures.cracks(subject.portrait)),
        "found": 100 * len(both) / len(seen),
        "remeasured": float(np.corrcoef(np.array(both).T)[0, 1]) if len(both) > 2 else 0.0,
        "lag": measures.lag_frames(film, scene.said),
    }
    note("measured")
    return values


def _notes(name: str) -> Note:
    """Progress, with the CPU time that each step took."""
    since_s = [time.process_time()]

    def note(step: str) -> None:
        now_s = time.process_time()
        print(f"{name}: {step} ({now_s - since_s[0]:.1f} s)", file=sys.stderr, flush=True)
        since_s[0] = now_s

    return note


main()

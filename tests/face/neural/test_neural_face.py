from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.face.neural.scripted import FRAME, HZ, TICK, ScriptedSound, ScriptedThread, speech
from visavis.face.animator import Animator
from visavis.face.avatar import Avatar
from visavis.face.expression import Expression
from visavis.face.face import Animator as Animates
from visavis.face.face import Face
from visavis.face.manners import Mood
from visavis.face.neural.composing import Composer
from visavis.face.neural.face import FADE_FRAMES, REPLACED, NeuralFace, PreparedFace, prepare_face
from visavis.face.neural.foresight import GIVE_UP_AFTER, Tally
from visavis.face.neural.model import LipModel
from visavis.speech import Alphabet, Pcm, Phone

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels

Frame = NDArray[np.uint8]


class Session:
    """One session as an engine runs it, on a clock of frames: two ticks are heard, then one is painted."""

    def __init__(
        self,
        prepared: PreparedFace,
        said: Pcm | None = None,
        thread: ScriptedThread | None = None,
        animator: Animates | None = None,
    ) -> None:
        self.sound = ScriptedSound(said)
        self.thread = thread or ScriptedThread(prompt=True)
        self.animator = animator or speaking_animator(7)
        self.face = NeuralFace(prepared, self.animator, "s1", self.thread)
        self.ticks = 0

    def frame(self) -> Frame:
        self.face.hear(self.sound.tick(), TICK, self.sound.coming)
        paint = self.face.paint(self.ticks * TICK / HZ)
        self.face.hear(self.sound.tick(), TICK, self.sound.coming)
        self.ticks += 2
        return paint().copy()

    def frames(self, count: int) -> list[Frame]:
        return [self.frame() for _ in range(count)]


def speaking_animator(seed: int) -> Animator:
    animator = Animator(seed)
    animator.attend(Mood.SPEAKING, 0.0)
    phones = [Phone("aa", n * 0.2, n * 0.2 + 0.2) for n in range(100)]
    animator.say(0.0, phones, Alphabet.ARPABET)
    return animator


def rig_frames(avatar: Avatar, count: int, seed: int = 7) -> list[Frame]:
    """What the rig alone shows."""
    face = Face(avatar, speaking_animator(seed))
    return [face.paint(n * 2 * TICK / HZ)().copy() for n in range(count)]


def test_a_silent_face_is_the_rigs_bit_for_bit(prepared: PreparedFace) -> None:
    session, rig = Session(prepared), rig_frames(prepared.avatar, 12)
    for neural, plain in zip(session.frames(12), rig, strict=True):
        assert np.array_equal(neural, plain)
    assert session.thread.made == 0


class Speechless:
    """She moves as ever, but keeps her mouth at rest: so the rig draws the same with and without a patch."""

    def __init__(self, animator: Animator) -> None:
        self._animator = animator

    def express(self, at_s: float) -> Expression:
        expression = self._animator.express(at_s)
        expression.controls[REPLACED] = 0
        return expression


def test_the_model_draws_inside_the_lower_face_and_nowhere_else(model: LipModel, ana: Avatar) -> None:
    prepared = prepare_face(model, ana)
    session = Session(prepared, speech(2.0), animator=Speechless(speaking_animator(7)))
    rig = Face(ana, Speechless(speaking_animator(7)))
    box = Composer(prepared.lower_face, 512, 512).box(np.array([[1.0, 0, 0], [0, 1.0, 0]]))
    around = slice(box.y0 - 12, box.y1 + 12), slice(box.x0 - 12, box.x1 + 12)  # the head moves
    for number in range(30):
        differs = session.frame() != rig.paint(number * FRAME / HZ)()
        luma = differs[: 512 * 512].reshape(512, 512)
        assert luma[around].any() == (number > 0)
        luma[around] = False
        assert not luma.any()
    assert session.face.tally == Tally(shown=29)


def test_the_rigs_mouth_rests_under_a_patch(prepared: PreparedFace) -> None:
    """Its chin would show below the model's."""
    speaking = Session(prepared, speech(2.0)).frames(12)
    silent = Session(prepared, speech(2.0), animator=Speechless(speaking_animator(7))).frames(12)
    rig = rig_frames(prepared.avatar, 12)
    assert min(map(psnr, speaking[FADE_FRAMES:], silent[FADE_FRAMES:])) > 46
    assert max(map(psnr, speaking[FADE_FRAMES:], rig[FADE_FRAMES:])) < 40


def test_the_same_session_gives_the_same_frames(prepared: PreparedFace) -> None:
    one, other = (Session(prepared, speech(1.0)).frames(15) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_late_patch_shows_the_rigs_own_mouth_for_its_frame_alone(prepared: PreparedFace) -> None:
    late = Session(prepared, speech(2.0), ScriptedThread())
    rig = rig_frames(prepared.avatar, 25)
    own = []
    for number in range(25):
        if not 10 <= number < 16:
            late.thread.make()
        frame = late.frame()
        own.append(psnr(frame, rig[number]) > 50)
    assert [number for number, is_rig in enumerate(own) if is_rig] == [0, 13, 14, 15]
    assert late.face.tally == Tally(shown=21, late=3)


def psnr(a: Frame, b: Frame) -> float:
    """The renderer lets tiny movements wait, so two rigs that moved differently are only nearly equal."""
    error = np.mean((a.astype(float) - b.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


def test_values_that_are_no_numbers_never_reach_a_frame(
    spoilt: LipModel, ana: Avatar, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(prepare_face(spoilt, ana), speech(1.0))
    for frame, plain in zip(session.frames(20), rig_frames(ana, 20), strict=True):
        assert np.array_equal(frame, plain)
    assert session.face.tally.shown == 0
    assert session.face.tally.failed >= 19
    assert sum("values that are no numbers" in message for message in caplog.messages) == 1


def test_a_face_whose_model_was_switched_off_is_the_rigs(prepared: PreparedFace) -> None:
    count = GIVE_UP_AFTER + 10
    session = Session(prepared, speech(6.0), ScriptedThread())
    rig = rig_frames(prepared.avatar, count)
    for frame, plain in zip(session.frames(count), rig, strict=True):
        assert np.array_equal(frame, plain)
    waiting = len(session.thread.waiting)
    session.frames(5)
    assert len(session.thread.waiting) == waiting, "nothing is asked of the model any more"
    assert session.face.tally == Tally(late=GIVE_UP_AFTER)


class Frozen:
    """Does not move at all."""

    def express(self, at_s: float) -> Expression:
        return Expression()


def test_an_unchanged_frame_is_told_apart_from_one_that_a_patch_has_left(prepared: PreparedFace) -> None:
    session = Session(prepared, speech(0.2), animator=Frozen())
    frames, redrawn = [session.frame()], []
    for _ in range(14):
        frames.append(session.frame())
        redrawn.append(session.face.redrawn > 0)
    changed = [not np.array_equal(*pair) for pair in pairwise(frames)]
    assert redrawn == changed
    assert changed == [True] * 8 + [False] * 6, "seven frames with a patch, and the one after them"


def test_sessions_of_one_model_do_not_disturb_each_other(model: LipModel, ana: Avatar) -> None:
    prepared = prepare_face(model, ana)
    scripts = [(speech(1.0, seed), seed) for seed in (1, 2)]
    alone = [Session(prepared, said, animator=speaking_animator(seed)).frames(20) for said, seed in scripts]
    beside = [Session(prepared, said, animator=speaking_animator(seed)) for said, seed in scripts]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda session: session.frames(20), beside))
    for one, other in zip(alone, together, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


class HangingModel:
    """The real one, until it is told to hang."""

    def __init__(self, model: LipModel) -> None:
        self.description, self.hearing = model.description, model.hearing
        self.prepare, self._step = model.prepare, model.step
        self.runs_on = model.runs_on
        self.go_on = threading.Event()

    def step(self, face: NDArray[np.float32], sound: NDArray[np.float32]) -> Frame:
        assert self.go_on.wait(60)
        return self._step(face, sound)


@pytest.fixture
def hanging(wav2lip: LipModel) -> Iterator[HangingModel]:
    model = HangingModel(wav2lip)
    yield model
    model.go_on.set()


def test_no_frame_and_no_other_session_waits_for_a_model_that_hangs(
    hanging: HangingModel, prepared: PreparedFace
) -> None:
    """With the threads that a server has."""
    stuck = NeuralFace(prepare_face(hanging, prepared.avatar), speaking_animator(7), "stuck")
    other = Session(prepared, speech(1.0))
    sound, ticks = ScriptedSound(speech(1.0)), 0
    for plain in rig_frames(prepared.avatar, 12):
        stuck.hear(sound.tick(), TICK, sound.coming)
        assert np.array_equal(stuck.paint(ticks * TICK / HZ)(), plain)
        stuck.hear(sound.tick(), TICK, sound.coming)
        ticks += 2
        other.frame()
    assert stuck.tally == Tally(late=11)
    assert other.face.tally == Tally(shown=11)
    stuck.close()  # waits for nothing either


def test_a_face_that_is_closed_says_how_it_went(
    prepared: PreparedFace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    session = Session(prepared, speech(1.0))
    session.frames(10)
    session.face.close()
    assert "session s1: the lip model drew 9 pictures, was late for 0 and failed for 0" in caplog.messages

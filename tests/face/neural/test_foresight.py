from __future__ import annotations

import numpy as np
import pytest

from tests.face.neural.scripted import TICK, ScriptedSound, ScriptedThread, speech
from visavis.face.build.planes import Planes
from visavis.face.neural.foresight import GIVE_UP_AFTER, Foresight, Tally
from visavis.face.neural.hearing import Floats, Hearing
from visavis.face.neural.pictures import BadPatch
from visavis.face.neural.sound_line import SoundLine

HEARING = Hearing(before=400, after=3200)
AHEAD = 4


class Script:
    """Frames of a session, one after the other; a patch is how loud its sound is."""

    def __init__(self, queued: np.ndarray | None = None, *, fps: float = 25, prompt: bool = True) -> None:
        self.sound, self.line = ScriptedSound(queued), SoundLine()
        self.thread = ScriptedThread(prompt=prompt)
        self.broken = self.mistake = False
        self.heard: list[Floats] = []
        self.foresight = Foresight(self.draw, HEARING, fps, self.thread, "s1")

    def draw(self, sound: Floats) -> Planes:
        self.heard.append(sound)
        if self.broken:
            raise BadPatch("the network gave values that are no numbers")
        if self.mistake:
            raise ZeroDivisionError
        level = np.full((2, 2), round(float(np.abs(sound).mean()) * 1000), np.uint8)
        return Planes(level, level, level)

    def frame(self) -> bool:
        """Play the next frame; whether it shows a patch."""
        self.sound.play(self.line)
        time = self.line.position - TICK
        due = self.foresight.at(time, self.line.known(self.foresight.horizon))
        self.outlook = None if due is None else due.outlook
        self.sound.play(self.line)
        return due is not None

    def frames(self, count: int) -> str:
        return "".join("p" if self.frame() else "." for _ in range(count))


def test_silence_is_never_drawn() -> None:
    script = Script()
    assert script.frames(50) == "." * 50
    assert not script.heard
    assert script.foresight.tally == Tally()


def test_speech_is_drawn_from_its_second_frame_until_a_little_after_its_end() -> None:
    script = Script(speech(0.4))
    assert script.frames(20) == "." + "p" * 12 + "." * 7
    assert script.foresight.tally == Tally(shown=12)
    assert script.thread.made == 12, "each patch is made once"


def test_a_patch_is_made_of_the_sound_round_its_frame() -> None:
    said = np.zeros(48_000, np.int16)
    at = 2 * TICK  # of the first frame that is planned
    said[at + 3 * 1000] = 30_000
    script = Script(said)
    script.frames(2)
    assert len(script.heard[0]) == HEARING.samples
    assert script.heard[0].argmax() == HEARING.before + 1000
    assert script.heard[1].argmax() == HEARING.before + 1000 - 640, "40 ms later"


def test_the_outlook_fades_when_the_last_patches_come() -> None:
    script = Script(speech(0.4))
    outlooks = []
    for _ in range(14):
        script.frame()
        outlooks.append(script.outlook)
    assert outlooks == [None, *[1.0] * 8, 0.75, 0.5, 0.25, 0.0, None]


def test_a_late_patch_leaves_its_frame_to_the_rig_and_the_next_ones_come_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    script = Script(speech(2.0), prompt=False)
    shown = ""
    for frame in range(20):
        if frame not in (6, 7, 12):  # the thread hangs
            script.thread.make()
        shown += script.frames(1)
    assert shown == ".ppppppppppppppppppp", "patches that were made ahead bridge short delays"
    for frame in range(20):
        if not 3 <= frame < 9:
            script.thread.make()
        shown += script.frames(1)
    assert shown[20:] == "pppppp...ppppppppppp"
    assert script.foresight.tally == Tally(shown=19 + 17, late=3)
    assert [record.levelname for record in caplog.records] == ["WARNING"], "it is said once"
    assert "was not in time" in caplog.text


def test_a_late_patch_is_not_made_any_more() -> None:
    script = Script(speech(2.0), prompt=False)
    script.frames(20)
    waiting = sum(not future.cancelled() for future, _ in script.thread.waiting)
    assert waiting == AHEAD + 1, "those that may still be in time, and the present one"


def test_a_model_that_is_always_late_is_switched_off_with_one_line_for_the_operator(
    caplog: pytest.LogCaptureFixture,
) -> None:
    script = Script(speech(8.0), prompt=False)
    assert "p" not in script.frames(GIVE_UP_AFTER)
    assert not script.foresight.gave_up
    script.frames(1)
    assert script.foresight.gave_up
    script.thread.make()
    assert "p" not in script.frames(50)
    assert script.thread.made == 0
    assert script.foresight.tally.late == GIVE_UP_AFTER
    assert len(caplog.records) == 2
    assert caplog.messages[1].startswith("session s1: the lip model drew none of 75 pictures on end")


def test_a_model_that_is_in_time_now_and_then_stays_on() -> None:
    script = Script(speech(20.0), prompt=False)
    for frame in range(400):
        if frame % 50 == 0:
            script.thread.make()
        script.frame()
    assert not script.foresight.gave_up
    assert script.foresight.tally.late > 300


def test_a_failing_patch_is_counted_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    script = Script(speech(2.0))
    assert script.frames(5) == ".pppp"
    script.broken = True
    script.frames(4)  # made before
    assert script.frames(6) == "......"
    script.broken = False
    script.frames(4)
    assert script.frames(5) == "ppppp"
    assert script.foresight.tally.failed == 10
    assert len(caplog.records) == 1
    assert "values that are no numbers" in caplog.text


def test_a_failure_that_nobody_foresaw_is_told_with_its_traceback_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    script = Script(speech(1.0))
    script.mistake = True
    assert script.frames(10) == "." * 10
    assert script.foresight.tally.failed == 9
    [record] = caplog.records
    assert record.exc_info is not None
    assert "ZeroDivisionError" in caplog.text


def test_an_interruption_drops_what_was_made_for_the_rest_of_the_sentence() -> None:
    script = Script(speech(3.0))
    assert script.frames(10) == ".ppppppppp"
    script.sound.queued = script.sound.queued[:0]
    made = script.thread.made
    assert script.frames(1) == ".", "the patch that was made for it says a word that is not heard"
    assert set(script.frames(10)[4:]) == {"."}
    assert script.thread.made - made <= AHEAD
    assert script.foresight.tally.late == script.foresight.tally.failed == 0


def test_sound_that_comes_late_moves_the_patches_along() -> None:
    """The voice has a gap: what was queued had ended, and goes on two frames later."""
    script = Script(speech(0.4))
    script.frames(12)
    script.sound.queued = speech(0.4, seed=1)
    said = script.frames(14)
    assert said.startswith(".ppppppppp")


def test_half_the_patches_are_made_at_half_the_rate_and_each_is_shown_twice() -> None:
    script = Script(speech(1.0), fps=12.5)
    assert script.frames(28) == ".." + "p" * 26
    assert script.thread.made == 13
    assert script.foresight.tally == Tally(shown=26)


def test_a_stalled_clock_does_no_harm() -> None:
    """After a stall the frames may lie between those that were planned."""
    script = Script(speech(3.0))
    script.frames(5)
    script.sound.play(script.line)
    assert script.frames(10) == "pppppppppp"

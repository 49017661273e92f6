"""What is drawn to learn from."""

import numpy as np
import pytest

jax = pytest.importorskip("jax")

STEPS = {"espeak-m1": 3_000, "espeak-f1": 3_000, "flite-rms": 700, "formant-v00": 5_000, "formant-v01": 600}


@pytest.fixture
def lessons(tmp_path):
    steps = sum(STEPS.values())
    path = tmp_path / "lessons.npz"
    np.savez(
        path,
        inputs=np.zeros((steps, 2), np.float16),
        visemes=np.zeros(steps, np.int8),
        mouths=np.zeros((steps, 8), np.float16),
        closures=np.zeros(steps, np.float16),
        voices=np.array(list(STEPS)),
        voice=np.repeat(np.arange(len(STEPS)), list(STEPS.values())).astype(np.int16),
    )
    return path


def shares(path, without=()):
    """How often each voice is drawn."""
    from training.mouth.train import load

    lessons = load(path, without)
    voices = np.repeat(list(STEPS), list(STEPS.values()))[lessons.starts]
    return {name: float(lessons.chances[voices == name].sum()) for name in STEPS}


@pytest.mark.parametrize("without", [(), ("espeak-",), ("formant-",)])
def test_half_of_it_are_voices_of_people_however_few_there_are(lessons, without):
    assert shares(lessons, without)["flite-rms"] == pytest.approx(0.5, abs=0.02)


def test_a_voice_left_out_is_never_drawn(lessons):
    drawn = shares(lessons, ("espeak-m1",))
    assert drawn["espeak-m1"] == 0
    assert sum(drawn.values()) == pytest.approx(1)


def test_a_voice_that_says_more_is_drawn_more_often_but_not_by_as_much(lessons):
    drawn = shares(lessons)
    assert drawn["formant-v01"] < drawn["espeak-f1"] < 5 * drawn["formant-v01"]

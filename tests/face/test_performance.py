"""Which direction is followed when; frames of 0.04 s."""

from itertools import pairwise

import pytest

from visavis.contract.spec import StyleSpec
from visavis.face.directions import CUES, NONE, STYLES, Direction
from visavis.face.performance import CHANGE_S, CUE_LEAST_S, Performance

FRAME_S = 0.04


def watch(performance, until_s, from_s=0.0, speaking=False):
    frames = range(round(from_s / FRAME_S), round(until_s / FRAME_S))
    return [performance.at(frame * FRAME_S, speaking) for frame in frames]


def size(direction):
    return sum(abs(amount) for amount in direction)


def test_without_a_style_nothing_is_added():
    assert Performance(None).at(0.0, False) == NONE
    assert Performance(StyleSpec()).at(0.0, False) == NONE


def test_a_style_is_there_from_the_first_frame():
    direction = Performance(StyleSpec(preset="sad")).at(0.0, False)
    assert direction.smile < -0.5
    assert direction.brows_slant > 0.5


@pytest.mark.parametrize("preset", STYLES)
def test_expressivity_says_how_much_of_a_style_shows_and_none_of_it_is_subtle(preset):
    def face(expressivity):
        style = StyleSpec(preset=preset, expressivity=expressivity)
        return size(Performance(style).at(0.0, False)[:8])

    assert face(0.0) == pytest.approx(0.3 * face(1.0))
    assert face(0.0) < face(0.5) < face(1.0)


def test_expressivity_alone_makes_her_calmer_or_livelier_and_not_merrier():
    calm, lively = (Performance(StyleSpec(expressivity=share)).at(0.0, False) for share in (0.0, 1.0))
    assert calm == Direction(stir=-0.5, nods=-0.5, emphasis=-0.5)
    assert lively == Direction(stir=0.5, nods=0.5, emphasis=0.5)


def test_words_mean_the_nearest_preset():
    said = Performance(StyleSpec(prompt="Cheerful, upbeat")).at(0.0, False)
    assert said == Performance(StyleSpec(preset="happy")).at(0.0, False)
    assert Performance(StyleSpec(prompt="looking at the camera")).at(0.0, False) == NONE


def test_a_cue_comes_smoothly_within_its_time_and_from_where_the_face_is():
    performance = Performance(StyleSpec(preset="sad", expressivity=1.0))
    performance.cue("happy", 0.2)
    performance.cue("angry", 0.36)  # before the smile is there
    smiles = [direction.smile for direction in watch(performance, 2.0)]
    assert smiles[0] == smiles[4] == STYLES["sad"].smile
    assert STYLES["sad"].smile < max(smiles) < STYLES["happy"].smile
    assert smiles[9 + round(CHANGE_S / FRAME_S)] == STYLES["angry"].smile
    assert max(abs(b - a) for a, b in pairwise(smiles)) < 0.35


def test_a_cue_outside_speech_holds_a_while_and_gives_way_to_the_style():
    performance = Performance(StyleSpec(preset="warm"))
    warm, *_ = watch(performance, 1.0)
    performance.cue("concerned", 1.0)
    held = watch(performance, 1.0 + CUE_LEAST_S, from_s=1.0)
    after = watch(performance, 7.0, from_s=1.0 + CUE_LEAST_S)
    assert held[-1].smile < 0 < warm.smile
    assert after[-1] is warm


def test_a_cue_during_speech_holds_until_she_has_spoken():
    performance = Performance(StyleSpec())
    performance.cue("sad", 0.0)
    assert watch(performance, 20.0, speaking=True)[-1].smile < -0.5
    assert watch(performance, 21.0, from_s=20.0)[-1] == NONE


@pytest.mark.parametrize("tag", ["laughter", "surprised"])
def test_laughter_and_surprise_pass_however_long_she_speaks(tag):
    performance = Performance(StyleSpec())
    performance.cue(tag, 0.0)
    course = watch(performance, 6.0, speaking=True)
    assert course[25] != NONE
    assert course[round(3.2 / FRAME_S)] == NONE


def test_cues_are_played_in_the_order_of_their_times():
    performance = Performance(StyleSpec(expressivity=1.0))
    performance.cue("sad", 3.0)
    performance.cue("happy", 1.0)
    course = watch(performance, 4.5)
    assert course[20].smile == 0 < course[40].smile
    assert course[-1].smile == STYLES["sad"].smile


def test_an_unknown_cue_is_an_error_and_a_face_without_directions_plays_none():
    with pytest.raises(KeyError):
        Performance(StyleSpec()).cue("grumpy", 0.0)
    undirected = Performance(None)
    undirected.cue("happy", 0.0)
    assert watch(undirected, 1.0)[-1] == NONE


def test_while_nothing_changes_the_direction_is_the_same_object():
    performance = Performance(StyleSpec(preset="happy"))
    course = watch(performance, 2.0)
    assert all(direction is course[0] for direction in course)
    assert not performance.changing
    performance.cue("sad", 2.0)
    performance.at(2.04, False)
    assert performance.changing


def test_every_public_tag_is_there():
    assert CUES.keys() - STYLES.keys() == {"laughter", "curious", "concerned", "surprised"}

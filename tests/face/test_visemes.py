"""The mouth, seen at 25 frames a second with the frames falling anywhere against the sound."""

from itertools import pairwise

import numpy as np
import pytest

from tests.face.sentences import BOB, HELLO, spoken
from visavis.face.mouth import LOOKS, Mouth
from visavis.face.phones import Viseme, visemes_of
from visavis.face.proportions import TIP_FROM, TIP_OUT
from visavis.face.visemes import LEAD_S, SETTLE_S, MouthTrack
from visavis.speech import Alphabet

FRAME_S = 0.04
START_S = 0.5
PHASES_S = (0.0, 0.007, 0.013, 0.02, 0.027, 0.033)
REST = LOOKS[Viseme.REST].mouth
ALPHABETS = tuple(BOB)
THESE_BROTHERS = "dh iy z th r iy b r ah dh er z g ae dh er dh eh r w ih dh dh eh r f aa dh er"


def opening(mouth):
    """About how far the lips are apart, in mouth widths, on the rig's travel."""
    return 0.50 * mouth.jaw + 0.085 * mouth.upper_lip + 0.12 * mouth.lower_lip


def watch(track, until_s, from_s=0.0):
    """Times and mouths of every frame."""
    times_s = np.arange(from_s, until_s, FRAME_S)
    return times_s, [track.at(float(time_s)) for time_s in times_s]


def say(alphabet, phase_s=0.0, sentence=BOB):
    """A sentence, watched from before its start until after its end."""
    track = MouthTrack()
    track.say(START_S, sentence[alphabet], alphabet)
    return watch(track, START_S + sentence[alphabet][-1].end_s + 0.6, from_s=phase_s)


def frame_nearest(times_s, phone):
    """The frame that shows the phone's middle best."""
    seen_s = START_S + (phone.start_s + phone.end_s) / 2 - LEAD_S
    return int(np.argmin(np.abs(times_s - seen_s)))


def phones_of(viseme, alphabet):
    return [phone for phone in BOB[alphabet] if viseme in visemes_of(phone.symbol, alphabet)]


def distance(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("phase_s", PHASES_S)
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_p_b_m_is_shut_on_the_frame_nearest_to_its_centre(alphabet, phase_s):
    times_s, mouths = say(alphabet, phase_s)
    closures = phones_of(Viseme.BILABIAL, alphabet)
    assert len(closures) == 12
    for phone in closures:
        mouth = mouths[frame_nearest(times_s, phone)]
        assert opening(mouth) < 0.01
        assert mouth.press > 0.6


@pytest.mark.parametrize("phase_s", PHASES_S)
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_f_v_shows_the_lip_under_the_teeth(alphabet, phase_s):
    times_s, mouths = say(alphabet, phase_s)
    bites = phones_of(Viseme.LABIODENTAL, alphabet)
    assert len(bites) >= 6
    for phone in bites:
        mouth = mouths[frame_nearest(times_s, phone)]
        assert mouth.lip_bite > 0.9
        assert mouth.jaw < 0.12


@pytest.mark.parametrize("phase_s", PHASES_S)
@pytest.mark.parametrize("rate", [1.0, 1.5, 2.0])
def test_every_th_shows_the_tongue_between_the_teeth_for_as_long_as_it_lasts(rate, phase_s):
    phones = spoken(THESE_BROTHERS, each_s=0.09 / rate)
    track = MouthTrack()
    track.say(START_S, phones, Alphabet.ARPABET)
    times_s, mouths = watch(track, 4.0, from_s=phase_s)
    look = LOOKS[Viseme.DENTAL].mouth
    dentals = [phone for phone in phones if phone.symbol in ("th", "dh")]
    assert len(dentals) == 8
    for phone in dentals:
        mouth = mouths[frame_nearest(times_s, phone)]
        assert mouth.tongue > TIP_OUT
        assert opening(mouth) == pytest.approx(opening(look), abs=0.04)
        within = (times_s > START_S - LEAD_S + phone.start_s) & (times_s < START_S - LEAD_S + phone.end_s)
        assert all(mouths[frame].tongue > TIP_FROM for frame in np.flatnonzero(within))


@pytest.mark.parametrize("symbol", sorted({"l", "t", "d", "n", "s", "z", "sh", "iy", "k", "aa"}))
def test_no_other_sound_shows_it(symbol):
    track = MouthTrack()
    track.say(START_S, spoken(f"{symbol} {symbol}", each_s=0.4), Alphabet.ARPABET)
    assert max(mouth.tongue for mouth in watch(track, 2.0)[1]) < TIP_FROM


@pytest.mark.parametrize("word", ["b dh b", "m th", "th m th"])
def test_lips_that_must_meet_do_so_beside_a_th_too(word):
    phones = spoken(word, each_s=0.06)
    track = MouthTrack()
    track.say(START_S, phones, Alphabet.ARPABET)
    times_s, mouths = watch(track, 1.5)
    for phone in phones:
        if phone.symbol in "bm":
            assert opening(mouths[frame_nearest(times_s, phone)]) < 0.02


@pytest.mark.parametrize("rate", [1.0, 1.5, 2.0])
def test_closures_hold_in_fast_speech(rate):
    phones = spoken("m aa m ay b iy p ao p ah m", each_s=0.07 / rate)
    track = MouthTrack()
    track.say(START_S, phones, Alphabet.ARPABET)
    times_s, mouths = watch(track, 2.0)
    for phone in phones:
        if phone.symbol in "pbm":
            assert opening(mouths[frame_nearest(times_s, phone)]) < 0.01


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_open_vowels_open_the_mouth_and_not_too_far(alphabet):
    times_s, mouths = say(alphabet)
    open_vowels = phones_of(Viseme.OPEN, alphabet) + phones_of(Viseme.NEAR_OPEN, alphabet)
    jaws = [mouths[frame_nearest(times_s, phone)].jaw for phone in open_vowels]
    assert 0.3 < np.mean(jaws) < 0.7
    assert max(jaws) < 0.85


@pytest.mark.parametrize("sentence", [BOB, HELLO])
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_the_opening_never_jumps(alphabet, sentence):
    for phase_s in PHASES_S:
        openings = np.array([opening(mouth) for mouth in say(alphabet, phase_s, sentence)[1]])
        assert np.abs(np.diff(openings)).max() < 0.18


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_everyday_talk_moves_without_jerks(alphabet):
    """Root mean square of the opening's third derivative, in mouth widths/s³."""
    jerks = []
    for phase_s in PHASES_S:
        openings = np.array([opening(mouth) for mouth in say(alphabet, phase_s, HELLO)[1]])
        jerks.append(np.sqrt(np.mean(np.diff(openings, 3) ** 2)) / FRAME_S**3)
    assert np.mean(jerks) < 800


def test_rounding_starts_before_the_rounded_sound():
    """In "stew" the lips are round from the t on; in "stay" they are not."""

    def pucker_at_t(vowel):
        track = MouthTrack()
        track.say(START_S, spoken(f"s t {vowel}"), Alphabet.ARPABET)
        return track.at(START_S + 0.15).pucker

    assert pucker_at_t("uw") > 0.3
    assert pucker_at_t("ey") < 0.05


@pytest.mark.parametrize(
    ("word", "place", "control", "least"),
    [
        ("w iy", 0, "pucker", 0.55),
        ("g uw s", 1, "pucker", 0.6),
        ("th ih ng k", 0, "tongue", 0.6),
        ("ch iy z", 1, "wide", 0.35),
        ("l eh t", 0, "tongue", 0.5),
    ],
)
def test_what_lips_and_tongue_show_is_shown(word, place, control, least):
    track = MouthTrack()
    track.say(START_S, spoken(word), Alphabet.ARPABET)
    assert getattr(track.at(START_S + place * 0.1 + 0.05 - LEAD_S), control) > least


def test_the_picture_runs_a_little_ahead_of_the_sound():
    track = MouthTrack()
    track.say(START_S, spoken("pau t aa t pau", each_s=0.2), Alphabet.ARPABET)
    times_s = np.arange(START_S, START_S + 1.0, 0.005)
    jaws = np.array([track.at(float(time_s)).jaw for time_s in times_s])
    widest_s = times_s[jaws > jaws.max() - 1e-3]
    assert widest_s.mean() == pytest.approx(START_S + 0.5 - LEAD_S, abs=0.03)


def test_the_mouth_is_closed_before_within_pauses_and_after():
    track = MouthTrack()
    track.say(START_S, spoken("aa pau pau aa", each_s=0.2), Alphabet.ARPABET)
    assert distance(track.at(START_S - 0.25), REST) < 0.01
    assert track.at(START_S + 0.1).jaw > 0.6
    assert opening(track.at(START_S + 0.4)) < 0.01
    assert track.at(START_S + 0.7).jaw > 0.6
    assert opening(track.at(START_S + 0.8 + 0.12)) < 0.01
    assert distance(track.at(START_S + 0.8 + 0.2), REST) < 1e-9


def test_a_track_that_was_never_spoken_to_rests():
    assert distance(MouthTrack().at(12.0), REST) < 1e-9


def test_pieces_of_an_utterance_look_like_the_whole():
    phones = BOB[Alphabet.ARPABET]
    whole, pieces = MouthTrack(), MouthTrack()
    whole.say(START_S, phones, Alphabet.ARPABET)
    waiting = list(phones)
    differences = []
    for time_s in np.arange(0.0, 5.0, FRAME_S):
        while waiting and START_S + waiting[0].start_s < time_s + 0.5:
            pieces.say(START_S, [waiting.pop(0)], Alphabet.ARPABET)
        differences.append(distance(whole.at(float(time_s)), pieces.at(float(time_s))))
    assert max(differences) < 0.02


@pytest.mark.parametrize("at_s", [0.55, 0.9, 1.31, 2.0, 3.3])
def test_a_cut_mouth_relaxes_within_its_time_and_without_a_jump(at_s):
    track = MouthTrack()
    track.say(START_S, BOB[Alphabet.ARPABET], Alphabet.ARPABET)
    mouths = watch(track, at_s)[1]
    track.cut(at_s)
    mouths += watch(track, at_s + 1.0, from_s=at_s)[1]
    after = round(at_s / FRAME_S) + round(SETTLE_S / FRAME_S) + 1
    assert all(distance(mouth, REST) < 1e-9 for mouth in mouths[after:])
    assert max(abs(opening(b) - opening(a)) for a, b in pairwise(mouths)) < 0.18


def test_a_cut_ahead_of_time_leaves_what_sounds_before_it():
    whole, cut = MouthTrack(), MouthTrack()
    for track in (whole, cut):
        track.say(START_S, BOB[Alphabet.ARPABET], Alphabet.ARPABET)
        track.at(0.8)
    cut.cut(1.5)
    for time_s in (0.9, 1.2, 1.48):
        assert cut.at(time_s) == whole.at(time_s)
    assert opening(cut.at(1.7)) < 0.01


def test_a_cut_does_not_touch_what_is_said_after_it():
    track = MouthTrack()
    track.say(START_S, BOB[Alphabet.ARPABET], Alphabet.ARPABET)
    track.at(1.0)
    track.cut(1.04)
    track.say(1.6, spoken("aa", each_s=0.2), Alphabet.ARPABET)
    assert opening(track.at(1.4)) < 0.01
    assert track.at(1.7).jaw > 0.6


def test_the_earlier_of_two_cuts_rules():
    track = MouthTrack()
    track.say(START_S, spoken("aa", each_s=2.0), Alphabet.ARPABET)
    track.at(0.6)
    track.cut(2.0)
    track.cut(1.0)
    assert track.at(0.9).jaw > 0.6
    assert opening(track.at(1.15)) < 0.01


def test_marks_that_come_late_do_not_make_the_mouth_jump():
    track = MouthTrack()
    before = track.at(1.0)
    track.say(0.9, spoken("aa aa aa"), Alphabet.ARPABET)
    mouths = [before] + [track.at(1.0 + k * FRAME_S) for k in range(1, 6)]
    assert max(abs(opening(b) - opening(a)) for a, b in pairwise(mouths)) < 0.25
    assert mouths[-2].jaw > 0.4


def test_a_long_sound_keeps_its_shape_to_its_end():
    track = MouthTrack()
    track.say(START_S, spoken("aa", each_s=3.0), Alphabet.ARPABET)
    assert all(track.at(START_S + time_s).jaw > 0.5 for time_s in (0.05, 0.3, 1.5, 2.9))


def test_phones_without_length_and_out_of_order_are_borne():
    track = MouthTrack()
    phones = [*reversed(spoken("aa m iy")), *spoken("l s", each_s=0.0)]
    track.say(START_S, phones, Alphabet.ARPABET)
    for mouth in watch(track, 1.5)[1]:
        assert all(0.0 <= value <= 1.0 for value in mouth)


def test_every_symbol_gives_a_mouth_within_its_range():
    track = MouthTrack()
    symbols = "aa ae zz Ж '' pau hh w ow f m"
    track.say(0.1, spoken(symbols, each_s=0.06), Alphabet.ARPABET)
    for mouth in watch(track, 1.0)[1]:
        assert isinstance(mouth, Mouth)
        assert all(0.0 <= value <= 1.0 for value in mouth)


def test_the_past_is_forgotten():
    track = MouthTrack()
    for turn in range(200):
        track.say(turn * 1.0, spoken("m aa b iy"), Alphabet.ARPABET)
        track.at(turn * 1.0 + 0.9)
    assert sum(len(plan.score) for plan in track._plans) < 20


def test_busy_says_when_the_mouth_has_something_to_do():
    track = MouthTrack()
    track.say(1.0, spoken("aa m"), Alphabet.ARPABET)
    assert not track.busy(0.5)
    assert track.busy(1.1)
    assert not track.busy(2.0)

"""The bench's users: what they say ends when the voice says so, and pauses where the script does."""

from itertools import islice

import numpy as np
import pytest
from bench.conversation.scripts import PAUSED
from bench.conversation.user import LEVEL, PAUSE_S, cough, loud, pauses, widened

from tests.fakes import tone
from visavis.providers.base import MICROPHONE_HZ
from visavis.speech import Phone


def test_a_sentence_is_cut_where_it_pauses_and_ends_with_its_last_phone() -> None:
    pcm = tone(2.0, MICROPHONE_HZ)
    phones = [Phone("aa", 0.25, 1.0), Phone("b", 1.0, 1.75)]
    spoken = widened(pcm, phones, cuts_s=[1.0], pauses_s=[0.5])
    assert len(spoken) / MICROPHONE_HZ == pytest.approx(1.5 + 0.5)
    assert not spoken[round(0.75 * MICROPHONE_HZ) : round(1.25 * MICROPHONE_HZ)].any()
    assert np.array_equal(spoken[-100:], pcm[round(1.75 * MICROPHONE_HZ) - 100 : round(1.75 * MICROPHONE_HZ)])


def test_pauses_are_the_same_every_time_and_within_bounds() -> None:
    first, second = list(islice(pauses(), 50)), list(islice(pauses(), 50))
    assert first == second
    assert PAUSE_S[0] <= min(first) < 0.4
    assert 1.0 < max(first) <= PAUSE_S[1]


def test_all_users_are_equally_loud() -> None:
    levels = [loud(tone(1.0, MICROPHONE_HZ, amplitude)).astype(float).std() for amplitude in (1000, 20_000)]
    assert levels == pytest.approx([LEVEL * 32768] * 2, rel=0.05)


def test_a_cough_is_shorter_than_a_word_and_dies_away() -> None:
    for number in range(12):
        burst = np.abs(cough(number).astype(float))
        assert 0.15 <= len(burst) / MICROPHONE_HZ <= 0.35
        assert burst[: len(burst) // 3].mean() > 2 * burst[-len(burst) // 3 :].mean()


def test_two_of_three_scripts_pause() -> None:
    assert sum("|" in script for script in PAUSED) / len(PAUSED) == pytest.approx(2 / 3, abs=0.05)

import numpy as np

from visavis.providers.tts.loudness import louder


def test_a_gain_of_one_changes_nothing() -> None:
    pcm = np.arange(-32768, 32767, 7, dtype=np.int16)
    assert louder(pcm, 1.0) is pcm


def test_below_the_knee_it_is_a_plain_gain() -> None:
    assert louder(np.array([-1000, 0, 1000], np.int16), 2.5).tolist() == [-2500, 0, 2500]


def test_peaks_are_rounded_off_in_order_and_never_wrap() -> None:
    rising = np.arange(0, 32767, 100, dtype=np.int16)
    loud = louder(rising, 8.0).astype(int)
    assert (np.diff(loud) >= 0).all()
    assert loud.max() < 32767
    assert louder(np.array([-32768], np.int16), 8.0)[0] < -30000


def test_silence_is_a_gain_too() -> None:
    assert not louder(np.array([-20000, 20000], np.int16), 0.0).any()

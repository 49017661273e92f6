import numpy as np
import pytest

from visavis.media.microphone import LATE_S, TRAIL_S, Decimator, Microphone, OpusDecoder
from visavis.media.opus import OpusEncoder
from visavis.speech import Pcm

SOURCE = 77
TONE_HZ = 500.0


def tone(tick: int) -> Pcm:
    at = np.arange(960) + tick * 960
    return (8_000 * np.sin(2 * np.pi * TONE_HZ / 48_000 * at)).astype(np.int16)


@pytest.fixture(scope="module")
def packets() -> list[bytes]:
    encoder = OpusEncoder()
    return [encoder.encode(tone(tick), tick)[0] for tick in range(100)]


class Listener:
    def __init__(self, packets: list[bytes], first_sequence: int = 0) -> None:
        self.chunks: list[Pcm] = []
        self.microphone = Microphone(self.chunks.append)
        self._packets = packets
        self._first_sequence = first_sequence

    def gets(self, number: int, now_s: float, source: int = SOURCE, skipped_s: float = 0.0) -> None:
        sequence = (self._first_sequence + number) & 0xFFFF
        timestamp = (number * 960 + round(skipped_s * 48_000)) & 0xFFFFFFFF
        self.microphone.packet(source, sequence, timestamp, self._packets[number], now_s)

    @property
    def silent(self) -> list[bool]:
        return [not chunk.any() for chunk in self.chunks]


def test_each_packet_becomes_a_chunk_at_its_arrival(packets: list[bytes]) -> None:
    listener = Listener(packets)
    for number in range(10):
        listener.gets(number, number * 0.02)
        assert [len(chunk) for chunk in listener.chunks] == [320] * (number + 1)


def test_the_sound_keeps_its_pitch(packets: list[bytes]) -> None:
    listener = Listener(packets)
    for number in range(100):
        listener.gets(number, number * 0.02)
    heard = np.concatenate(listener.chunks)[3_200:19_200]
    assert np.abs(np.fft.rfft(heard)).argmax() == TONE_HZ
    assert np.abs(heard).max() == pytest.approx(8_000, rel=0.1)


def test_packets_that_overtake_each_other_are_put_in_order(packets: list[bytes]) -> None:
    in_order, mixed = Listener(packets), Listener(packets)
    for number in range(6):
        in_order.gets(number, 0.0)
    for number in (0, 2, 1, 3, 5, 4):
        mixed.gets(number, 0.0)
    assert np.array_equal(np.concatenate(in_order.chunks), np.concatenate(mixed.chunks))


def test_a_lost_packet_becomes_silence_of_its_length(packets: list[bytes]) -> None:
    listener = Listener(packets)
    for number in (0, 1, 3, 4):
        listener.gets(number, number * 0.02)
    assert len(listener.chunks) == 2, "the lost one may still come"
    listener.gets(5, 0.1)
    assert listener.silent == [False, False, True, False, False, False]


def test_a_hole_is_not_waited_for_longer_than_it_may_be_late(packets: list[bytes]) -> None:
    listener = Listener(packets)
    listener.gets(0, 0.0)
    listener.gets(2, 0.04)
    listener.microphone.tick(0.04 + LATE_S / 2)
    assert len(listener.chunks) == 1
    listener.microphone.tick(0.04 + LATE_S)
    assert listener.silent == [False, True, False]


def test_what_comes_after_its_time_was_filled_is_dropped(packets: list[bytes]) -> None:
    listener = Listener(packets)
    for number in (0, 2, 3, 4, 1, 5, 5):
        listener.gets(number, 0.1)
    assert listener.silent == [False, True, False, False, False, False]


def test_sequence_numbers_may_wrap(packets: list[bytes]) -> None:
    listener = Listener(packets, first_sequence=0xFFFD)
    for number in (0, 1, 2, 4, 5, 6, 7):
        listener.gets(number, number * 0.02)
    assert listener.silent == [False, False, False, True, False, False, False, False]


def test_a_client_that_stops_sending_is_followed_by_silence_for_a_while(packets: list[bytes]) -> None:
    listener = Listener(packets)
    listener.gets(0, 0.0)
    for tick in range(1, 500):
        listener.microphone.tick(tick * 0.02)
    assert len(listener.chunks) == 1 + round(TRAIL_S / 0.02)
    assert listener.silent[1:] == [True] * round(TRAIL_S / 0.02)


def test_silence_that_was_played_in_advance_is_not_played_again(packets: list[bytes]) -> None:
    listener = Listener(packets)
    listener.gets(0, 0.0)
    for tick in range(1, 26):
        listener.microphone.tick(tick * 0.02)
    trailed = len(listener.chunks) - 1
    assert 10 < trailed < 25
    listener.gets(1, 0.52, skipped_s=0.5)
    assert sum(listener.silent) == 25, "the sender's clock says that half a second was not sent"


def test_nothing_is_made_up_before_the_microphone_has_begun() -> None:
    chunks: list[Pcm] = []
    microphone = Microphone(chunks.append)
    for tick in range(100):
        microphone.tick(tick * 0.02)
    assert chunks == []


def test_a_new_source_begins_at_once(packets: list[bytes]) -> None:
    listener = Listener(packets)
    listener.gets(50, 0.0)
    listener.gets(3, 0.02, source=78)
    listener.gets(4, 0.04, source=78)
    assert listener.silent == [False] * 3


def test_a_packet_that_is_not_opus_becomes_silence() -> None:
    pcm, samples = OpusDecoder().decode(b"\xff")
    assert (len(pcm), samples) == (320, 960)
    assert not pcm.any()


def test_what_lies_above_the_new_rate_is_filtered_out() -> None:
    def level_db(hz: float) -> float:
        wave = (10_000 * np.sin(2 * np.pi * hz / 48_000 * np.arange(48_000))).astype(np.int16)
        out = Decimator().decimate(wave)[1_000:].astype(float)
        return float(20 * np.log10(np.sqrt(np.mean(out**2)) / (10_000 / np.sqrt(2)) + 1e-9))

    assert level_db(300) == pytest.approx(0, abs=0.1)
    assert level_db(5_000) == pytest.approx(0, abs=1)
    assert level_db(10_000) < -40


def test_decimation_does_not_depend_on_how_the_sound_is_cut() -> None:
    wave = tone(0)
    whole = Decimator().decimate(wave)
    decimator = Decimator()
    assert np.array_equal(
        whole, np.concatenate([decimator.decimate(wave[i : i + 240]) for i in range(0, 960, 240)])
    )

import av
import numpy as np
import pytest
from av.audio.codeccontext import AudioCodecContext

from visavis.media.opus import BIT_RATE, OpusEncoder


def decode(packets: list[bytes]) -> np.ndarray:
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, AudioCodecContext)
    decoder.format, decoder.layout, decoder.sample_rate = "s16", "mono", 48_000
    return np.concatenate(
        [frame.to_ndarray()[0] for each in packets for frame in decoder.decode(av.Packet(each))]
    )


def test_each_tick_is_one_packet_and_the_tone_survives() -> None:
    encoder = OpusEncoder()
    wave = (9_000 * np.sin(2 * np.pi * 440 / 48_000 * np.arange(48_000))).astype(np.int16)
    packets = []
    for tick in range(50):
        packets += encoder.encode(wave[tick * 960 : (tick + 1) * 960], tick)
        assert len(packets) == tick + 1
    decoded = decode(packets).astype(float)
    assert np.abs(np.fft.rfft(decoded[-24_000:])).argmax() * 2 == 440
    assert np.sqrt(np.mean(decoded[-24_000:] ** 2)) == pytest.approx(9_000 / np.sqrt(2), rel=0.05)
    assert BIT_RATE * 0.8 < sum(map(len, packets)) * 8 < BIT_RATE * 1.5


def test_silence_costs_next_to_nothing_and_is_silent() -> None:
    encoder = OpusEncoder()
    packets = [encoder.encode(None, tick)[0] for tick in range(50)]
    assert max(map(len, packets[10:])) < 10
    assert np.abs(decode(packets)).max() <= 1


def test_the_sound_is_not_held_back() -> None:
    encoder = OpusEncoder()
    click = np.zeros(960, np.int16)
    click[480] = 30_000
    packets = [encoder.encode(click if tick == 5 else None, tick)[0] for tick in range(10)]
    delay_samples = int(np.abs(decode(packets)).argmax()) - (5 * 960 + 480)
    assert 0 <= delay_samples / 48_000 < 0.005

"""The expected numbers were computed once with librosa 0.11, as Wav2Lip's audio.py and Whisper's audio.py do."""

from __future__ import annotations

import numpy as np

from visavis.mel import WAV2LIP_HOP, WAV2LIP_REACH, wav2lip_mel, whisper_mel


def rustle() -> np.ndarray:
    """A second of something in all bands, the same on every machine."""
    n = np.arange(16_000)
    return (((n * n // 7) * 37 % 1000) / 1000 - 0.5).astype(np.float32) * np.float32(0.5)


def test_wav2lips_spectrogram_is_librosas() -> None:
    first = 20 * WAV2LIP_HOP - WAV2LIP_REACH - 1
    end = 35 * WAV2LIP_HOP + WAV2LIP_REACH
    mel = wav2lip_mel(rustle()[first:end], 16)
    assert mel.shape == (80, 16)
    np.testing.assert_allclose(mel[::16, 0], [-1.464, -0.2093, 0.3983, 0.4681, 1.2238], atol=2e-4)
    np.testing.assert_allclose(mel[::16, 15], [-0.5444, -0.9893, 0.1737, 0.8158, 0.9626], atol=2e-4)


def test_whispers_spectrogram_is_librosas() -> None:
    mel = whisper_mel(rustle())
    assert mel.shape == (80, 100)
    np.testing.assert_allclose(mel[::16, 0], [0.9024, 0.6644, 0.5229, 0.6758, 0.734], atol=2e-4)
    np.testing.assert_allclose(mel[::16, 50], [0.8045, 0.7441, 0.6948, 0.6416, 0.6351], atol=2e-4)
    np.testing.assert_allclose(mel[::16, 99], [0.571, 0.6362, 0.5283, 0.7623, 0.685], atol=2e-4)


def test_silence_is_the_floor_and_no_infinity() -> None:
    assert (wav2lip_mel(np.zeros(1 + 800 + 3000, np.float32), 16) == -4).all()
    assert (whisper_mel(np.zeros(16_000, np.float32)) == np.float32(-1.5)).all()

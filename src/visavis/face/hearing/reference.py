"""Frames -> what the network is given: everything relative to this speaker and this microphone.

A running mean of the speech so far, begun from a typical spectrum, takes out voice, room, microphone and
gain; the running peak tells loud from quiet. Both forget within seconds, so another speaker may take over.
"""

from __future__ import annotations

import numpy as np

from visavis.face.hearing.spectrum import BANDS, Floats

FRAME_VALUES = BANDS + 3
"""The bands, voicing, level below the peak, onset."""
STEP_VALUES = 2 * FRAME_VALUES

MEMORY_STEPS = 250.0
"""The mean forgets after about 5 s of speech."""
PRIOR_STEPS = 25.0
"""The typical spectrum weighs as much as half a second of speech."""
# The long-term spectrum of speech (Byrne et al. 1994), in nats around its mean.
PRIOR = np.interp(np.arange(BANDS), [0, 4, 10, 16, 24, 31], [0.5, 2.2, 1.2, 0.0, -1.5, -3.0])
PRIOR = (PRIOR - PRIOR.mean()).astype(np.float32)

PEAK_FALLS = 0.004
"""Nats that the running peak loses each step."""
QUIETEST_PEAK = -10.0
SPEECH_BELOW_PEAK, QUIETEST_SPEECH = 4.0, -9.5
"""Steps within this of the peak, and louder than that, count as speech."""
BAND_SCALE, LEVEL_SCALE, LEVEL_SHIFT = 0.35, 0.25, 0.5
"""Bring the values to about ±1."""
FAINTEST = -6.0 * BAND_SCALE
"""26 dB under the mean a band counts as silent: in a digital pause, a room and a telephone alike."""

_MEAN = np.full(BANDS, 1 / BANDS, np.float32)


class Reference:
    """Goes on from call to call: any cut of the frames gives the same values."""

    def __init__(self) -> None:
        self._sum = np.zeros(BANDS, np.float32)
        self._level_sum = self._count = 0.0
        self._peak = -8.0
        self._before = np.full((1, BANDS), FAINTEST, np.float32)

    def relate(self, bands: Floats, voicing: Floats) -> Floats:
        """Bands (2 n, BANDS) and voicing (2 n,) -> the network's input (n, STEP_VALUES)."""
        steps = len(bands) // 2
        levels = bands @ _MEAN
        means, peaks = self._follow(bands, levels.tolist())
        values = np.empty((steps, 2, FRAME_VALUES), np.float32)
        heard = (bands.reshape(steps, 2, BANDS) - means[:, None]) * BAND_SCALE
        values[..., :BANDS] = np.maximum(heard, FAINTEST, out=heard)
        values[..., BANDS] = voicing.reshape(steps, 2) * 2 - 1
        below = np.maximum(levels.reshape(steps, 2) - peaks[:, None], -9)
        values[..., BANDS + 1] = below * LEVEL_SCALE + LEVEL_SHIFT
        now = heard.reshape(-1, BANDS)
        risen = now - np.concatenate([self._before, now[:-1]])
        values[..., BANDS + 2] = (np.maximum(risen, 0, out=risen) @ _MEAN).reshape(steps, 2)
        self._before = now[-1:] if steps else self._before
        inputs: Floats = values.reshape(steps, STEP_VALUES)
        return inputs

    def _follow(self, bands: Floats, levels: list[float]) -> tuple[Floats, Floats]:
        """The mean (n, BANDS) and the peak (n,) as of each step."""
        steps = len(bands) // 2
        pairs = 0.5 * (bands[0::2] + bands[1::2])
        means, peaks = np.empty((steps, BANDS), np.float32), np.empty(steps, np.float32)
        keep = 1.0 - 1.0 / MEMORY_STEPS
        for step in range(steps):
            first, second = levels[2 * step], levels[2 * step + 1]
            loudest = max(first, second)
            self._peak = max(loudest, self._peak - PEAK_FALLS, QUIETEST_PEAK)
            if loudest > max(self._peak - SPEECH_BELOW_PEAK, QUIETEST_SPEECH):
                self._sum = self._sum * keep + pairs[step]
                self._level_sum = self._level_sum * keep + 0.5 * (first + second)
                self._count = self._count * keep + 1.0
            level = self._level_sum / self._count if self._count else self._peak - 1.5
            share = 1.0 / (self._count + PRIOR_STEPS)
            means[step] = (self._sum + PRIOR_STEPS * (PRIOR + level)) * share
            peaks[step] = self._peak
        return means, peaks


def level_below_peak(values: Floats, bands: Floats) -> Floats:
    """The louder frame of each step in nats against the running peak (n,), ≤ 0; -inf where it is too quiet
    for speech, whatever the peak. From the input (n, STEP_VALUES) and the bands (2 n, BANDS) behind it."""
    levels = values.reshape(len(values), 2, FRAME_VALUES)[:, :, BANDS + 1].max(1)
    loudest = (bands @ _MEAN).reshape(len(values), 2).max(1)
    below: Floats = np.where(loudest > QUIETEST_SPEECH, (levels - LEVEL_SHIFT) / LEVEL_SCALE, -np.inf)
    return below

"""What may differ between two voices and must not matter, done to features while learning (in JAX).

Cheap enough to be done anew for every example, where `augment` works on sound and is done once.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from visavis.face.hearing.reference import BAND_SCALE, FAINTEST, FRAME_VALUES
from visavis.face.hearing.spectrum import BANDS, Floats

WARPS = 17
LONGEST_TRACT, SHORTEST_TRACT = 0.84, 1.19
"""Formants move by this factor: a man's, a child's vocal tract."""
CONTRAST = 0.3
"""Standard deviation, in nats, of how much deeper the spectrum's valleys are."""
SHARPNESS = 0.8
"""Formants up to this much sharper or flatter: formant synthesisers and averaged voices differ most here."""
TILT = 0.2
HIDDEN_BANDS = 6
HIDDEN, NOISY, WHISPERED = 0.5, 0.25, 0.04
"""Share of the examples: most voices that are heard are synthetic and clean."""


def _warps() -> Floats:
    """(WARPS, BANDS, BANDS): resample the bands as if the vocal tract were longer or shorter."""
    mels = np.linspace(2595 * np.log10(1 + 60 / 700), 2595 * np.log10(1 + 7600 / 700), BANDS + 2)[1:-1]
    hz = 700 * (10 ** (mels / 2595) - 1)
    warps = np.zeros((WARPS, BANDS, BANDS), np.float32)
    for warp, factor in zip(warps, np.geomspace(LONGEST_TRACT, SHORTEST_TRACT, WARPS), strict=True):
        for band in range(BANDS):
            place = np.interp(hz[band] * factor, hz, np.arange(BANDS))
            low = min(int(place), BANDS - 2)
            warp[low, band], warp[low + 1, band] = 1 - (place - low), place - low
    return warps


_WARPS = jnp.asarray(_warps())
_NOISE = jnp.asarray(np.random.default_rng(1).standard_normal(1 << 20), jnp.float32)
"""Drawn once; every batch takes another piece of it, as drawing takes longer than learning."""
_KNOTS = jnp.asarray(
    np.stack([np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 6), row) for row in np.eye(6)]),
    jnp.float32,
)


def disguise(inputs: jax.Array, key: jax.Array) -> jax.Array:
    """(batch, steps, STEP_VALUES) -> the same, as another voice and microphone might give it."""
    batch, steps, _ = inputs.shape
    frames = inputs.reshape(batch, 2 * steps, FRAME_VALUES)
    keys = iter(jax.random.split(key, 20))
    bands, others = frames[..., :BANDS], frames[..., BANDS:]

    def normal(*shape: int) -> jax.Array:
        return jax.random.normal(next(keys), (batch, *shape))

    def happens(share: float) -> jax.Array:
        return jax.random.bernoulli(next(keys), share, (batch, 1, 1))

    warp = _WARPS[jax.random.randint(next(keys), (batch,), 0, WARPS)]
    bands = jnp.einsum("bfi,bio->bfo", bands, warp)
    padded = jnp.pad(bands, ((0, 0), (0, 0), (1, 1)), mode="edge")
    blurred = 0.25 * padded[..., :-2] + 0.5 * bands + 0.25 * padded[..., 2:]
    sharper = jax.random.uniform(next(keys), (batch, 1, 1), minval=-SHARPNESS, maxval=SHARPNESS)
    bands = bands + sharper * (bands - blurred)
    bands = bands * jnp.exp(CONTRAST * normal(1, 1))
    bands = bands + TILT * (normal(1, 6) @ _KNOTS)
    floor = jax.random.uniform(next(keys), (batch, 1, 1), minval=-7.0, maxval=-1.0) + normal(1, 6) @ _KNOTS
    begins = jax.random.randint(next(keys), (), 0, _NOISE.size - bands.size)
    noise = floor + 0.4 * jax.lax.dynamic_slice(_NOISE, (begins,), (bands.size,)).reshape(bands.shape)
    noisy = BAND_SCALE * _sum_of_powers(bands / BAND_SCALE, noise)
    bands = jnp.where(happens(NOISY), noisy, bands)
    first = jax.random.randint(next(keys), (batch, 1, 1), 0, BANDS)
    count = jax.random.randint(next(keys), (batch, 1, 1), 0, HIDDEN_BANDS + 1) * happens(HIDDEN)
    place = jnp.arange(BANDS)
    bands = jnp.where((place >= first) & (place < first + count), 0.0, bands)
    voicing = others[..., :1] * jnp.exp(0.2 * normal(1, 1)) + 0.15 * normal(1, 1)
    voicing = jnp.where(happens(WHISPERED), -0.8, voicing)
    rest = others[..., 1:] * jnp.exp(0.2 * normal(1, 2)) + 0.05 * normal(1, 2)
    bands = jnp.maximum(bands, FAINTEST)
    return jnp.concatenate([bands, voicing, rest], axis=-1).reshape(inputs.shape)


def _sum_of_powers(one: jax.Array, other: jax.Array) -> jax.Array:
    """log(exp(one) + exp(other)), without what logaddexp does for infinities."""
    return jnp.maximum(one, other) + jnp.log1p(jnp.exp(-jnp.abs(one - other)))

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from visavis.face.neural.description import Interface
from visavis.face.neural.model import LipModel
from visavis.face.neural.pictures import BadPatch, picture_of, tensor_of, without_lower_half


def face(shade: int = 90) -> NDArray[np.uint8]:
    rows = np.linspace(0, 100, 120).astype(np.uint8)[:, None, None]
    return np.full((120, 100, 3), (shade, shade + 20, shade + 40), np.uint8) + rows


def speech(model: LipModel, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(scale=0.1, size=model.hearing.samples).astype(np.float32)


def test_a_patch_is_a_picture_of_the_models_size_that_follows_the_sound(model: LipModel) -> None:
    known = model.prepare(face())
    one, same, other = (model.step(known, speech(model, seed)) for seed in (1, 1, 2))
    assert one.shape == (64, 64, 3)
    assert one.dtype == np.uint8
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_patch_follows_the_face(model: LipModel) -> None:
    sound = speech(model)
    faces = [model.prepare(face(shade)) for shade in (40, 120)]
    one, other = (model.step(known, sound) for known in faces)
    assert not np.array_equal(one, other)


SPAN_S = {Interface.WAV2LIP: (0.0, 0.1875), Interface.MUSETALK: (-0.08, 0.12)}
"""What each interface hears, round the time of its picture: the centres of 16 columns, and ten features."""
BLUR_S = 0.03
"""Half a window of their spectrograms, and a little."""


def test_a_patch_is_made_of_the_sound_of_its_time(model: LipModel) -> None:
    known = model.prepare(face())
    quiet = speech(model) * np.float32(0.1)
    first_s, last_s = SPAN_S[model.description.interface]

    def hears(at_s: float) -> bool:
        loud = quiet.copy()
        at = model.hearing.before + round(at_s * 16_000)
        loud[at : at + 16] = 0.9
        assert loud.any(where=loud != quiet), "the moment lies in what the model asks for"
        return not np.array_equal(model.step(known, loud), model.step(known, quiet))

    assert hears(first_s + 0.005)
    assert hears((first_s + last_s) / 2)
    assert hears(last_s - 0.005)
    if model.description.interface is Interface.MUSETALK:  # Wav2Lip asks for nothing beyond
        assert not hears(first_s - BLUR_S)
        assert not hears(last_s + BLUR_S)


def test_wav2lip_asks_for_just_what_its_sixteen_windows_reach(wav2lip: LipModel) -> None:
    assert wav2lip.hearing == (400 + 1, 15 * 200 + 400), "the first column lies at the time of the picture"


def test_threads_that_share_a_model_get_what_each_would_get_alone(model: LipModel) -> None:
    known = [model.prepare(face(shade)) for shade in (40, 120)]
    jobs = [(known[n % 2], speech(model, n)) for n in range(24)]
    alone = [model.step(*job) for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda job: model.step(*job), jobs))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))


def test_values_that_are_no_numbers_are_no_picture(model: LipModel) -> None:
    tensor = tensor_of(face(), model.description)
    for value in (np.nan, np.inf, -np.inf):
        tensor[0, 1, 5, 5] = value
        with pytest.raises(BadPatch):
            picture_of(tensor, model.description)


def test_pictures_become_tensors_and_pictures_again(model: LipModel) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (64, 64, 3), np.uint8)
    tensor = tensor_of(picture, model.description)
    low, high = model.description.low, model.description.high
    assert tensor.min() >= low
    assert tensor.max() <= high
    assert np.array_equal(picture_of(tensor, model.description), picture)
    assert np.array_equal(picture_of(tensor * 10 + 50, model.description), np.full_like(picture, 255))
    masked = picture_of(without_lower_half(tensor, model.description), model.description)
    assert np.array_equal(masked[:32], picture[:32])
    assert not masked[32:].any()

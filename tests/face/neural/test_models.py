from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

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


def test_only_what_a_model_says_that_it_hears_changes_the_patch(model: LipModel) -> None:
    """Its features reach to both ends of the sound that it asks for, as far as the networks look."""
    known, silence = model.prepare(face()), np.zeros(model.hearing.samples, np.float32)
    now, quiet = model.hearing.before, model.step(known, silence)
    for moment in (now, now + model.hearing.after - 800):
        click = silence.copy()
        click[moment : moment + 200] = 0.5
        assert not np.array_equal(model.step(known, click), quiet), f"sound at {moment} is not heard"


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

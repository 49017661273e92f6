"""Avatar models and frame sizes."""

from __future__ import annotations

import pytest

from visavis.services.avatar_models import SIZES, active_model, frame_size, model_of, models_in, models_of
from visavis.services.errors import Invalid


def test_internal_versions_stand_for_public_models() -> None:
    assert models_of(["v1", "v2", "cara-4-3"]) == set(SIZES)
    assert models_of(["cara-3"]) == {"cara-3"}
    assert models_of(["v9"]) == set()
    assert [model_of(version) for version in ("v1", "v2", "cara-4-3", "cara-4", None)] == [
        "cara-2",
        "cara-3",
        "cara-4",
        "cara-4",
        None,
    ]


@pytest.mark.parametrize(("model", "sizes"), SIZES.items())
def test_a_model_renders_its_sizes_and_the_first_by_default(
    model: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    assert frame_size(model, None, None) == sizes[0]
    for size in sizes:
        assert frame_size(model, *size) == size
    for other in {size for others in SIZES.values() for size in others} - set(sizes):
        with pytest.raises(Invalid, match=model):
            frame_size(model, *other)


def test_a_photo_serves_the_models_whose_usual_frame_it_is_good_for() -> None:
    every = [size for sizes in SIZES.values() for size in sizes]
    assert models_in(every) == list(SIZES)
    assert models_in([(512, 512), (768, 1152)]) == ["cara-2"]
    assert models_in([]) == []


def test_the_active_model_is_always_one_of_those_that_there_are() -> None:
    every = list(SIZES)
    assert active_model("cara-4", every) == "cara-4"
    assert active_model(None, every) == "cara-3"
    assert active_model("cara-4", ["cara-2", "cara-3"]) == "cara-3"
    assert active_model("cara-4", ["cara-2"]) == "cara-2"
    assert active_model("cara-4", []) is None

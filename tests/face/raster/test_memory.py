"""What a frame takes of memory: nothing that grows with the picture, and nothing beyond the session's own."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numba.core.runtime import rtsys
from numba.core.runtime._nrt_python import memsys_disable_stats, memsys_enable_stats
from numpy.typing import NDArray
from tests.face.raster.expressions import NEUTRAL, expression

from visavis.face.animator import Animator
from visavis.face.avatar import Avatar, Bytes
from visavis.face.build import load_avatar
from visavis.face.expression import Control, Expression, Pose
from visavis.face.raster import Renderer

pytestmark = pytest.mark.timeout(600)  # the first run on a machine compiles the kernels

FRAMES = 50
SMALL_BYTES = 20_000
"""Controls, pose and handles; one row of cells of the smallest frame has more."""
GUARD_BYTES = 1 << 16
UNTOUCHED = 0xA5
NUMBERS = st.one_of(
    st.floats(-2, 2), st.floats(-300, 300), st.floats(), st.sampled_from([np.nan, np.inf, -np.inf, 1e30])
)


@pytest.fixture(scope="module")
def kenji(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    """With spectacles: every kernel has work."""
    return load_avatar("kenji", 512, 512, tmp_path_factory.mktemp("avatars"))


@pytest.fixture(scope="module")
def at_rest(kenji: Avatar) -> Bytes:
    renderer = Renderer(kenji, threshold_px=0)
    renderer.render(NEUTRAL)
    return renderer.frame


def arrays_in(parts: tuple[object, ...]) -> int:
    """However deep they lie in named tuples."""
    count = 0
    for part in parts:
        count += arrays_in(part) if isinstance(part, tuple) else isinstance(part, np.ndarray)
    return count


def test_a_frame_allocates_no_pictures(kenji: Avatar) -> None:
    renderer, animator = Renderer(kenji, threshold_px=0), Animator(1)
    shown = [animator.express(k / 25) for k in range(FRAMES)]
    renderer.render(NEUTRAL)
    tracemalloc.start()
    try:
        for expression in shown:
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            renderer.render(expression)
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before < SMALL_BYTES
    finally:
        tracemalloc.stop()


def test_compiled_code_allocates_nothing_but_a_handle_for_each_array_that_it_is_given(kenji: Avatar) -> None:
    renderer = Renderer(kenji, threshold_px=0)
    renderer.render(NEUTRAL)
    composed = arrays_in((kenji.light,)) + 2  # neutral and lit luma
    forgotten = arrays_in((kenji, renderer.canvas))
    drawn = forgotten + 2  # controls and pose
    for yaw, given_arrays in ((0.02, composed + forgotten + drawn), (0.021, drawn)):
        memsys_enable_stats()
        try:
            before = rtsys.get_allocation_stats()
            renderer.render(expression({Pose.YAW: yaw, Pose.PITCH: yaw}))
            after = rtsys.get_allocation_stats()
        finally:
            memsys_disable_stats()
        assert after.alloc - before.alloc == given_arrays, yaw
        assert after.free - before.free == given_arrays, yaw


@settings(max_examples=300, deadline=None)
@given(
    controls=arrays(np.float64, len(Control), elements=NUMBERS),
    pose=arrays(np.float64, len(Pose), elements=NUMBERS),
)
def test_whatever_is_asked_for_nothing_outside_the_frame_is_written(
    kenji: Avatar, at_rest: Bytes, controls: NDArray[np.float64], pose: NDArray[np.float64]
) -> None:
    renderer = Renderer(kenji, threshold_px=0)
    memory = np.full(renderer.canvas.frame.size + 2 * GUARD_BYTES, UNTOUCHED, np.uint8)
    memory[GUARD_BYTES:-GUARD_BYTES] = renderer.canvas.frame
    renderer.canvas = renderer.canvas._replace(frame=memory[GUARD_BYTES:-GUARD_BYTES])

    renderer.render(Expression(controls, pose))

    assert (memory[:GUARD_BYTES] == UNTOUCHED).all()
    assert (memory[-GUARD_BYTES:] == UNTOUCHED).all()
    renderer.render(NEUTRAL)
    frame = memory[GUARD_BYTES:-GUARD_BYTES][: renderer.frame.size]
    np.testing.assert_array_equal(frame, at_rest, "it did not come back to rest")

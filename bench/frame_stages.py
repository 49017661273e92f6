"""What each stage of a frame costs: `face.raster.frame.draw_frame` with a clock between its steps."""

from __future__ import annotations

import ctypes
import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from visavis.face.animator import Animator
from visavis.face.avatar import SPECTACLES, Avatar
from visavis.face.expression import Pose
from visavis.face.light import FallingLight
from visavis.face.raster.canvas import new_canvas
from visavis.face.raster.cells import warp_cells
from visavis.face.raster.grid import ONE, commit_nodes, mesh_to_grid
from visavis.face.raster.jit import kernel
from visavis.face.raster.light import compose_light, forget_lit_cells
from visavis.face.raster.patches import changed_patches, claim_cells, draw_patch
from visavis.face.raster.renderer import Renderer
from visavis.face.raster.spectacles import place_spectacles
from visavis.face.raster.vertices import head_turn, solve_vertices
from visavis.face.renderer import THRESHOLD_PX

FPS = 25


class Stages(NamedTuple):
    """Mean CPU µs a frame."""

    animator: float
    light: float
    vertices: float
    grid: float
    cells: float
    eyes_and_lips: float
    spectacles: float


_VERTICES, _GRID, _CELLS, _EYES_AND_LIPS, _SPECTACLES = range(5)
_THREAD_CLOCK = time.CLOCK_THREAD_CPUTIME_ID
_read_clock = ctypes.CDLL(None).clock_gettime
_read_clock.argtypes = (ctypes.c_int, ctypes.c_void_p)
_read_clock.restype = ctypes.c_int


def stages_of(avatar: Avatar, animator: Animator, frames: int) -> Stages:
    """Of the first frames that an animator plays.

    Raises RuntimeError when the copy below no longer draws what the renderer draws.
    """
    canvas, renderer = new_canvas(avatar), Renderer(avatar)
    light = FallingLight(avatar, compose_light)
    avatar = light.avatar
    clock, spent = np.zeros(2, np.int64), np.zeros(5, np.int64)
    threshold = int(THRESHOLD_PX * ONE)
    shown = animator.express(0.0)
    renderer.render(shown)
    light.turn(float(shown.pose[Pose.YAW]))
    _draw_and_time(avatar, canvas, shown.controls, shown.pose, threshold, clock, spent)
    spent[:] = 0
    animator_ns = light_ns = 0
    for k in range(1, frames):
        begin = time.thread_time_ns()
        shown = animator.express(k / FPS)
        expressed = time.thread_time_ns()
        if light.turn(float(shown.pose[Pose.YAW])):
            forget_lit_cells(avatar, canvas)
        animator_ns += expressed - begin
        light_ns += time.thread_time_ns() - expressed
        _draw_and_time(avatar, canvas, shown.controls, shown.pose, threshold, clock, spent)
        renderer.render(shown)
        if not (canvas.frame[: renderer.frame.size] == renderer.frame).all():
            raise RuntimeError("bench/frame_stages.py draws other frames than face/raster/frame.py")
    return Stages(*(ns / 1000 / (frames - 1) for ns in (animator_ns, light_ns, *spent.tolist())))


@kernel
def _draw_and_time(avatar, canvas, controls, pose, threshold, clock, spent):
    at = _now_ns(clock)
    gap = solve_vertices(avatar, controls, pose, canvas.vertices)
    turn = head_turn(avatar.mesh, pose)
    at = _book(clock, spent, _VERTICES, at)
    place_spectacles(avatar, canvas, turn)
    at = _book(clock, spent, _SPECTACLES, at)
    mesh_to_grid(avatar, canvas)
    commit_nodes(canvas, threshold)
    at = _book(clock, spent, _GRID, at)
    changed = changed_patches(avatar, canvas, controls, gap, threshold / ONE)
    changed = claim_cells(avatar, canvas, changed)
    at = _book(clock, spent, _EYES_AND_LIPS, at)
    warp_cells(avatar, canvas)
    at = _book(clock, spent, _CELLS, at)
    for patch in range(SPECTACLES):
        if changed >> patch & 1:
            draw_patch(avatar, canvas, controls, turn, gap, patch)
    at = _book(clock, spent, _EYES_AND_LIPS, at)
    if changed >> SPECTACLES & 1:
        draw_patch(avatar, canvas, controls, turn, gap, SPECTACLES)
    _book(clock, spent, _SPECTACLES, at)


@kernel
def _book(clock: NDArray[np.int64], spent: NDArray[np.int64], stage: int, since_ns: int) -> int:
    """Put the time that passed on a stage's account."""
    now_ns = _now_ns(clock)
    spent[stage] += now_ns - since_ns
    return now_ns


@kernel
def _now_ns(clock: NDArray[np.int64]) -> int:
    """Of this thread's CPU time; `clock` is a timespec to write to."""
    _read_clock(_THREAD_CLOCK, clock.ctypes.data)
    now_ns: int = clock[0] * 1_000_000_000 + clock[1]
    return now_ns

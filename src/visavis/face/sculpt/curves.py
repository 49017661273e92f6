"""The exact lines of a face: lids, and the borders of the lips.

Geometry, colour, lashes and the rig all use these same functions, so that nothing can slip. They run in plain
Python, on numbers and on arrays, and inside the kernels.
"""

from __future__ import annotations

from typing import Any

from numba.extending import register_jitable

from visavis.face.sculpt.anatomy import Anatomy

Value = Any
"""A number, or an array of them."""


@register_jitable
def bulge(u: Value) -> Value:
    """1 in the middle, 0 at -1 and 1 and beyond."""
    q = 1.0 - u * u
    return (abs(q) + q) * 0.5


@register_jitable
def lid_top(u: Value, side: Value, p: Anatomy) -> Value:
    """Edge of the upper lid, y; u is -1 at the inner and 1 at the outer corner, side -1 or 1 of the picture.

    Beyond the corners it lies below the lower lid, so that nothing opens there.
    """
    wide, arc = 1.0 + p.lid_skew * side, 1.0 - u * u
    open_ = p.eye_height + p.lid_upper * wide * arc * (1.0 - p.lid_peak * u) + p.eye_tilt * u
    shut = p.eye_height - p.lid_lower * arc * (1.0 + 0.15 * u) + p.eye_tilt * u - 0.012 * arc
    return open_ + (shut - open_) * p.eyes_closed


@register_jitable
def lid_bottom(u: Value, side: Value, p: Anatomy) -> Value:
    """Edge of the lower lid, y."""
    wide = 1.0 + 0.5 * p.lid_skew * side * (1.0 - p.eyes_closed)
    drop = p.lid_lower * wide + 0.012 * p.eyes_closed
    return p.eye_height - drop * (1.0 - u * u) * (1.0 + 0.15 * u) + p.eye_tilt * u


@register_jitable
def mouth_line(t: Value, p: Anatomy) -> Value:
    """The line between closed lips, y; t is x in half mouth widths."""
    lifted = p.smile * 0.072 * t * t + p.smile_skew * 0.024 * t * t * t
    return p.mouth_height + lifted - 0.010 / (1.0 + (t / 0.22) ** 2) + 0.007


@register_jitable
def lip_top(t: Value, p: Anatomy) -> Value:
    """Border of the upper lip: cupid's bow in the middle, thin corners."""
    bow = 1.0 - p.cupid / (1.0 + (t / 0.15) ** 4) * 0.7
    return mouth_line(t, p) + p.lip_upper * bulge(t) ** 0.9 * (1.0 - 0.28 * t * t) * bow + 0.003


@register_jitable
def lip_bottom(t: Value, p: Anatomy) -> Value:
    return mouth_line(t, p) - p.lip_lower * bulge(t) ** 0.75 - 0.003


@register_jitable
def lip_raise(t: Value, p: Anatomy) -> Value:
    """How far the upper lip's edge has gone up."""
    return 0.045 * p.mouth_open * bulge(t) ** 0.62


@register_jitable
def lip_drop(t: Value, p: Anatomy) -> Value:
    """How far the lower lip's edge has gone down."""
    return 0.250 * p.mouth_open * bulge(t) ** 0.62

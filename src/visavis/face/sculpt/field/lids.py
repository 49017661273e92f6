"""The lids: a shell over each eyeball, with the opening cut straight through."""

from __future__ import annotations

from visavis.face.sculpt.curves import lid_bottom, lid_top
from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import ball, bell, cut, join

EYE_Z, EYE_RADIUS, LID_THICKNESS = 0.455, 0.205, 0.024
SHUT = 0.95
"""Eyes closed further have a crease instead of an opening."""


@kernel
def lids(d, x, y, z, p):
    ax, side = abs(x), 1.0 if x > 0.0 else -1.0
    u = (ax - p.eye_distance) / p.eye_width
    d = join(d, ball(ax, y, z, p.eye_distance, p.eye_height, EYE_Z, EYE_RADIUS + LID_THICKNESS), 0.05)
    top, bottom = lid_top(u, side, p), lid_bottom(u, side, p)
    fade = max(1.0 - (u * 0.80) ** 4, 0.0)
    still = p.eye_height + p.lid_upper * (1.0 - 0.6 * u * u) + p.eye_tilt * u
    d += 0.011 * p.lid_fold * bell(y - (top * 0.30 + 0.70 * still + 0.042), 0.013) * fade
    d += (0.003 + 0.007 * p.age) * bell(y - (bottom - 0.050), 0.018) * fade
    opening = max(y - top, bottom - y) * 0.85
    if p.eyes_closed > SHUT:
        opening = 0.02
        d += 0.012 * bell(y - bottom, 0.007) * max(1.0 - u * u * u * u, 0.0)
    return cut(d, -max(opening, EYE_Z - z), 0.012)

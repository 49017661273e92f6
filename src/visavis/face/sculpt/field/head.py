"""The skin of head and neck, all parts together."""

from __future__ import annotations

import math

from visavis.face.sculpt.field.ear import ear
from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.lids import lids
from visavis.face.sculpt.field.lips import lip_relief, part_lips, undo_jaw
from visavis.face.sculpt.field.skull import nose, skull, sockets_and_brows
from visavis.face.sculpt.field.solids import join, step


@kernel
def head(x, y, z, p):
    seen_y = y
    if p.mouth_open > 0.0:
        y = undo_jaw(x, y, z, p)
    d = skull(x, y, z, seen_y, p)
    if seen_y < -1.05:
        return d
    d = sockets_and_brows(d, x, y, z, p)
    d = nose(d, x, y, z, p)
    if y > p.eye_height - 0.35 and y < p.eye_height + 0.35 and z > 0.2:
        d = lids(d, x, y, z, p)
    if y < -0.1 and z > 0.3:
        d -= lip_relief(x, y, p) * step(z, 0.35, 0.55)
        if p.mouth_open > 0.0 and abs(x) < 1.02 * p.mouth_width:
            d = part_lips(d, x, seen_y, z, p)
        d *= 1.0 - 0.25 * step(z, 0.30, 0.45) * step(-y, 0.10, 0.24)  # the relief is steep
    if p.age > 0.2 and y > 0.35 and z > 0.2:  # lines of the forehead
        where = step(y, 0.36, 0.44) * (1.0 - step(y, 0.60, 0.70)) * max(1.0 - (x / 0.42) ** 2, 0.0)
        d += 0.0035 * p.age * where * (math.sin(72.0 * y + 3.0 * x * x) ** 2)
    if p.headscarf == 0 and y > -0.5 and y < 0.5 and abs(x) > 0.4:
        d = join(d, ear(abs(x), y, z, p.ear_size), 0.035)
    return d
